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


def test_a_box_is_drawn_or_typed(anna: Any) -> None:
    """Dragging over the map types its edges and asks; b goes to the edges, which do the same without a mouse."""
    page = anna.go("/search")
    whole = page.locator(".hits a").count()
    frame = page.locator("svg.boxmap").bounding_box()
    page.mouse.move(frame["x"] + 5, frame["y"] + frame["height"] / 2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + 30, steps=4)
    page.mouse.move(frame["x"] + frame["width"] - 5, frame["y"] + 5)
    page.mouse.up()
    page.get_by_text("A claim asks the same filters").wait_for()
    south = float(page.locator('input[name="south"]').input_value())
    drawn = page.locator(".hits a").all_inner_texts()

    assert 10.1 < south < 10.4  # Upton lies at 10.1, Lowton at 10.4: cases/river.py
    assert any("Lowton" in text for text in drawn)
    assert not any("Upton" in text for text in drawn)
    assert page.locator("svg.boxmap rect.box").count() == 1

    page.get_by_role("button", name="no box").click()
    page.locator("svg.boxmap rect.box").wait_for(state="detached")
    assert page.locator(".hits a").count() == whole
    page.keyboard.press("Escape")
    page.locator("h1").click()
    anna.press("b")
    for edge in ("10", "10.2", "20", "20.2"):
        page.keyboard.type(edge, delay=260)  # slower than the search waits: what is half typed is not asked
        page.keyboard.press("Tab")
    page.get_by_text("lat = { from = 10, to = 10.2 }").wait_for()
    assert not any("Lowton" in text for text in page.locator(".hits a").all_inner_texts())
    assert anna.said == []
    assert anna.asked == []


def test_a_colleague_is_asked_and_answers(sit: Callable[..., Any]) -> None:
    """c goes to the comment, m writes it; it waits in the other's list, is opened by its number, and is answered."""
    anna, ben = sit("anna"), sit("ben")
    anna.follow("2")
    with anna.page.expect_navigation():
        anna.page.locator("main h1 a").click()
    anna.press("c")
    anna.page.keyboard.type('@ben <img src=x onerror="window.harmed = 1"> which street?')
    anna.page.keyboard.press("Escape")
    anna.follow("m")
    assert "which street?" in anna.page.locator(".comment").inner_text()
    assert "Rebuil" not in anna.page.locator("#status").inner_text()

    ben.go("/")
    ben.follow("61")
    assert "which street?" in ben.page.locator(".comment").inner_text()
    ben.press("c")
    ben.page.keyboard.type("the upper one")
    ben.page.keyboard.press("Escape")
    ben.follow("m")
    assert "answered" in ben.go("/mentions").locator("main").inner_text()
    for seat in (anna, ben):
        assert seat.page.evaluate("window.harmed === undefined")
        assert seat.said == []
