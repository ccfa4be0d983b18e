"""The files of the map that zooms: what others wrote is unchanged, and its points are those that are published."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from cases.river import CASE, write_river
from solferino.dossier.zoom import Spot, files


def points(dossier: Path) -> list[dict[str, Any]]:
    """The points of a dossier, as its browser is given them."""
    text = (dossier / "map/points.js").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(text.removeprefix('solferinoMap("points", ').removesuffix(");\n"))
    return found


def built(root: Path, publish: str = "") -> Path:
    """The dossier of the river towns, under further rules of publishing."""
    sol.open(write_river(root, case=f"{CASE}\n[publish]\n{publish}\n")).build()
    return root / "build/dossier"


def test_what_others_wrote_is_what_is_recorded(repo: Path) -> None:
    """Every vendored file has its digest written down, and no other file lies there."""
    at = repo / "src/solferino/dossier/vendor"
    recorded = tomllib.loads((at / "vendored.toml").read_text("utf-8"))
    digests = {name: digest for part in recorded.values() for name, digest in part["files"].items()}

    assert digests == {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in at.iterdir() if p.name != "vendored.toml"
    }
    assert all(part["licence"] and part["credit"] and part["version"] for part in recorded.values())


def test_its_points_are_those_of_the_published_table(tmp_path: Path) -> None:
    """Each incident with a point is counted once, at the published place; the licence goes along."""
    dossier = built(tmp_path / "case", 'places = "0.1deg"')
    table = sol.open(tmp_path / "case").build().table("incidents")
    found = points(dossier)

    assert sum(p["n"] for p in found) == sum(r["lat"] is not None for r in table)
    assert all(round(x, 1) == x for p in found for x in p["at"])
    assert {p["label"] for p in found} <= {r["place"] for r in table}
    assert any(p.suffix == ".txt" for p in (dossier / "map").iterdir())
    for p in found:
        for _, href in p["links"]:
            assert (dossier / "incidents" / href).is_file()


@pytest.mark.parametrize("publish", ['map = "drawn"', 'places = "none"'], ids=["not wanted", "no points"])
def test_where_it_is_not_wanted_nothing_of_it_is_there(tmp_path: Path, publish: str) -> None:
    """No folder, no button, no further right for scripts; the dossier verifies."""
    dossier = built(tmp_path / "case", publish)
    page = (dossier / "incidents/index.html").read_text("utf-8")

    assert not (dossier / "map").exists()
    assert "maplibre" not in page
    assert "worker-src" not in page
    assert sol.verify(dossier).ok


def test_another_choice_is_published_at_once(tmp_path: Path) -> None:
    """A build after the key has changed writes the dossier anew."""
    dossier = built(tmp_path / "case")
    assert (dossier / "map").is_dir()
    case = tmp_path / "case/case.toml"
    case.write_text(case.read_text("utf-8").replace("[publish]", '[publish]\nmap = "drawn"'), "utf-8")
    sol.open(tmp_path / "case").build()

    assert not (dossier / "map").exists()


def test_only_the_page_with_the_map_may_start_a_worker(tmp_path: Path) -> None:
    """The policy of every other page allows what it allowed before."""
    dossier = built(tmp_path / "case")
    found = [p.relative_to(dossier).as_posix() for p in dossier.rglob("*.html") if "worker-src" in p.read_text("utf-8")]

    assert found == ["incidents/index.html"]


def test_a_hostile_name_is_no_script() -> None:
    """What a source says stands in a string, with no way out of it."""
    made = files([Spot(1, 1, "</script><b>\u202e", None, 1, {}, [("<i>", "x.html")])])["map/points.js"].decode()

    assert "<" not in made
    assert "\u202e" not in made
