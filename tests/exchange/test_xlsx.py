"""XLSX: stored values only, days as ISO, whole numbers whole; what could hide a value or fill the memory is refused."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date, datetime, time

import pytest

from exchange.filed import loaded, rows_of, workbook
from solferino.exchange import xlsx
from solferino.words.errors import CaseError
from solferino.words.source import Column


def _changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return the workbook with `old` (a regular expression) replaced in one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            body = before.read(name)
            if name == part:
                body, n = re.subn(old.encode(), new.encode(), body)
                assert n
            after.writestr(name, body)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_values_read_as_they_are_meant() -> None:
    """Days as ISO, a time kept, whole numbers without a point, fractions as stored, logic as words, text untouched."""
    row = [
        date(2016, 11, 24),
        datetime.fromisoformat("2016-11-24T04:30"),
        time(4, 0),
        12.0,
        36.21,
        7,
        True,
        " 007 ",
        "قرار",
    ]
    _, rows = loaded(workbook([list("abcdefghi"), row]), "xlsx")

    assert list(rows[0].values()) == [
        1, "2016-11-24", "2016-11-24T04:30:00", "04:00:00", "12", "36.21", "7", "true", "007", "قرار",
    ]  # fmt: skip


def test_rows_are_numbered_and_lines_are_those_of_the_sheet() -> None:
    """Empty rows are skipped; a rejection carries the sheet's own row number, which a reader can look up."""
    data = workbook([["when"], [None], [date(2016, 11, 24)], [None], ["soon"]])
    rows, rejected = rows_of(data, Column("date", "when"), format="xlsx")

    assert [r["date"] for r in rows] == [date(2016, 11, 24)]
    assert [(r.row, r.line, r.column) for r in rejected] == [(2, 5, "when")]


def test_a_row_longer_than_the_header_is_rejected() -> None:
    """A cell without a column name belongs nowhere; trailing empty cells are no cells."""
    found, rows = loaded(workbook([["a"], ["1", None], ["2", "x"]]), "xlsx")

    assert [r["a"] for r in rows] == ["1"]
    assert [(r.row, r.line, r.reason) for r in found.rejected] == [(2, 3, "has 2 cells where the header has 1")]


def test_the_sheet_is_chosen_by_name_and_never_guessed() -> None:
    """With several sheets the name is asked for; a wrong one is answered with the near ones."""
    data = workbook([["a"], ["1"]], title="Reports", others=["Notes"])

    assert loaded(data, "xlsx", sheet="Reports")[1] == [{"row": 1, "a": "1"}]
    with pytest.raises(CaseError, match="has 2 sheets: 'Reports', 'Notes'"):
        loaded(data, "xlsx")
    with pytest.raises(CaseError, match=r"has no sheet 'Report'\n.*'Reports'"):
        loaded(data, "xlsx", sheet="Report")
    with pytest.raises(CaseError, match="sheet 'Notes' is empty"):
        loaded(data, "xlsx", sheet="Notes")


def test_a_formula_gives_its_stored_value_and_without_one_its_row_is_rejected() -> None:
    """Nothing is evaluated; an empty text is a stored value, no value at all is a hole that must be seen."""
    data = workbook([["a", "b"], [1, "=A2*2"], [2, "=A3*2"], [3, '=IF(A4=3,"","x")']])
    data = _changed(data, SHEET, r"<f>A2\*2</f><v ?/?>(</v>)?", "<f>A2*2</f><v>2</v>")
    data = _changed(data, SHEET, r'<c r="B4"( s="\d+")?>(<f>.*?</f>)<v ?/?>(</v>)?', r'<c r="B4" t="str">\2<v></v>')
    found, rows = loaded(data, "xlsx")

    assert [(r["a"], r["b"]) for r in rows] == [("1", "2"), ("3", None)]
    assert [(r.row, r.line, r.column) for r in found.rejected] == [(2, 3, "b")]
    assert "never stored" in found.rejected[0].reason


@pytest.mark.parametrize("header", [["a", "a"], ["a", None, "b"]])
def test_a_header_must_name_every_column_once(header: list[str | None]) -> None:
    """As in a CSV."""
    with pytest.raises(CaseError, match=r"stands twice|has no name"):
        loaded(workbook([header, ["1", "2", "3"]]), "xlsx")


def test_a_password_and_the_older_format_are_named() -> None:
    """Both are OLE files; what to do is said."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

    with pytest.raises(CaseError, match=r"older kind \(\.xls\)"):
        loaded(ole, "xlsx")
    with pytest.raises(CaseError, match="protected by a password"):
        loaded(ole + "EncryptedPackage".encode("utf-16-le"), "xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on what the parts unpack to, by the archive's own word, which the unpacker holds it to."""
    monkeypatch.setattr(xlsx, "MAX_UNPACKED", 1_000_000)
    bomb = _changed(workbook([["a"], ["1"]]), SHEET, "</worksheet>", "</worksheet>" + " " * 2_000_000)

    assert len(bomb) < 20_000
    with pytest.raises(CaseError, match="unpacks to"):
        loaded(bomb, "xlsx")


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    """A part that unpacks to more than the archive says is damaged, whatever else it is."""
    data = bytearray(_changed(workbook([["a"], ["1"]]), SHEET, "</worksheet>", "</worksheet>" + " " * 100_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = struct.pack("<I", archive.getinfo(SHEET).file_size)
    lie = bytes(data).replace(size, struct.pack("<I", 10))

    assert lie != bytes(data)
    with pytest.raises(CaseError, match="damaged"):
        loaded(lie, "xlsx")


def test_entities_are_refused() -> None:
    """No part of a workbook declares any; one that does wants to unroll them."""
    dtd = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    with pytest.raises(CaseError, match="declares entities"):
        loaded(_changed(workbook([["a"], ["1"]]), SHEET, "<worksheet", dtd), "xlsx")


def test_a_lone_cell_far_below_or_far_right_does_not_unroll_the_sheet() -> None:
    """The sheet's last row is a million rows away, its last column sixteen thousand: both are refused."""
    data = workbook([["a"], ["1"]])
    below = _changed(data, SHEET, "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>')
    right = _changed(data, SHEET, "</sheetData>", '<row r="3"><c r="XFD3"><v>1</v></c></row></sheetData>')

    with pytest.raises(CaseError, match="in a stretch are empty"):
        loaded(below, "xlsx")
    with pytest.raises(CaseError, match="has 16384 columns"):
        loaded(right, "xlsx")


def test_a_sheet_that_breaks_off_says_so() -> None:
    """XML cut in the middle, or a shared text that does not exist."""
    data = workbook([["a"], ["1"], ["2"]])

    with pytest.raises(CaseError, match=r"breaks off|damaged"):
        loaded(_changed(data, SHEET, "</sheetData>.*", ""), "xlsx")
    with pytest.raises(CaseError, match=r"breaks off|damaged"):
        loaded(_changed(data, SHEET, r'<c r="A3".*?</c>', '<c r="A3" t="s"><v>99</v></c>'), "xlsx")


def test_a_zip_that_is_no_workbook_says_so() -> None:
    """A document of another kind in the same wrapping."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")

    with pytest.raises(CaseError, match="is no XLSX workbook"):
        loaded(out.getvalue(), "xlsx")
