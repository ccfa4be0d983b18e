"""The queue of pairs: one answer is one line, nothing is asked twice, nobody is overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from solferino.casefile.decisions import parse_decisions
from solferino.words.errors import Problem


def shown(page: str) -> tuple[str, str]:
    """The pair that a page asks about."""
    a, b = (re.search(f'name="{side}" value="([^"]+)"', page) for side in "ab")
    assert a is not None
    assert b is not None
    return a[1], b[1]


def test_an_answer_is_one_line_that_the_case_can_read(anna: Any) -> None:
    """The answer is appended with who, what and why; the page moves on to another pair."""
    pair = shown(anna.get("/pairs").text)
    answer = anna.post("/pairs/decide", act="not-same", a=pair[0], b=pair[1], why="days apart")

    assert answer.status_code == 303
    (line,) = anna.lines()
    assert (line["by"], line["act"], tuple(line["about"]), line["why"]) == ("anna", "not-same", pair, "days apart")
    found = parse_decisions((anna.case / "decisions.jsonl").read_text("utf-8"))
    assert [d for d in found if isinstance(d, Problem)] == []
    rest = anna.get("/pairs").text
    assert 'name="a"' not in rest or shown(rest) != pair


def test_taking_back_is_a_line_and_asks_again(anna: Any) -> None:
    """Undo appends a retraction; the first line stays, and the pair is asked again."""
    pair = shown(anna.get("/pairs").text)
    anna.post("/pairs/decide", act="same", a=pair[0], b=pair[1])
    done = anna.lines()[0]["id"]
    answer = anna.post("/history/retract", decision=done, back="pairs")

    assert answer.headers["location"] == "/pairs"
    assert [(d["act"], d["value"]) for d in anna.lines()] == [("same", None), ("retract", {"decision": done})]
    assert shown(anna.get("/pairs").text) == pair


def test_unsure_settles_nothing_for_others(anna: Any, sit: Callable[..., Any]) -> None:
    """Who was unsure is not asked again; another person still is."""
    pair = shown(anna.get("/pairs").text)
    anna.post("/pairs/decide", act="unsure", a=pair[0], b=pair[1])
    mine = anna.get("/pairs").text

    assert 'name="a"' not in mine or shown(mine) != pair
    assert shown(sit("ben").get("/pairs").text) == pair


def test_who_was_overtaken_decides_again(anna: Any, sit: Callable[..., Any]) -> None:
    """Two people with one page open: the second is told what the first decided, and nothing of theirs is written."""
    pair = shown(anna.get("/pairs").text)
    ben = sit("ben")
    old = re.search(r'name="seen" value="(\d+)"', ben.get("/pairs").text)
    assert old is not None
    anna.post("/pairs/decide", act="same", a=pair[0], b=pair[1], why="one address")
    answer = ben.post("/pairs/decide", act="not-same", a=pair[0], b=pair[1], seen=old[1])

    assert answer.status_code == 409
    assert "one address" in answer.text
    assert [d["by"] for d in anna.lines()] == ["anna"]


def test_a_change_of_mind_says_why(anna: Any) -> None:
    """Answering a pair again without a reason is refused; with one, the old answer is taken back first."""
    pair = shown(anna.get("/pairs").text)
    anna.post("/pairs/decide", act="same", a=pair[0], b=pair[1])

    assert anna.post("/pairs/decide", act="not-same", a=pair[0], b=pair[1]).status_code == 400
    assert anna.post("/pairs/decide", act="not-same", a=pair[0], b=pair[1], why="read again").status_code == 303
    assert [d["act"] for d in anna.lines()] == ["same", "retract", "not-same"]


def test_what_keeps_reports_apart_is_overruled_with_a_reason_alone(anna: Any, sit: Callable[..., Any]) -> None:
    """Joining two reports that something keeps apart, here Anna's decision, asks for the reason that a build asks for."""
    pair = {"a": "reports/r1", "b": "reports/r2"}
    anna.post("/pairs/decide", act="not-same", **pair, why="two rooms")
    anna.rebuilt()
    ben = sit("ben")

    assert "The program keeps them apart" in ben.get("/pairs?a=reports/r1&b=reports/r2").text
    assert ben.post("/pairs/decide", act="same", **pair).status_code == 400
    assert ben.post("/pairs/decide", act="same", **pair, why="one roof").status_code == 303


def test_a_pair_that_is_none_is_missing(anna: Any) -> None:
    """A report with itself, or one that was never filed, is no page."""
    assert anna.get("/pairs?a=reports/r1&b=reports/r1").status_code == 404
    assert anna.get("/pairs?a=reports/r1&b=reports/zzz").status_code == 404
