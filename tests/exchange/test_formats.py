"""One suite for every reader: whatever the format, the same table gives the same rows, ids and rejections."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.filed import loaded, parquet, rows_of, workbook
from solferino.exchange.reader import READERS
from solferino.words.errors import CaseError
from solferino.words.source import Column

HEADER = ("id", "when", "who", "n")
ROWS = (("a", "2016-10-08", "قرار é", "12"), ("b", "2016-13-08", "", "3"), ("c", "2016-10-09", "x; y", ""))
COLUMNS = {"act_id": "id", "date": "when", "what": "who", "about": "who"}


def _bytes(format: str, header: tuple[str, ...] = HEADER, rows: tuple[tuple[str, ...], ...] = ROWS) -> bytes:
    records = [{k: v or None for k, v in zip(header, row, strict=True)} for row in rows]
    if format in ("csv", "tsv"):
        sign = "\t" if format == "tsv" else ","
        return "\n".join(sign.join(row) for row in (header, *rows)).encode()
    if format == "json":
        return json.dumps(records).encode()
    if format == "jsonl":
        return "\n".join(map(json.dumps, records)).encode()
    if format == "geojson":
        features = [{"type": "Feature", "geometry": None, "properties": r} for r in records]
        return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    if format == "parquet":
        return parquet(records)
    return workbook([header, *rows])


PLAIN = sorted(set(READERS) - {"hxl", "ftm-statements", "text"})
"""Formats in which a file holds columns and rows, and nothing that says what they mean."""


@pytest.mark.parametrize("format", PLAIN)
def test_every_format_gives_the_same_rows_and_rejections(format: str) -> None:
    """Typed columns, ids from the file, empty cells, a bad day named by row and column: alike in all of them."""
    prefix = "properties." if format == "geojson" else ""
    columns = [Column(name, prefix + column) for name, column in COLUMNS.items()]
    delimiter = "\t" if format == "tsv" else ","
    rows, rejected = rows_of(_bytes(format), *columns, format=format, id=(prefix + "id",), delimiter=delimiter)

    assert [(r["report_id"], r["date"], r["what"], r["about"]) for r in rows] == [
        ("src/a", date(2016, 10, 8), "قرار é", ["قرار é"]),
        ("src/c", date(2016, 10, 9), "x; y", ["x", "y"]),
    ]
    assert [(r.row, r.column, r.reason) for r in rejected] == [(2, prefix + "when", "there is no day '2016-13-08'")]


@pytest.mark.parametrize("format", sorted(set(READERS) - {"csv", "tsv"}))
def test_a_file_cut_off_says_so_and_gives_nothing(format: str) -> None:
    """Half a file is an error or a rejected last row; it is never read as if it were whole."""
    data = _bytes(format)[: -len(_bytes(format)) // 3]
    if format == "jsonl":
        found, _ = loaded(data, format)
        assert [r.line for r in found.rejected] == [len(data.split(b"\n"))]
    else:
        with pytest.raises(CaseError) as caught:
            loaded(data, format)
        assert f"files/a.{format}" in str(caught.value)


@pytest.mark.parametrize("format", sorted(READERS))
def test_an_empty_file_is_an_error(format: str) -> None:
    """No bytes, no table."""
    with pytest.raises(CaseError) as caught:
        loaded(b"", format)

    assert f"files/a.{format}" in str(caught.value)


def _refused(data: bytes, format: str) -> str:
    """Return the message with which a reader refuses a file, nothing where it takes it."""
    try:
        loaded(data, format)
    except CaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("format", sorted(set(READERS) - {"csv", "tsv", "text"}))
@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + bytes(64), b"<!DOCTYPE html><p>404", b"\xff\xfe\x00\xd8", b"PK\x03\x04" + b"x" * 40]
)
def test_other_bytes_are_refused(format: str, data: bytes) -> None:
    """A picture, a page, half a pair, a broken archive: named, whatever the reader."""
    assert f"files/a.{format}" in _refused(data, format)


@given(st.binary(max_size=200), st.sampled_from(sorted(READERS)))
def test_any_bytes_are_rows_or_an_error_of_the_case(data: bytes, format: str) -> None:
    """No input makes a reader raise anything but an error that names the file."""
    message = _refused(data, format)

    assert not message or f"files/a.{format}" in message


def test_an_option_that_a_format_does_not_take_is_an_error() -> None:
    """A sheet of a CSV is a slip that must be seen."""
    with pytest.raises(CaseError, match="format 'csv' takes no 'sheet'; it takes encoding and delimiter"):
        rows_of(b"a\n1\n", Column("what", "a"), options={"sheet": "x"})


def test_options_reach_the_format() -> None:
    """The sheet and the path of a description are those that are read."""
    book = workbook([["a"], ["1"]], title="Reports", others=["Notes"])
    nested = b'{"x": {"rows": [{"a": 1}]}}'

    assert rows_of(book, Column("what", "a"), format="xlsx", options={"sheet": "Reports"})[0][0]["what"] == "1"
    assert rows_of(nested, Column("what", "a"), format="json", options={"path": "x.rows"})[0][0]["what"] == "1"
