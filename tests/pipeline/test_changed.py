"""A longer file of the same source: what is new, changed and gone, by the ids of its rows."""

from __future__ import annotations

from solferino.pipeline.changed import changed
from solferino.store.engine import connect
from solferino.words.source import Column, Reading, Source

SOURCE = Source("s", "sources/s.toml", 1, "t", "dataset", path="files/a.csv",
                readings=(Reading("reports", "csv", (Column("place", "town"),), ("id",)),))  # fmt: skip


def test_rows_are_compared_by_their_ids() -> None:
    """One row stays, one changes, one goes, two come; an empty cell is a value like another."""
    with connect() as con:
        found = changed(con, SOURCE, b"id,town\na,X\nb,\nc,Z\n", b"id,town\nd,X\na,X\nb,Y\ne,\n")

    assert found == "2 new, 1 changed, 1 gone, 1 the same"


def test_what_the_mapping_cannot_read_is_not_compared() -> None:
    """A file of before with other columns gives no counts, and no error."""
    with connect() as con:
        assert changed(con, SOURCE, b"nr\n1\n", b"id,town\na,X\n") == ""
