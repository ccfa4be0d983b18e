"""Search: any spelling finds, filters narrow, and what is typed is only words."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.workbench.filling import _SCHEMA
from solferino.workbench.terms import asked, indexed


def hits(page: str) -> int:
    """How many hits a page counts."""
    found = re.search(r"(\d+)\s(?:incident|report)", page)
    assert found is not None
    return int(found[1])


def found(text: str, question: str) -> int:
    """How many of one text a question finds, in an index as the workbench has it."""
    with closing(sqlite3.connect(":memory:")) as con:
        con.executescript(INDEX)
        told, sound = indexed(text)
        con.execute("INSERT INTO words (rowid, told, sound, tags) VALUES (1, ?, ?, '')", [told, sound])
        asks = asked(question, lambda word: [w for w in told.split() if w.startswith(word)])
        return int(con.execute("SELECT count(*) FROM words WHERE words MATCH ?", [asks]).fetchone()[0]) if asks else 0


INDEX = next(line for line in _SCHEMA.splitlines() if "VIRTUAL TABLE words" in line)


@pytest.mark.parametrize(("question", "text"), [
    ("Sakhour", "al-Sakhūr Hospital"), ("صاخور", "al-Sakhour hospital"), ("kafr", "Kafr Hamrah"),
    ("كفر حمرة", "Kafr Hamrah"), ("Ivan Kovalenko", "Иван Коваленко"), ("upp", "Upper school"),
])  # fmt: skip
def test_names_are_found_across_spellings_and_scripts(question: str, text: str) -> None:
    """The same name in another spelling, another script, or only begun."""
    assert found(text, question) == 1


@given(st.text(), st.text())
def test_whatever_is_typed_is_a_question(text: str, other: str) -> None:
    """No text breaks the language of the index, or means anything in it; a text that is words finds itself."""
    found(other, text)
    assert found(text, text) == bool(asked(text, lambda word: ()))


def test_filters_narrow_and_become_a_where(anna: Any) -> None:
    """Three schools of the river in March, one market; the page says the same as a claim would."""
    schools = anna.get("/search?kind=incident&object=school&from=2020-03-01&to=2020-03-31").text

    assert hits(schools) == 3  # Upper school twice, Lower school once: cases/river.py
    assert "object = &#34;school&#34;, date = { from = 2020-03-01, to = 2020-03-31 }" in schools
    assert hits(anna.get("/search?kind=incident&object=market").text) == 1
    assert hits(anna.get("/search?kind=incident&party=BLU&object=market").text) == 1


def test_a_day_that_is_none_is_said(anna: Any) -> None:
    """Nonsense in a filter is a message, not a traceback."""
    assert anna.get("/search?from=yesterday").status_code == 400
    assert anna.get("/search?from=2021-01-01&to=2020-01-01").status_code == 400
    assert anna.get("/search?at=99999999999999999999").status_code == 200
