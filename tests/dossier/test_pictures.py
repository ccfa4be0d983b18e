"""Pictures in a dossier: shown where a source says so, blurred where it says graphic, and nothing of the camera."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import solferino as sol
from cases.small import write_case
from dossier.conftest import exchanged
from dossier.html_text import parse
from solferino.dossier import jpeg
from solferino.dossier.picture import png

CANARY = b"Kanarienvogel 48.2082 N"


def chunk(kind: bytes, body: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture() -> bytes:
    """A PNG of 64 by 64 reddish pixels that says in a comment where it was taken."""
    rows = b"".join(b"\x00" + bytes((200, 40, 4 * y)) * 64 for y in range(64))
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"tEXt", CANARY) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + CANARY


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def with_picture(root: Path, body: bytes, more: str) -> Path:
    """A small case with one image among its sources."""
    write_case(root)
    (root / "files/photo.png").write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    (root / "sources/photo.toml").write_text(
        f'[source]\ntitle = "A photograph"\nkind = "document"\npath = "files/photo.png"\nsha256 = "{digest}"\n{more}',
        "utf-8",
    )
    return root


GRAPHIC = 'show = "graphic"\nalt = "A wall with a hole"\n'


def test_an_image_is_shown_where_its_source_says_so(tmp_path: Path) -> None:
    """Its page shows it with its words, under a box to tick where it is graphic, and the dossier verifies."""
    build = sol.open(with_picture(tmp_path / "case", picture(), GRAPHIC)).build()
    folder = tmp_path / "case/build/dossier"
    page = parse((folder / "sources/photo.html").read_text("utf-8"))
    (image,) = (a for t, a in page.elements if t == "img")

    assert image["alt"] == "A wall with a hole"
    assert (folder / "sources" / image["src"]).resolve().is_file()
    assert [a["type"] for t, a in page.elements if t == "input"] == ["checkbox"]
    assert sol.verify(folder, root=build.root).ok


def test_nothing_of_the_camera_leaves(tmp_path: Path) -> None:
    """What stands in comments and after the end of the file is nowhere in the dossier."""
    sol.open(with_picture(tmp_path / "case", picture(), GRAPHIC)).build()

    for path in (tmp_path / "case/build/dossier").rglob("*"):
        assert not path.is_file() or CANARY not in path.read_bytes(), path


@pytest.mark.parametrize("more", ["", GRAPHIC + 'sensitivity = "restricted"\n'], ids=["not asked", "withheld"])
def test_an_image_stays_where_nobody_asked_or_may_see_it(tmp_path: Path, more: str) -> None:
    """A source that does not say `show`, or is withheld, gives no picture."""
    root = with_picture(tmp_path / "case", picture(), more)
    (root / "case.toml").write_text(
        (root / "case.toml").read_text("utf-8") + '\n[publish]\nwithhold = ["restricted", "sealed"]\n', "utf-8"
    )
    sol.open(root).build()

    assert not (root / "build/dossier/media").exists()


def test_another_picture_in_its_place_is_found(tmp_path: Path) -> None:
    """Bytes and manifest altered together: the data say which picture it was."""
    sol.open(with_picture(tmp_path / "case", picture(), GRAPHIC)).build()
    folder = tmp_path / "case/build/dossier"
    (image,) = (folder / "media").iterdir()
    exchanged(folder, f"media/{image.name}", png(picture()) + b"x")

    assert f"media/{image.name}" in sol.verify(folder).altered


def test_a_picture_needs_words(tmp_path: Path) -> None:
    """Shown without saying what is on it: an error of the file."""
    root = with_picture(tmp_path / "case", picture(), 'show = "plain"\n')

    with pytest.raises(sol.SolferinoError, match=r"source\.alt"):
        sol.open(root).read()


def test_a_citation_has_nothing_to_show(tmp_path: Path) -> None:
    """No bytes, no picture: an error of the file."""
    root = write_case(tmp_path / "case")
    text = '[source]\ntitle = "A photograph"\nkind = "citation"\nurl = "https://example.org"\n'
    (root / "sources/photo.toml").write_text(text + GRAPHIC, "utf-8")

    with pytest.raises(sol.SolferinoError, match="no bytes"):
        sol.open(root).read()


def test_a_picture_that_only_the_vault_holds_is_shown(tmp_path: Path) -> None:
    """A file that has been preserved may be taken away."""
    root = with_picture(tmp_path / "case", picture(), GRAPHIC)
    sol.open(root).build()
    shown = sorted(p.read_bytes() for p in (root / "build/dossier/media").iterdir())
    (root / "files/photo.png").unlink()
    sol.open(root).build()

    assert shown == sorted(p.read_bytes() for p in (root / "build/dossier/media").iterdir())


@pytest.mark.parametrize("body", [b"GIF89a", picture()[:60], b"\xff\xd8\xff\xe1\x00"], ids=["gif", "cut", "cut jpeg"])
def test_what_is_no_picture_is_refused(tmp_path: Path, body: bytes) -> None:
    """Another format, or half a file: said with the line of its source, and nothing is written."""
    root = with_picture(tmp_path / "case", body, GRAPHIC)

    with pytest.raises(sol.SolferinoError, match=r"photo\.toml:1"):
        sol.open(root).build()
    assert not (root / "build/dossier").exists()


SCAN = segment(0xDA, b"\x01\x01\x00\x00?\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
TABLE = segment(0xDB, b"\x00" * 65)


def test_a_jpeg_keeps_its_image_alone() -> None:
    """All that is not decoded goes, a segment nobody has named too; tables and the coded image stay byte for byte."""
    told = [segment(m, CANARY) for m in (0xE0, 0xE1, 0xED, 0xEE, 0xF7, 0xFE)]
    found = jpeg.bare(jpeg.START + b"".join(told) + TABLE + SCAN + b"\xff\xd9" + CANARY)

    assert found == jpeg.START + TABLE + SCAN + b"\xff\xd9"


def test_a_jpeg_keeps_how_its_colours_are_coded() -> None:
    """The twelve bytes that decoding needs stay; the same name before anything longer does not."""
    ink = segment(0xEE, b"Adobe\x00d\x00\x00\x00\x00\x01")
    found = jpeg.bare(jpeg.START + ink + segment(0xEE, b"Adobe" + CANARY) + TABLE + SCAN + b"\xff\xd9")

    assert found == jpeg.START + ink + TABLE + SCAN + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_which_side_is_up(order: str) -> None:
    """Of EXIF the one tag that turns the picture stays, in either order of bytes; the words beside it go."""
    turned = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, 6, 0)  # 6: turn clockwise by a quarter (EXIF 2.3, 4.6.4)
    made = struct.pack(f"{order}HHII", 0x010F, 2, len(CANARY), 38)
    tiff = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}IH", 8, 2) + made + turned
    exif = segment(0xE1, b"Exif\x00\x00" + tiff + b"\x00" * 4 + CANARY)
    found = jpeg.bare(jpeg.START + exif + TABLE + SCAN + b"\xff\xd9")

    assert CANARY not in found
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in found
    assert jpeg.bare(found) == found


@given(st.binary(max_size=60))
def test_whatever_exif_says_nothing_else_of_it_leaves(body: bytes) -> None:
    """Broken EXIF is no reason to refuse a picture, and at most the turn stays: 36 bytes in a segment."""
    found = jpeg.bare(jpeg.START + segment(0xE1, b"Exif\x00\x00" + body) + TABLE + SCAN + b"\xff\xd9")

    assert len(found) in {len(jpeg.START + TABLE + SCAN) + 2 + more for more in (0, 36)}
