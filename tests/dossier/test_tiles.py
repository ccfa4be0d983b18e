"""Tiles that a case brings: read whole or refused, published without what their file tells of its making."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from cases.river import CASE, write_river
from cases.tiles import pmtiles
from dossier.conftest import exchanged
from solferino.dossier import tiles
from solferino.dossier.tiles import script

CANARY = "Kanarienvogel"
ABOUT = {"name": CANARY, "vector_layers": [{"id": "roads"}, {"id": "water"}]}
TILES = [(0, 1, b"whole world"), (1, 3, b"three alike"), (4, 1, b"the last")]
WHOLE = pmtiles(TILES)


def read(body: bytes) -> dict[str, Any]:
    """What the browser is given."""
    text = body.decode().removeprefix('solferinoMap("tiles", ').removesuffix(");\n")
    found: dict[str, Any] = json.loads(text)
    return found


def with_tiles(root: Path, body: bytes, publish: str = "", name: str = "area") -> Path:
    """The river towns with a file of tiles among the sources."""
    write_river(root, case=f"{CASE}\n[publish]\n{publish}\n")
    (root / f"files/{name}.pmtiles").write_bytes(body)
    told = {"title": "Streets", "kind": "dataset", "credit": "River Survey", "licence": "CC0-1.0", "show": "map",
            "path": f"files/{name}.pmtiles", "sha256": hashlib.sha256(body).hexdigest()}  # fmt: skip
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items())
    (root / f"sources/{name}.toml").write_text(f"[source]\n{lines}", "utf-8")
    return root


@pytest.mark.parametrize("leaf", [False, True], ids=["root", "leaf"])
@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzip"])
def test_every_tile_is_found_in_its_place(zipped: bool, leaf: bool) -> None:
    """From one directory or from two, packed or not, the bytes of each tile are those that were filed."""
    found = read(script(pmtiles(TILES, about=ABOUT, zipped=zipped, leaf=leaf)))
    data = base64.b64decode(found["data"])
    parts = [data[at : at + length] for _, _, at, length in found["index"]]

    assert [(n, run) for n, run, _, _ in found["index"]] == [(n, run) for n, run, _ in TILES]
    assert [gzip.decompress(p) if zipped else p for p in parts] == [body for _, _, body in TILES]
    assert (found["layers"], found["zooms"], found["vector"]) == (["roads", "water"], [0, 1], True)


def test_tiles_are_published_without_the_words_of_their_file(tmp_path: Path) -> None:
    """The map says whose they are; the name that its writer gave the file is nowhere; the dossier verifies."""
    build = sol.open(with_tiles(tmp_path / "case", pmtiles(TILES, about=ABOUT))).build()
    dossier = tmp_path / "case/build/dossier"
    page = (dossier / "incidents/index.html").read_text("utf-8")

    assert 'data-tiles="tiles.js"' in page
    assert "River Survey" in page
    assert not [p for p in dossier.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    assert sol.verify(dossier, root=build.root).ok


def test_other_tiles_in_their_place_are_found(tmp_path: Path) -> None:
    """Bytes and manifest altered together: the data say which tiles they were."""
    sol.open(with_tiles(tmp_path / "case", WHOLE)).build()
    dossier = tmp_path / "case/build/dossier"
    exchanged(dossier, "map/tiles.js", script(pmtiles(TILES[:1])))

    assert "map/tiles.js" in sol.verify(dossier).altered


def test_a_drawn_map_needs_no_tiles(tmp_path: Path) -> None:
    """Where the map that zooms is not wanted, they stay in the case."""
    root = with_tiles(tmp_path / "case", pmtiles(TILES), 'map = "drawn"')
    sol.open(root).build()

    assert not (root / "build/dossier/map").exists()


@pytest.mark.parametrize(
    "body",
    [b"not tiles", WHOLE[:-3], WHOLE[:100], b"PMTiles\x02" + WHOLE[8:], pmtiles([(0, 0, b"")]),
     WHOLE[:127] + b"\x00" * 4 + WHOLE[131:], WHOLE[:137] + b"\xff" * 4 + WHOLE[141:]],
    ids=["other", "cut", "cut head", "version", "no end", "no gzip", "broken gzip"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(tmp_path: Path, body: bytes) -> None:
    """Said with the line of its source; nothing is written."""
    root = with_tiles(tmp_path / "case", body)

    with pytest.raises(sol.SolferinoError, match=r"area\.toml:1 .*PMTiles"):
        sol.open(root).build()
    assert not (root / "build/dossier").exists()


@pytest.mark.parametrize("leaf", [False, True], ids=["root", "leaf"])
def test_a_file_that_unfolds_without_end_is_refused(leaf: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small on the disk, large once unpacked, or with directories that tell of more tiles than there is room for."""
    swollen = pmtiles(TILES, about={"name": "a" * 100_000})
    monkeypatch.setattr(tiles, "MOST", 50_000)
    with pytest.raises(ValueError, match="unpacked"):
        script(swollen)

    monkeypatch.setattr(tiles, "_TILES", 2)
    with pytest.raises(ValueError, match="more than 2 tiles"):
        script(pmtiles(TILES, leaf=leaf))


def test_a_map_lies_on_one_file(tmp_path: Path) -> None:
    """Two files of tiles are a question for people."""
    root = with_tiles(tmp_path / "case", WHOLE)
    other = pmtiles(TILES[:1])
    (root / "files/more.pmtiles").write_bytes(other)
    text = (root / "sources/area.toml").read_text("utf-8").replace("area.pmtiles", "more.pmtiles")
    digest = hashlib.sha256(other).hexdigest()
    (root / "sources/more.toml").write_text(text.replace(hashlib.sha256(WHOLE).hexdigest(), digest), "utf-8")

    with pytest.raises(sol.SolferinoError, match="one file of tiles"):
        sol.open(root).build()
