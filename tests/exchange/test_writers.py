"""Every writer: what it writes is read back as the same records, computes nothing, and is the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solferino.exchange.read import read
from solferino.exchange.writer import WRITERS, writer
from solferino.exchange.writers.written import Rows, Written
from solferino.store.engine import connect, quote
from solferino.words.errors import UsageError
from solferino.words.source import Source
from solferino.words.tables import tables, vocabulary

SCHEMA = tables()["reports"]
NAMES = tuple(c for c in SCHEMA.columns if c not in ("source_id", "sensitivity"))
WORDS = ("scope", "stance", "attribution_relation", "object", "weapon", "publisher_type", "intent_lines")
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12).map(
    str.strip
)
CELL = st.one_of(TEXT, st.sampled_from(["=1+1", "'quoted", "-x", "@a", "a;b", "a|b", "two\nlines", "قرار", '"', "a,b"]))
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def _value(name: str) -> st.SearchStrategy[Any]:
    field = SCHEMA.field(name)
    assert field is not None
    words = st.sampled_from(sorted(vocabulary(name))) if name in WORDS else CELL.filter(bool)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": words, "list": st.lists(words, max_size=3, unique=True), "date": DAYS, "bool": st.booleans(),
        "int": st.integers(0, 10**9), "real": st.floats(-90, 90, allow_subnormal=False).map(lambda x: round(x, 6) + 0.0),
    }  # fmt: skip
    return st.none() | kinds[field.kind]


@st.composite
def records(draw: Callable[..., Any]) -> Rows:
    """Up to four reports with anything that a table can hold, ends in order and points whole."""
    made = []
    for i in range(draw(st.integers(1, 4))):
        row = {name: draw(_value(name)) for name in NAMES if name != "report_id"}
        for low, high in (("date_from", "date_to"), ("killed_min", "killed_max"), ("injured_min", "injured_max")):
            if row[low] is not None and row[high] is not None:
                row[low], row[high] = sorted((row[low], row[high]))
        if None in (row["lat"], row["lon"]):
            row["lat"] = row["lon"] = None
        made.append((f"s/{i}%20é", *(row[n] for n in NAMES if n != "report_id")))
    return Rows(SCHEMA, NAMES, made)


def back(written: Written) -> list[tuple[Any, ...]]:
    """Read what was written by its own description; return its rows, the id as the file has it."""
    source = Source("x", "sources/x.toml", 1, "t", "dataset", path="files/a", readings=(written.reading,))
    with connect() as con:
        (found,) = read(con, source, written.data)
        assert found.rejected == ()
        names = ", ".join(quote(n) for n in NAMES if n != "report_id")
        return con.execute(
            f"SELECT url_decode(report_id[3:]), {names} FROM {quote(found.relation)} ORDER BY report_id"
        ).fetchall()


@pytest.mark.parametrize("name", sorted(WRITERS))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rows=records())
def test_what_is_written_is_read_back(name: str, rows: Rows) -> None:
    """Export, then import by the description that came with it: the same records, value by value; nothing is no list."""
    assert back(writer(name).write(rows)) == [tuple(None if v == [] else v for v in row) for row in rows.values]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_a_list_that_is_empty_in_every_row_does_not_hinder_reading(name: str) -> None:
    """The description names no column that the file lacks."""
    rows = Rows(SCHEMA, ("report_id", "place", "roots"), [("s/1", "Upton", [])])
    (row,) = back(writer(name).write(rows))

    assert [value for value in row if value is not None] == ["s/1", "Upton"]


FORMULA = Rows(SCHEMA, ("report_id", "note"), [("s/1", "=HYPERLINK(1)"), ("s/2", "'=2")])


def test_a_workbook_holds_no_formula() -> None:
    """What looks like a formula is stored as the text that it is."""
    sheet = openpyxl.load_workbook(io.BytesIO(writer("xlsx").write(FORMULA).data)).active
    assert sheet is not None

    assert [(c.value, c.data_type) for c in sheet["B"]] == [("note", "s"), ("=HYPERLINK(1)", "s"), ("'=2", "s")]


@pytest.mark.parametrize("name", ["csv", "hxl", "uwazi"])
def test_a_text_file_guards_what_a_spreadsheet_would_compute(name: str) -> None:
    """A quote goes before = and before a quote, so that taking one off gives the cell as it was."""
    data = writer(name).write(FORMULA).data.decode()

    assert '"\'=HYPERLINK(1)"' in data
    assert "\"''=2\"" in data


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_the_same_rows_are_the_same_bytes(name: str) -> None:
    """No day of writing and no order of chance stands in the file."""
    assert writer(name).write(FORMULA).data == writer(name).write(FORMULA).data


def test_an_unknown_format_names_the_nearest() -> None:
    """A misspelt format is an error with a did-you-mean."""
    with pytest.raises(UsageError, match="bayanat"):
        writer("bayanatt")


def test_a_list_with_every_separator_is_refused() -> None:
    """Where no separator is free, nothing is written that would be cut in another way."""
    with pytest.raises(UsageError, match="every separator"):
        writer("csv").write(Rows(SCHEMA, ("report_id", "roots"), [("s/1", [";|¦§‖␟"])]))
