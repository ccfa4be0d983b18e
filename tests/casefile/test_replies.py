"""Replies in decisions.jsonl: whom, when, by when."""

from __future__ import annotations

import json

import pytest

from solferino.casefile.decisions import parse_decisions
from solferino.words.decision import Decision
from solferino.words.errors import Problem

ASKED = {"party": "BLU", "asked": "2020-06-20", "deadline": "2020-06-27"}


def line(value: object) -> Decision | Problem:
    """Return what one line with that value is read as."""
    body = {"id": "d1", "t": "2020-07-01", "by": "reader", "act": "reply", "about": [], "value": value, "prev": ""}
    (found,) = parse_decisions(json.dumps(body) + "\n")
    return found


def test_an_answer_may_wait() -> None:
    """A reply is on record once it was asked."""
    assert isinstance(line(ASKED), Decision)
    assert isinstance(line({**ASKED, "answer": "we struck no school"}), Decision)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "the party is missing"),
        ({**ASKED, "asked": "last week"}, "asked is no day such as 2020-06-30"),
        ({**ASKED, "deadline": "2020-06-01"}, "the deadline 2020-06-01 lies before 2020-06-20"),
        ({**ASKED, "anwser": "no"}, "there is no key 'anwser'"),
    ],
)
def test_a_malformed_reply_is_a_problem(value: object, told: str) -> None:
    """Whatever is missing or misspelt is named, with its line."""
    found = line(value)

    assert isinstance(found, Problem)
    assert told in found.text
    assert found.line == 1
