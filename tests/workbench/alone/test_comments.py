"""Comments: by whom, when, about which reports; a line of the ledger that changes no table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cases.bench import HOSTILE, SCRIPT
from solferino.casefile.decisions import parse_decisions
from solferino.words.decision import Decision
from solferino.workbench.record import Known
from solferino.workbench.views.commenting import mentions


def incident(desk: Any) -> str:
    """An incident of two reports or more."""
    found = re.search(r'name="incident" value="([^"]+)"', desk.get("/grades").text)
    assert found is not None
    return found[1]


def test_a_comment_is_a_line_about_the_reports_and_moves_no_table(anna: Any) -> None:
    """Who, when and what stand on the page; the file is sound, and a build gives the same incidents as before."""
    name = incident(anna)
    before = anna.rebuilt().table("incidents")
    answer = anna.post("/comments/write", incident=name, text="The cellar,\r\nnot the yard.")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/incidents/{name}")
    (line,) = anna.lines()
    assert (line["act"], line["by"], line["value"], line["why"]) == (
        "comment",
        "anna",
        None,
        "The cellar,\nnot the yard.",
    )
    assert set(line["about"]) == {r for r, how in _stands(anna, name) if how == "same"}
    assert "The cellar,\nnot the yard." in anna.get(f"/incidents/{name}").text
    assert anna.rebuilt().table("incidents") == before


def _stands(desk: Any, name: str) -> list[tuple[str, str]]:
    from solferino.workbench.shelf import Shelf

    return Shelf(desk.case / "build/review.sqlite").stands(name)


def test_what_is_asked_of_one_waits_until_it_is_answered(anna: Any, sit: Callable[..., Any]) -> None:
    """@ben stands in ben's list alone; it is answered once ben says or decides something about the same reports."""
    name, ben = incident(anna), sit("ben")
    anna.post("/comments/write", incident=name, text="@ben, which street is it?")

    assert "which street" in ben.get("/mentions").text
    assert "Nobody asked you anything" in anna.get("/mentions").text
    assert re.search(r'<span class="n">1</span><span><a href="/mentions"', ben.get("/").text)

    ben.post("/comments/write", incident=name, text="The upper one.")
    assert "answered" in ben.get("/mentions").text
    assert re.search(r'<span class="n">0</span><span><a href="/mentions"', ben.get("/").text)


def test_a_comment_is_taken_back_by_its_author_alone(anna: Any, sit: Callable[..., Any]) -> None:
    """It stays on file, struck through; nobody is asked by it any more."""
    name, ben = incident(anna), sit("ben")
    anna.post("/comments/write", incident=name, text="@ben look at this")
    (line,) = anna.lines()

    assert ben.post("/history/retract", decision=line["id"]).status_code == 400
    back = anna.post("/history/retract", decision=line["id"], back="incident", incident=name)
    assert back.headers["location"] == f"/incidents/{name}"
    assert "taken back" in anna.get(f"/incidents/{name}").text
    assert "look at this" in anna.get(f"/incidents/{name}").text
    assert "look at this" not in ben.get("/mentions").text


def test_comments_at_once_overtake_nobody(anna: Any, sit: Callable[..., Any]) -> None:
    """Two who look at one page both say what they have to say; who decides meanwhile is told of it."""
    name, ben = incident(anna), sit("ben")
    form = {"seen": "0", "incident": name}
    assert anna.post("/comments/write", text="one", **form).status_code == 303
    assert ben.post("/comments/write", text="two", **form).status_code == 303

    late = ben.post("/grades/decide", ladder="occurrence", grade="1", why="read", **form)
    assert late.status_code == 409
    assert "one" in late.text


@pytest.mark.parametrize(
    "text", [*HOSTILE, "@" * 3900, "@anna\u202e@ben", "\0", "'; DROP TABLE things; --", "{%s}" * 9]
)
def test_hostile_words_are_words_wherever_they_are_shown(anna: Any, sit: Callable[..., Any], text: str) -> None:
    """On the incident, in the history, in the list of who is asked, and in the file, whole."""
    name, ben = incident(anna), sit("ben")
    assert anna.post("/comments/write", incident=name, text=f"{text} @ben").status_code == 303
    for desk, path in ((anna, f"/incidents/{name}"), (anna, "/history"), (ben, "/mentions")):
        shown = desk.get(path)
        assert shown.status_code == 200
        assert SCRIPT not in shown.text
        assert "<img src=x" not in shown.text
        assert "\u202e" not in shown.text
        assert "1337" not in shown.text
    (line,) = anna.lines()
    assert line["why"] == f"{text} @ben".strip()
    (found,) = parse_decisions((anna.case / "decisions.jsonl").read_text("utf-8"))
    assert isinstance(found, Decision)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_an_empty_or_endless_comment_is_not_written(anna: Any, text: str) -> None:
    """It is refused with what to do, and nothing is on file."""
    assert anna.post("/comments/write", incident=incident(anna), text=text).status_code == 400
    assert anna.post("/comments/write", incident="no-such-1", text="there").status_code == 404
    assert anna.lines() == []


@pytest.mark.parametrize(("text", "name", "called"), [
    ("@ben", "ben", True), ("see @Ben.", "ben", True), ("(@ben)", "ben", True), ("@ben's photo", "ben", True), ("@benno", "ben", False),
    ("@ben.k", "ben", False), ("@ben.k", "ben.k", True), ("mail x@ben", "ben", False), ("@ben-1", "ben", False), ("@أمل هنا", "أمل", True),
    ("ben", "ben", False), ("@Anna B, look", "Anna B", True), ("@a+b", "a+b", True),
])  # fmt: skip
def test_whom_an_at_sign_calls(text: str, name: str, called: bool) -> None:
    """The whole name, as it is written, whatever case and script; no part of another name and no address."""
    made = Decision("comment-x-1", "t", "x", "comment", ("r/1",), None, text, "", 1)

    assert bool(mentions(Known((made,), (made,)), name)) is called


def test_a_comment_about_nothing_is_a_problem_of_the_file() -> None:
    """Whoever writes the file by hand is told what a comment is about."""
    (found,) = parse_decisions(json.dumps({"id": "1", "t": "t", "by": "a", "act": "comment", "about": [], "why": "x"}))

    assert "about one report" in str(found)
