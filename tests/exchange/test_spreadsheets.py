"""What spreadsheets leave in a file beside its rows: it is no row, no column and no guess."""

from __future__ import annotations

from datetime import date

import pytest

from exchange.filed import loaded, rows_of, workbook
from solferino.words.errors import CaseError
from solferino.words.source import Column


@pytest.mark.parametrize("tail", [",,\n,,\n", " , ,\n", '"",,\n', ",\n"])
def test_rows_without_a_filled_cell_are_none(tail: str) -> None:
    """Below the table, or within it, where they are as long as the header or not."""
    found, rows = loaded(f"ref,place,killed\n1,Upton,3\n{tail}2,Belad,\n".encode(), "csv")

    assert (found.rejected, [tuple(row.values())[1:] for row in rows]) == (
        (),
        [("1", "Upton", "3"), ("2", "Belad", None)],
    )


def test_a_row_of_spaces_in_a_sheet_is_none() -> None:
    """It looks empty to who made it."""
    found, rows = loaded(workbook([("ref", "place"), ("1", "Upton"), (None, " "), ("", "")]), "xlsx")

    assert (found.rejected, rows) == ((), [{"row": 1, "ref": "1", "place": "Upton"}])


def test_columns_behind_the_last_name_are_none_where_they_are_empty() -> None:
    """A sheet saved as CSV keeps the columns that somebody once cleared."""
    found, rows = loaded(b"ref,place,,\n1,Upton,,\n2,Belad,, \n", "csv")

    assert (found.columns, [tuple(row.values())[1:] for row in rows]) == (
        ("ref", "place"),
        [("1", "Upton"), ("2", "Belad")],
    )


def test_a_filled_column_without_a_name_is_told() -> None:
    """Nothing that somebody filled in is left out in silence."""
    with pytest.raises(CaseError, match="column 3 has no name"):
        loaded(b"ref,place,,\n1,Upton,,\n2,Belad,by sea,\n", "csv")


def test_a_first_line_that_tells_the_separator_names_no_column() -> None:
    """Rows are numbered as without it, lines as in the file."""
    found, rows = loaded(b"sep=,\r\nref,place\r\n1,Upton\r\n2,a,b\r\n", "csv")

    assert (found.columns, [tuple(row.values())[1:] for row in rows]) == (("ref", "place"), [("1", "Upton")])
    assert [(r.row, r.line) for r in found.rejected] == [(2, 4)]


@pytest.mark.parametrize("cell", ["5/3/2031 0:00:00", "05.03.2031 23:30", "5/3/2031 11:30 PM"])
def test_an_hour_beside_a_day_does_not_hide_it(cell: str) -> None:
    """A spreadsheet adds midnight to every day; which number is the month stays for the source to say."""
    first, how = Column("date_from", "a"), Column("date_from", "a", date="mdy")
    rows, _ = rows_of(f"a,b\n{cell},\n".encode(), how, table="reports")
    _, rejected = rows_of(f"a,b\n{cell},\n".encode(), first, table="reports")

    assert rows[0]["date_from"] == date(2031, 5, 3)
    assert '"dmy" or "mdy"' in rejected[0].reason


@pytest.mark.parametrize("how", ["", "span-first"])
def test_the_number_of_a_day_is_told_what_it_may_be(how: str) -> None:
    """It is not read as a day: it may be a number of anything."""
    _, rejected = rows_of(b"a,b\n47970,\n", Column("date_from", "a", date=how), table="reports")

    assert "format its cells as dates" in rejected[0].reason
