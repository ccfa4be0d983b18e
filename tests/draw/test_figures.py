"""Figures can be read without seeing them, and seen without their colours."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.draw import Event, timeline, votes, worlds
from solferino.draw.palette import GROUNDS, INKS, contrast
from solferino.draw.svg import readable
from solferino.draw.votes import deciding, finding, mark, order
from solferino.words.window import Window

SVG = "{http://www.w3.org/2000/svg}"
MEMBERS = [(f"P{i}", True) for i in range(5)] + [(f"E{i}", False) for i in range(10)]
CAST = [
    {"member": m, "permanent": p, "vote": "no" if m == "P2" else "abstain" if m in ("P0", "E3") else "yes"}
    for m, p in MEMBERS
]


def texts(svg: str) -> list[str]:
    """The text of a figure, label by label; fails where the figure is not well-formed."""
    return ["".join(t.itertext()) for t in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_every_ground_in_both_styles(ink: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1."""
    for ground in GROUNDS.values():
        assert contrast(INKS[ink].light, ground.light) >= 4.5
        assert contrast(INKS[ink].dark, ground.dark) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21 to 1; #767676 on white is 4.54 to 1 (WCAG 2, example of the lightest passing grey)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_a_vote_has_one_mark_a_member_in_a_fixed_order() -> None:
    """Fifteen marks, permanent members first, whatever the order of the rows."""
    svg = votes(CAST, outcome="vetoed")
    titled = [t.text or "" for t in ElementTree.fromstring(svg).iter(f"{SVG}title")][1:]

    assert len(titled) == 15
    assert [t.partition(":")[0] for t in titled] == [m for m, _ in sorted(MEMBERS, key=lambda x: (not x[1], x[0]))]
    assert svg == votes(CAST[::-1], outcome="vetoed")


def test_a_vote_is_told_by_shape_as_well_as_colour() -> None:
    """12 discs, 1 crossed square and 2 rings, each once more in the count beneath."""
    classes = [e.get("class") for e in ElementTree.fromstring(votes(CAST)).iter()]

    assert [classes.count(k) for k in ("yes", "no", "abstain", "absent")] == [13, 2, 3, 1]


def test_a_vote_names_the_rule_that_decided() -> None:
    """Charter of the United Nations, article 27(3): nine votes in favour, the permanent members concurring."""
    rule, have, came = deciding(CAST, outcome="vetoed")

    assert rule == "Nine votes in favour are needed, and no permanent member against."
    assert have == "In favour: 12 of 15. Against: 1, among them P2, permanent."
    assert came == "Not adopted: vetoed."
    assert "no veto, whoever voted against" in deciding(CAST, outcome="failed")[2]
    assert finding(order(CAST)) == "12 yes, 1 no, 2 abstained, 0 absent"


def test_no_vote_on_file_is_said() -> None:
    """An empty figure says why it is empty."""
    assert "No vote by name is on file." in texts(votes([]))


def test_a_timeline_names_its_events_and_its_window() -> None:
    """Labels stand on the line, the window at its ends, an uncertain day is a bar with both ends."""
    window = Window(date(2011, 11, 24), date(2016, 11, 24))
    events = [
        Event(date(2014, 5, 22), date(2014, 5, 22), "D/348", True, "../votes/D-348.html"),
        Event(date(2015, 1, 1), date(2015, 3, 1), "some day", False),
    ]
    svg = timeline(events, window, title="One draft")

    assert "D/348" in texts(svg)
    assert {"24 Nov 2011", "24 Nov 2016"} <= set(texts(svg))
    assert 'href="../votes/D-348.html"' in svg
    assert "some day, 1 January 2015 to 1 March 2015" in svg
    assert svg == timeline(events[::-1], window, title="One draft")


def test_nothing_in_time_is_said() -> None:
    """An empty timeline says so."""
    assert texts(timeline([], Window(), title="None")) == ["Nothing on file falls in the window."]


def test_the_world_that_breaks_a_claim_is_named() -> None:
    """Filled where it holds, open and named where it does not."""
    svg = worlds({"strict": "supported", "lenient": "insufficient"}, title="Worlds")

    assert texts(svg)[-2:] == ["Holds in 1 of 2 worlds.", "Breaks in lenient: insufficient."]


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_a_figure(name: str, outcome: str) -> None:
    """Whatever a member or an outcome is called, the figure stays well-formed and runs nothing."""
    day = date(2020, 1, 1)
    for svg in (
        votes([{"member": name, "permanent": True, "vote": outcome}], outcome=outcome),
        timeline([Event(day, day, name, True, outcome)], Window(day, day), title=outcome),
        worlds({name: outcome}, title=outcome),
    ):
        root = ElementTree.fromstring(svg)
        for element in root.iter():
            assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "a", "text", "rect", "circle", "path"}
            assert not (element.get("href") or "").startswith(("javascript", "data", "//"))


@settings(max_examples=60)
@given(st.text())
def test_unseen_characters_are_written_out(text: str) -> None:
    """What is readable stays as it is, and asking twice changes nothing."""
    found = readable(text)

    assert readable(found) == found
    assert not any(a in found for a in ("\u202e", "\u2066", "\x00", "\u200b"))


@pytest.mark.parametrize(("a", "b"), [*product(["yes", "no", "abstain", "absent"], repeat=2)])
def test_two_marks_are_alike_only_for_the_same_vote(a: str, b: str) -> None:
    """Four votes, four shapes: with the colour taken away they still differ."""
    shapes = [re.sub(r'"#[0-9a-f]{6}"', '""', re.sub(r' class="\w+"', "", mark(v, 0, 0))) for v in (a, b)]

    assert (shapes[0] == shapes[1]) == (a == b)
