"""What spreadsheets leave in a file beside its rows: it is no row, no column and no guess."""

from __future__ import annotations

import pytest

from exchange.filed import loaded, workbook
from solferino.words.errors import CaseError


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
