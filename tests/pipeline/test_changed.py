"""A longer file of the same source: what is new, changed and gone, by the ids of its rows."""

from __future__ import annotations

from dataclasses import replace

from solferino.pipeline.changed import changed
from solferino.store.engine import connect
from solferino.words.source import Column, Reading, Source

SOURCE = Source("s", "sources/s.toml", 1, "t", "dataset", path="files/a.csv",
                readings=(Reading("reports", "csv", (Column("place", "town"),), ("id",)),))  # fmt: skip


def test_rows_are_compared_by_their_ids() -> None:
    """One row stays, one changes, one goes, two come; an empty cell is a value like another."""
    with connect() as con:
        found = changed(con, SOURCE, b"id,town\na,X\nb,\nc,Z\n", b"id,town\nd,X\na,X\nb,Y\ne,\n")

    assert found == (
        "2 new, 1 changed, 1 gone, 1 the same",
        "new: s/d, s/e",
        "changed: s/b: place empty is now Y",
        "gone: s/c",
    )


def test_of_many_rows_the_first_are_named() -> None:
    """The others are counted: a line stays a line."""
    rows = "".join(f"{i},X\n" for i in range(10, 20)).encode()
    with connect() as con:
        found = changed(con, SOURCE, b"id,town\na,X\n", b"id,town\na,X\n" + rows)

    assert found[1:] == ("new: s/10, s/11, s/12, s/13, s/14 and 5 more",)


PERSONS = replace(
    SOURCE, readings=(Reading("person_records", "csv", (Column("told", "told"), Column("place", "town")), ("id",)),)
)


def test_the_lines_of_one_record_are_one() -> None:
    """A record of a person has several lines: a line that came, and one that changed, are told of it once."""
    with connect() as con:
        same = changed(con, PERSONS, b"id,told,town\na,taken,X\na,dead,X\n", b"id,told,town\na,dead,X\na,taken,X\n")
        more = changed(con, PERSONS, b"id,told,town\na,taken,X\n", b"id,told,town\na,taken,Y\na,dead,X\n")

    assert same == ("0 new, 0 changed, 0 gone, 1 the same",)
    assert more[0] == "0 new, 1 changed, 0 gone, 0 the same"
    assert "one line more" in more[1]


def test_what_the_mapping_cannot_read_is_not_compared() -> None:
    """A file of before with other columns gives no counts, and no error."""
    with connect() as con:
        assert changed(con, SOURCE, b"nr\n1\n", b"id,town\na,X\n") == ()
