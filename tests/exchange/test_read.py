"""Rows of a CSV become records or named rejections; nothing is lost and nothing is guessed."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.exchange.read import read
from solferino.store.engine import connect, quote
from solferino.words.errors import CaseError
from solferino.words.source import Column, Reading, Source

VOTES = (Column("draft", "symbol"), Column("date", "date"), Column("member", "member"), Column("vote", "vote"))


def _read(data: bytes, *columns: Column, table: str = "votes", **options: object):  # type: ignore[no-untyped-def]
    reading = Reading(table, "csv", columns or VOTES, **options)  # type: ignore[arg-type]
    source = Source("src", "sources/src.toml", 1, "t", "dataset", path="files/a.csv", readings=(reading,))
    with connect() as con:
        (found,) = read(con, source, data)
        cursor = con.execute(f"SELECT * FROM {quote(found.relation)}")
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()], found.rejected


def test_good_rows_become_records_with_their_own_ids() -> None:
    """Columns are typed, ids are percent-encoded, the source's sensitivity is carried."""
    rows, rejected = _read(
        "symbol,date,member,vote\nS/1 ü,2016-10-08,AAA,yes\n".encode(), *VOTES, id=("symbol", "member")
    )

    assert rejected == ()
    assert rows[0]["report_id"] == "src/S%2F1%20%C3%BC%7CAAA"
    assert rows[0]["date"] == date(2016, 10, 8)
    assert rows[0]["sensitivity"] == "public"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("S/2,2016-13-08,AAA,yes", "date", "no day '2016-13-08'"),
        ("S/2,08.10.2016,AAA,yes", "date", "expected a date such as 2016-11-24"),
        ("S/2,2016-10-08,AAA,perhaps", "vote", "'perhaps' is not one of: yes, no, abstain, absent"),
        ("S/2,2016-10-08,AAA", "", "has 3 cells where the header has 4"),
        ("S/2,2016-10-08,AAA,yes,more", "", "has 5 cells where the header has 4"),
        ("S/1,2016-10-08,AAA,yes", "symbol, member", "its id 'S/1|AAA' is that of row 1"),
    ],
)
def test_a_bad_row_is_rejected_by_name_and_the_others_stay(row: str, column: str, reason: str) -> None:
    """The rejection names row, column and what was expected; rows before and after are read."""
    data = f"symbol,date,member,vote\nS/1,2016-10-08,AAA,yes\n{row}\nS/3,2016-10-09,BBB,no\n".encode()
    rows, rejected = _read(data, *VOTES, id=("symbol", "member"))

    assert [r["draft"] for r in rows] == ["S/1", "S/3"]
    assert [(r.row, r.column) for r in rejected] == [(2, column)]
    assert reason in rejected[0].reason


def test_an_open_quote_is_named_with_its_line() -> None:
    """A quote left open spoils its own row, which is named."""
    rows, rejected = _read(b'symbol,date,member,vote\nS/1,2016-10-08,AAA,yes\n"S/2,2016-10-08,AAA,yes\n', *VOTES)

    assert [r["draft"] for r in rows] == ["S/1"]
    assert (rejected[0].row, rejected[0].line) == (2, 3)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "has no header row"),
        (b"\n", "has no header row"),
        (b"symbol,symbol,date,member,vote\n", "column 'symbol' stands twice"),
        (b"symbol,,date,member,vote\n", "column 2 has no name"),
        (b"symbol,date,member,vote\nS/1\xff,x,y,z\n", "files/a.csv:2: not utf-8: byte 0xff at offset 27"),
        ("symbol,date\n".encode("utf-16"), "not utf-8"),
        (b"symbol,date,member,vote\nS\x00,x,y,z\n", "NUL"),
        (b"symbol,datum,member,vote\n", "has no column 'date'"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_says_so(data: bytes, message: str) -> None:
    """Encoding, header and mapping errors end the reading; nothing is read in part."""
    with pytest.raises(CaseError) as caught:
        _read(data)

    assert message in str(caught.value)


def test_declared_encodings_separators_and_right_to_left_text_are_read() -> None:
    """cp1256 with semicolons, Arabic cells intact."""
    data = "symbol;date;member;vote\nقرار;2016-10-08;AAA;نعم\n".encode("cp1256")
    columns = (*VOTES[:3], Column("vote", "vote", values={"نعم": "yes"}))
    rows, rejected = _read(data, *columns, encoding="cp1256", delimiter=";")

    assert rejected == ()
    assert (rows[0]["draft"], rows[0]["vote"]) == ("قرار", "yes")


def test_constants_lists_and_partial_dates() -> None:
    """A constant fills every row, a list is cut and trimmed, a month reads as its last day where asked."""
    data = b"a,b,c\nX; Y ;,2016-02,3\n"
    columns = (Column("about", "a", split=";"), Column("date", "b", date="iso-last"), Column("kind", value="letter"))
    rows, _ = _read(data, *columns, table="acts")

    assert (rows[0]["about"], rows[0]["date"], rows[0]["kind"]) == (["X", "Y"], date(2016, 2, 29), "letter")


def test_rows_can_be_chosen_by_value() -> None:
    """`where` keeps the rows with the values named, and rejects nothing."""
    data = b"symbol,date,member,vote\nS/1,2016-10-08,AAA,yes\nS/2,2016-10-08,BBB,no\n"
    rows, rejected = _read(data, *VOTES, where={"member": ("BBB",)})

    assert [r["draft"] for r in rows] == ["S/2"]
    assert rejected == ()


cells = (
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)


@given(st.lists(st.tuples(cells, cells), max_size=12))
def test_every_row_is_a_record_or_a_rejection(pairs: list[tuple[str, str]]) -> None:
    """Whatever the cells hold, rows read and rows rejected add up, and cells come back unchanged."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("body", "what"), *pairs])
    rows, rejected = _read(out.getvalue().encode(), Column("body", "body"), Column("what", "what"), table="acts")

    assert len(rows) + len(rejected) == len(pairs)
    assert not rejected
    assert [(r["body"], r["what"]) for r in rows] == [(a.strip(" "), b.strip(" ")) for a, b in pairs]
