"""Work on several things at once."""

from __future__ import annotations

import duckdb
import pytest

from solferino.store.together import together


def _twice(con: duckdb.DuckDBPyConnection, n: int) -> int:
    con.execute("CREATE OR REPLACE TABLE own AS SELECT ? AS n", [n])
    row = con.execute("SELECT n + n FROM own").fetchone()
    assert row is not None
    if row[0] == 14:
        raise ValueError("seven")
    return int(row[0])


@pytest.mark.parametrize("size", [0, 1, 6])
def test_what_is_made_stands_in_the_order_of_the_items(size: int) -> None:
    """Whichever is done first, on tables of its own."""
    assert together(_twice, range(size)) == [n + n for n in range(size)]


def test_what_goes_wrong_in_one_is_raised() -> None:
    """An error of one item is not lost beside the others."""
    with pytest.raises(ValueError, match="seven"):
        together(_twice, range(20))
