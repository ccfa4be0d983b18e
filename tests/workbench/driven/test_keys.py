"""Each queue driven by keys alone in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any


def pair(seat: Any) -> tuple[str, str]:
    """The pair a page asks about."""
    a, b = (str(seat.page.locator(f'input[name="{side}"]').first.get_attribute("value")) for side in "ab")
    return a, b


def test_pairs_are_answered_and_taken_back(anna: Any) -> None:
    """From the first page: 1 opens the queue, n answers, z takes it back; the page says what moved."""
    anna.follow("1")
    one = pair(anna)
    anna.follow("n")
    told = [json.loads(line) for line in anna.lines()]
    anna.follow("z")

    assert [(d["act"], tuple(d["about"])) for d in told] == [("not-same", one)]
    assert json.loads(anna.lines()[-1])["act"] == "retract"
    assert pair(anna) == one
    assert "Rebuilt" in anna.settle()
    assert anna.said == []
    assert anna.asked == []


def test_a_pair_is_skipped_and_called_unsure(anna: Any) -> None:
    """k shows the next pair and writes nothing; u is an answer."""
    anna.go("/pairs?at=0")
    waiting = anna.page.locator(".top .soft").inner_text()
    anna.follow("k")
    assert anna.lines() == []

    anna.follow("u")
    assert json.loads(anna.lines()[0])["act"] == "unsure"
    assert waiting.startswith("1 of ")


def test_same_with_a_reason(anna: Any) -> None:
    """w goes to the reason, Enter there answers nothing, Escape leaves it, s answers with it."""
    anna.follow("1")
    anna.press("w")
    anna.page.keyboard.type("same street")
    anna.page.keyboard.press("Enter")
    assert anna.lines() == []

    anna.page.keyboard.press("Escape")
    anna.follow("s")
    (line,) = anna.lines()
    assert (json.loads(line)["act"], json.loads(line)["why"]) == ("same", "same street")


def test_an_incident_is_graded(anna: Any) -> None:
    """The whole checklist by its numbers, v for verified, the reason, s signs; without the reason nothing is signed."""
    anna.follow("2")
    anna.press("12345vs")
    assert anna.lines() == []

    anna.page.keyboard.press("Escape")
    anna.press("w")
    anna.page.keyboard.type("saw the film and the crater")
    anna.page.keyboard.press("Escape")
    anna.follow("s")
    value = json.loads(anna.lines()[0])["value"]
    assert (value["grade"], len(value["checklist"])) == (4, 5)


def test_an_attribution_is_judged(anna: Any) -> None:
    """A party by its number, e for exactly, the reason, Enter judges."""
    anna.follow("3")
    anna.press("1e")
    anna.press("w")
    anna.page.keyboard.type("the angle of the crater")
    anna.follow("⏎")

    assert json.loads(anna.lines()[0])["value"]["relation"] == "exactly"


def test_a_row_is_repaired_after_a_dry_run(anna: Any) -> None:
    """The second rejected row by its number, c to the cell, d for the dry run, s repairs; the build then reads the row."""
    anna.go("/rejections")
    anna.follow("2")
    assert anna.page.url.endswith("/rejections/reports/16")
    anna.press("c")
    anna.page.keyboard.press("ControlOrMeta+a")
    anna.page.keyboard.type("2020-05-03")
    anna.page.keyboard.press("Escape")
    anna.press("d")
    anna.page.get_by_text("records now").wait_for()
    anna.press("w")
    anna.page.keyboard.type("the scan says so")
    anna.page.keyboard.press("Escape")
    anna.follow("s")
    anna.settle()

    assert "/rejections/reports/16" not in anna.go("/rejections").content()


def test_a_sentence_gets_a_claim_from_a_form(anna: Any) -> None:
    """c opens the form for the bare sentence; d shows what the claim gives; s writes it and shows the link to paste."""
    anna.follow("5c")
    anna.press("i")
    anna.page.keyboard.type("in-april")
    anna.page.keyboard.press("Escape")
    anna.press("h")
    anna.page.keyboard.type("n >= 1")
    anna.page.keyboard.press("Escape")
    anna.press("c")
    anna.page.keyboard.type("object")
    anna.page.locator('input[name="text"]').first.fill("school")
    anna.page.keyboard.press("Escape")
    anna.press("d")
    anna.page.get_by_text("it asks n >= 1").first.wait_for()
    anna.follow("s")

    assert "(claim:in-april)" in anna.page.content()
    assert (anna.case / "claims/review.toml").is_file()


def test_words_are_searched_while_they_are_typed(anna: Any) -> None:
    """/ goes to the words; hits change without a new page, and the address keeps the query."""
    anna.go("/search")
    anna.press("/")
    anna.page.keyboard.type("market")
    anna.page.get_by_text("1 incident.").wait_for()

    assert "q=market" in anna.page.url
    assert anna.said == []


def test_two_people_at_once_lose_nothing(sit: Callable[..., Any]) -> None:
    """Both look at one pair and answer: the first is written, the second is told, and answers again."""
    anna, ben = sit("anna"), sit("ben")
    anna.follow("1")
    ben.follow("1")
    same = pair(anna) == pair(ben)
    anna.follow("s")
    ben.follow("n")

    assert same
    assert "others decided" in ben.page.content()
    assert [json.loads(line)["by"] for line in anna.lines()] == ["anna"]

    ben.go("/pairs")
    ben.follow("n")
    assert [json.loads(line)["by"] for line in anna.lines()] == ["anna", "ben"]
