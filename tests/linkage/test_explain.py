"""Every link can be said in sentences that add up."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from linkage.made import report
from solferino.linkage.explain import bits, say
from solferino.linkage.link import link
from solferino.linkage.settings import FIELDS, shipped
from solferino.words.report import Linked, Report


def test_a_link_is_said_with_the_words_of_both_reports() -> None:
    """Days, places, names and numbers stand as told, each with its bits, and the sum at the end."""
    a = report("a", facility="Q7 hospital", killed=(3, 3))
    b = report("b", facility="Q7", place="Aa town", killed=(3, 4))
    (made,) = link([a, b]).links

    assert say(made, a, b) == [
        "-4 bits: before anything is compared, about one such pair in seventeen is one event",
        "+2.5 bits: both on 2020-05-10",
        "+4 bits: one quarter, village or town: “Aa” and “Aa town”",
        "+5 bits: one name: “Q7 hospital” and “Q7”",
        "+0.3 bits: one kind of object: hospital and hospital",
        "+0.5 bits: the same general weapon: airstrike and airstrike",
        "+1 bits: numbers killed agree: 3 and 3 to 4",
        "+9.3 bits in all; with what competes, a probability of 1.00",
    ]


def test_what_blocks_a_pair_is_said() -> None:
    """The rule that kept two reports apart is the last sentence."""
    a, b = (report(id, publisher="p", deduplicated=True) for id in "ab")
    (made,) = link([a, b]).links

    assert say(made, a, b)[-1] == "kept apart: source: s p lists each event once"


def test_every_link_of_the_example_can_be_said(result: Linked, reports: tuple[Report, ...]) -> None:
    """No level is without words, and the bits of the sentences add up to those of the last."""
    index = {r.id: r for r in reports}
    for x in result.links:
        said = [s for s in say(x, index[x.a], index[x.b]) if not s.startswith("kept apart")]
        parts = [float(s.split(" bits")[0]) for s in said]

        assert sum(parts[:-1]) == pytest.approx(parts[-1])


def test_every_level_has_a_phrase() -> None:
    """Phrases and weights name the same levels."""
    phrases = tomllib.loads(files("solferino.linkage").joinpath("phrases.toml").read_text("utf-8"))
    weights = shipped().weights

    assert {f: set(phrases[f]) for f in FIELDS} == {f: set(weights[f]) - {"unknown"} for f in FIELDS}


def test_other_reports_are_refused() -> None:
    """A link is said only of its own two reports."""
    a, b = report("a"), report("b")
    (made,) = link([a, b]).links

    with pytest.raises(ValueError, match="the link is of a and b"):
        say(made, b, a)


def test_nought_is_nought() -> None:
    """No sign on nothing."""
    assert bits(0) == "0 bits"
