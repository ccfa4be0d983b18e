"""What went wrong in another platform of this kind, and was found by its testers: once each, in the room it would be in.

Those about pages (object access on every derived view, stored scripts, paths, malformed forms, pictures' names) are in
test_matrix.py and test_fuzz.py; accounts that nobody made and admins made by a form in test_team.py. Releases are not
signed by a key of ours: whoever installs pins every file of every package by its hash, which tests/house holds.
There is no bulk edit and no recognition of text in pictures that could forget to ask who may see what.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

import solferino as sol
from cases.small import ACTS, decision, write_case
from exchange.filed import loaded
from solferino.exchange.documents.pdf import PAGES
from solferino.exchange.documents.read import LARGEST, plain_text
from solferino.vault import Item, Vault
from solferino.vault.intake.take import take
from solferino.vault.seal.redact import redact_picture
from solferino.words.errors import CaseError, SolferinoError, UsageError

FORMULA = '=HYPERLINK(""http://elsewhere.test"")'


def test_a_cell_that_is_a_formula_is_text_when_it_leaves(tmp_path: Path) -> None:
    """BAY-01-024: a spreadsheet that opens a published table runs nothing that a source wrote into it."""
    acts = ACTS.replace("says it saw nothing", f'"{FORMULA}"').replace("reports a raid", "@SUM(1)")
    sol.open(write_case(tmp_path / "case", acts=acts)).build()
    text = (tmp_path / "case/build/dossier/tables/acts.csv").read_text("utf-8")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert [cell for cell in cells if cell[:1] in "=@" and cell] == []
    assert {'\'=HYPERLINK("http://elsewhere.test")', "'@SUM(1)"} <= set(cells)


def test_what_sets_the_pdf_fetches_nothing(tmp_path: Path) -> None:
    """BAY-01-025: neither an address nor a file of this machine gets into a PDF through a text that names it."""
    weasyprint = pytest.importorskip("weasyprint", reason="the extra `pdf` is not installed")
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=())
    for address in ("http://127.0.0.1:9/", "file:///etc/hostname"):
        with pytest.raises(ValueError):
            fetcher(address)


def test_a_document_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    """BAY-01-041: a text has a size beyond which it is refused before anything reads it."""
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(SolferinoError, match="has 50,000,001 bytes"):
        plain_text(path)


def test_a_document_of_too_many_pages_is_not_read(tmp_path: Path) -> None:
    """BAY-01-041: a small file may hold any number of pages; they are counted before one is read."""
    pypdf = pytest.importorskip("pypdf", reason="the extra `documents` is not installed")
    made, path = pypdf.PdfWriter(), tmp_path / "long.pdf"
    for _ in range(PAGES + 1):
        made.add_blank_page(10, 10)
    made.write(path)
    with pytest.raises(SolferinoError, match=f"has {PAGES + 1} pages"):
        plain_text(path)


def test_a_picture_of_too_many_points_is_not_opened() -> None:
    """BAY-01-023: a few bytes that claim to be a picture of a hundred thousand by a hundred thousand fill no memory."""
    out = io.BytesIO()
    Image.new("1", (1, 1)).save(out, "PNG")
    raw = bytearray(out.getvalue())
    raw[16:24] = (100_000).to_bytes(4, "big") * 2
    with pytest.raises(UsageError):
        redact_picture(bytes(raw), [(0, 0, 1, 1)])


def test_a_box_lies_where_it_was_seen() -> None:
    """A picture that its camera turned is covered where the eye sees it, not where the file stores it."""
    image = Image.new("RGB", (40, 20), "white")
    image.paste((255, 0, 0), (0, 0, 10, 10))  # stored at the top left
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter to the right for the eye: the red is at the top right of 20 by 40
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=100, subsampling=0)
    made = Image.open(io.BytesIO(redact_picture(out.getvalue(), [(8, 0, 12, 12)])))
    assert made.size == (20, 40)
    assert all(
        min(made.getpixel((x, y))) > 200 or made.getpixel((x, y)) == (0, 0, 0) for x in range(20) for y in range(40)
    )


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "a/../../outside", "..\\outside"])
def test_no_path_of_an_archive_reaches_the_disk(tmp_path: Path, name: str) -> None:
    """BAY-01-004: what an archive calls its members is a word in the record; bytes lie under their hash alone."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, b"id,date\n1,2020-01-01\n")
    vault = Vault.open(tmp_path / "vault", create=True)
    take(vault, vault.ingest([Item(data=made.getvalue(), name="a.zip")])[0].sha256, name="a.zip")
    assert {path.name for path in tmp_path.iterdir()} == {"vault"}
    assert list((tmp_path / "vault").rglob("*outside*")) == []


@pytest.mark.parametrize(("data", "format"), [(b'{"a": ', "json"), (b'[{"a": 1}, 2, "x", null, [1]]', "json"), (b'{"a": 1}\n{"a": {}}\nx\n', "jsonl"),
                                              (b"a,b\n1\n1,2,3\n", "csv"), (b"a,,a\n1,2,3\n", "csv"), (b"", "csv"), (b"\xff\xfe\x00", "csv")])  # fmt: skip
def test_a_table_that_is_no_table_is_an_error_of_ours(data: bytes, format: str) -> None:
    """BAY-01-035, 037, 038, 040, 042: ragged rows, headers that are none and broken JSON are rejected, each with its reason."""
    try:
        found, _ = loaded(data, format)
    except CaseError:
        return  # the whole file is refused, with its line
    assert found.rejected or found.columns


def test_headers_that_are_no_text_are_read_as_text(tmp_path: Path) -> None:
    """BAY-01-038: a workbook whose first row holds numbers and days has columns named by them."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([2024, 1.5, True, "name"])
    book.active.append([1, 2, 3, "x"])
    out = io.BytesIO()
    book.save(out)
    found, _ = loaded(out.getvalue(), "xlsx")
    assert all(isinstance(name, str) for name in found.columns)
    assert len(found.columns) == 4


def test_nobody_who_reviewed_is_named_in_public(tmp_path: Path) -> None:
    """BAY-01-021: decisions name reviewers and give their reasons; no file of the dossier does."""
    root = write_case(tmp_path / "case")
    (root / "decisions.jsonl").write_text(
        decision("grade", ["acts/a1"], value={"ladder": "occurrence", "grade": 2, "checklist": []}).replace(
            "reader", "canarybird"
        ),
        "utf-8",
    )
    sol.open(root).build()
    files = [path for path in (root / "build/dossier").rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if b"canarybird" in path.read_bytes()] == []


def test_no_verb_that_adds_takes_an_address(tmp_path: Path) -> None:
    """BAY-01-014: a list of allowed domains cannot be evaded where nothing is fetched: an address is no path, and is refused."""
    root = write_case(tmp_path / "case")
    command = [sys.executable, "-m", "solferino", "add", str(root), "https://good.test.elsewhere.test/a.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
