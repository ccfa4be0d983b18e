"""A table of plain cells is read in one pass, and is then what a careful look would have made of it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.exchange import straight
from solferino.exchange.grid import Rejection
from solferino.exchange.read import read
from solferino.store.engine import connect, quote
from solferino.words.errors import CaseError
from solferino.words.source import Column, Reading, Source
from solferino.words.tables import tables

HEADER = "id,day,town,lat,lon,low,high,verdict"
COLUMNS = (
    Column("date_from", "day"), Column("date_to", "day", date="iso-last"), Column("place", "town"),
    Column("lat", "lat"), Column("lon", "lon"), Column("killed_min", "low"), Column("killed_max", "high"),
    Column("stance", "verdict"), Column("publisher", value="The Daily"),
)  # fmt: skip
PLAIN = ("e1", "2016-11-24", "old town", "36.20", "37.16", "3", "4", "affirms")
ODD = (
    ("", " e1", "e1 ", "e2", '"e,3"', "|", "é/4", '""', "e|5"),
    (
        "",
        "2016-11",
        "2016-1-5",
        "24/11/2016",
        "2016-02-30",
        "infinity",
        "2016-11-1 ",
        "2016-11-1\t",
        "+016-11-01",
        "20161-1-01",
        "２016-11-01",
        "2016/11/01",
        "0016-01-01",
        " 2016-11-24",
        "2016-11-24 12:00",
    ),
    ("", " old", "\u00a0old", "old\u2003", "new\ttown", '"a ""b"""', "حلب", "\x0b"),
    ("", "36", "36.", ".5", "3_6", "91", "nan", "-inf", "+-3", "٣٦", "3e1", " 36.2", "1e400", "3.62e0001"),
    ("", "37", "-181", "x"),
    (
        "",
        "007",
        "+3",
        "3.0",
        "3e1",
        "-1",
        "99999999999999999999",
        "٣",
        "1_0",
        "09",
        "9.",
        "-0",
        "10",
        "100",
        "1000000000000000000",
    ),
    ("", "2", "5"),
    ("", "affirms", "denies", "Affirms", "perhaps"),
)


def source(reading: Reading) -> Source:
    return Source("s", "s.toml", 1, "t", "dataset", path="a.csv", readings=(reading,))


def told(
    data: bytes,
    columns: tuple[Column, ...] = COLUMNS,
    *,
    worth: int,
    area: tuple[float, ...] = (),
    named: tuple[str, ...] = ("id",),
) -> tuple[list[tuple[Any, ...]], tuple[Rejection, ...]]:
    """Return the rows and rejections; `worth` says from what size on the file is read in one pass, however odd it is."""
    reading = Reading("reports", "csv", columns, named, area=area)
    with pytest.MonkeyPatch.context() as patch, connect() as con:
        patch.setattr(straight, "WORTH", worth)
        patch.setattr(straight, "MOSTLY", 0.0)
        (found,) = read(con, source(reading), data)
        rows = con.execute(f"SELECT * FROM {quote(found.relation)}").fetchall()
    assert len(rows) == found.records
    return rows, found.rejected


def cells(n: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Rows that are plain but for one cell at most, so that many tables pass in one go and many do not."""
    plain = (f"e{n}", *PLAIN[1:])
    odd = st.integers(0, len(PLAIN) - 1).flatmap(
        lambda k: st.sampled_from(ODD[k]).map(lambda cell: (*plain[:k], cell, *plain[k + 1 :]))
    )
    return st.one_of(st.just(plain), st.just(plain), odd)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1, 5).flatmap(lambda many: st.tuples(*(cells(n) for n in range(many)))),
    st.sampled_from([(), (35.0, 36.0, 38.0, 37.0)]),
    st.sampled_from([("id",), (), ("id", "town")]),
)
def test_both_ways_give_the_same(
    rows: tuple[tuple[str, ...], ...], area: tuple[float, ...], named: tuple[str, ...]
) -> None:
    """Whatever the cells hold: the same rows in the same order, the same rejections with the same reasons."""
    data = "\n".join([HEADER, *(",".join(row) for row in rows)]).encode()

    assert told(data, worth=0, area=area, named=named) == told(data, worth=10**9, area=area, named=named)


def test_every_number_of_one_or_two_characters_is_read_alike_both_ways() -> None:
    """What the engine takes for a small number, and what is one, have as many characters as digits."""
    letters = [chr(n) for n in range(32, 127)]
    cells = [cell.replace('"', '""') for cell in (*letters, *map("".join, product(letters, repeat=2)))]
    data = "\n".join([HEADER, *(f'e{n},,,,,"{cell}",,' for n, cell in enumerate(cells))]).encode()
    rows, rejected = told(data, worth=0)
    at = tables()["reports"].columns.index("killed_min")

    assert (rows, rejected) == told(data, worth=10**9)
    assert {row[at] for row in rows} == {None, *range(100)}


@pytest.mark.parametrize("column", ["low", "lat"])
def test_numbers_at_the_edge_of_what_is_read_are_judged_alike_both_ways(column: str) -> None:
    """Of 18 digits and of 19, below zero, and with zeros before an exponent."""
    numbers = ("999999999999999999", "1000000000000000000", "9223372036854775807", "-1", "3e0001", "1e-0400", "1e99999")
    rows = [[f"e{n}", *("",) * 7] for n in range(len(numbers))]
    for row, number in zip(rows, numbers, strict=True):
        row[HEADER.split(",").index(column)] = number
        row[4] = "37.16" if column == "lat" else ""
    data = "\n".join([HEADER, *map(",".join, rows)]).encode()

    assert told(data, worth=0) == told(data, worth=10**9)


@pytest.mark.parametrize("data", [b"id,day,x\ne1,2016-11-24,\xff\n", b"id,d\xffay,x\ne1,2016-11-24,\n"])
def test_bytes_that_are_no_text_are_told_wherever_they_stand(data: bytes) -> None:
    """In the header, or in a column that nothing is read of."""
    for worth in (0, 10**9):
        with pytest.raises(CaseError, match="not utf-8"):
            told(data, (Column("date_from", "day"),), worth=worth)


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_plain_table_is_read_in_one_pass(end: str) -> None:
    """The pass is taken: with every row plain nothing else would have to be asked."""
    data = ("\n".join([HEADER, ",".join(PLAIN), ",".join(("e2", "", "", "", "", "", "", ""))]) + end).encode()
    reading = Reading("reports", "csv", COLUMNS, ("id",))
    with pytest.MonkeyPatch.context() as patch, connect() as con:
        patch.setattr(straight, "WORTH", 0)
        assert straight.straight(con, source(reading), reading, data, table="kept", odd="odd") == straight.Passed(2)


@pytest.mark.parametrize("column", range(len(PLAIN)))
def test_one_odd_cell_far_down_is_looked_at_alone(column: int) -> None:
    """After all rows that are tried first: its row is the only one handed on, and all is as if all had been."""
    rows = [f"e{n},2016-11-24,old town,36.20,37.16,3,4,affirms" for n in range(2_000)]
    last = ["e2000", *PLAIN[1:]]
    last[column] = (" e9", "2016-11", " old", "91", "-181", "007", "04", "perhaps")[column]
    data = "\n".join([HEADER, *rows[:1_500], ",".join(last), *rows[1_500:]]).encode()
    reading = Reading("reports", "csv", COLUMNS, ("id",))
    with pytest.MonkeyPatch.context() as patch, connect() as con:
        patch.setattr(straight, "WORTH", 0)
        passed = straight.straight(con, source(reading), reading, data, table="kept", odd="odd")
        assert passed
        assert (passed.rows, passed.odd) == (2_001, 1)
        assert con.execute("SELECT row FROM odd").fetchall() == [(1_501,)]

    assert told(data, worth=0) == told(data, worth=10**9)


def test_an_id_that_stands_twice_is_rejected_where_it_stands_again() -> None:
    """Among plain rows, and between a plain one and one that is plain but for a space."""
    rows = [f"e{n},2016-11-24,old town,36.20,37.16,3,4,affirms" for n in range(200)]
    data = "\n".join([HEADER, *rows, rows[7], f" {rows[8]}"]).encode()
    found, rejected = told(data, worth=0)

    assert len(found) == 200
    assert [(r.row, r.reason) for r in rejected] == [
        (201, "its id 'e7' is that of row 8"), (202, "its id 'e8' is that of row 9"),
    ]  # fmt: skip


def test_a_table_that_is_odd_throughout_is_left_to_a_careful_look() -> None:
    """To look both ways would cost more, and no table stays."""
    rows = [f"e{n},2016-11-24, old town,36.20,37.16,3,4,affirms" for n in range(200)]
    plain = [row.replace(" old", "old") for row in rows * 10]
    reading = Reading("reports", "csv", COLUMNS, ("id",))
    with pytest.MonkeyPatch.context() as patch, connect() as con:
        patch.setattr(straight, "WORTH", 0)
        for lines in (rows, [*plain, *rows * 9]):
            data = "\n".join([HEADER, *lines]).encode()
            assert straight.straight(con, source(reading), reading, data, table="kept", odd="odd") is None
        assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)


@pytest.mark.parametrize(
    "data",
    [
        b"id,day\r\ne1,2016-11-24\r\n", b"\xef\xbb\xbfid,day\ne1,2016-11-24\n", b"id,day\ne1,2016-11-24\0\n",
        b"id,day\ne1,\xff\n", b"id,id\ne1,2016-11-24\n", b"id,day\ne1\n", b'id,day\ne1,"2016\n', b"id,day\n",
        b"id,other\ne1,2016-11-24\n",
    ],
)  # fmt: skip
def test_what_needs_a_careful_look_gets_one(data: bytes) -> None:
    """Line ends, marks, NULs, bytes, headers and cuts that one pass cannot judge are left to the other way."""
    reading = Reading("reports", "csv", (Column("date_from", "day"),), ("id",))
    with pytest.MonkeyPatch.context() as patch, connect() as con:
        patch.setattr(straight, "WORTH", 0)
        assert straight.straight(con, source(reading), reading, data, table="kept", odd="odd") is None
