"""Words of quantity, modifiers, hedges, groups, and what makes words checkable."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.prose.checkable import checkable
from solferino.prose.language import language
from solferino.prose.lexicon import lexicon
from solferino.words.bounds import Bounds
from solferino.words.errors import UsageError
from solferino.words.party import Parties, Party
from solferino.words.truth import Truth

WORDS = lexicon("en")
PARTIES = Parties.of(
    [
        Party("FRE", "Freedonia", ("Freedonian",)),
        Party("ICC", "International Criminal Court", ("ICC", "the Court")),
        Party("US", "Union of Sylvania", ("US",)),
        Party("TUR", "Turkey"),
    ]
)


@pytest.mark.parametrize(
    ("text", "measure", "op", "number"),
    [
        ("repeatedly", "count", ">=", 2),
        ("several raids", "count", ">=", 3),
        ("dozens of raids", "count", ">=", 24),
        ("a pattern of raids", "count", ">=", 3),
        ("never", "count", "==", 0),
        ("twice", "count", "==", 2),
        ("hundreds of raids", "count", ">=", 200),
        ("most of the raids", "share", ">", 0.5),
        ("most raids", "share", ">", 0.5),
        ("always", "share", ">=", 1),
        ("nearly all raids", "share", ">=", 0.9),
        ("not all raids", "share", "<", 1),
    ],
)
def test_what_words_of_quantity_ask(text: str, measure: str, op: str, number: float) -> None:
    """Each word asks a count or a share, by data."""
    (found,) = WORDS.quantities(text)

    assert (found.quantity.measure, found.quantity.op, found.quantity.number) == (measure, op, number)


@pytest.mark.parametrize(
    "text", ["once again", "once and for all", "the most serious crimes", "no longer", "not only", "all sides"]
)
def test_idioms_ask_nothing(text: str) -> None:
    """An idiom hides the words inside it."""
    assert WORDS.quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "truth"),
    [
        ("at least 41", 41, Truth.YES),
        ("at least 41", 40, Truth.NO),
        ("more than 41", 41, Truth.NO),
        ("up to 41", 41, Truth.YES),
        ("up to 41", 42, Truth.NO),
        ("about 40", 43, Truth.YES),
        ("about 40", 50, Truth.NO),
        ("nearly 40", 38, Truth.YES),
        ("nearly 40", 41, Truth.NO),
        ("fewer than 41", 41, Truth.NO),
    ],
)
def test_modifiers_loosen_a_number(text: str, value: int, truth: Truth) -> None:
    """A modifier before a number says how far the value may lie from it."""
    start = text.index("4")
    modifier = WORDS.modifier(text, start, len(text))

    assert modifier is not None
    assert modifier.truth(Bounds.exactly(value), Bounds.exactly(int(text[start:]))) is truth


def test_a_modifier_may_follow() -> None:
    """ "41 or more" is at least 41."""
    modifier = WORDS.modifier("41 or more raids", 0, 2)

    assert modifier is not None
    assert modifier.op == ">="


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("reportedly hit", "occurrence"),
        ("allegedly hit", "attribution"),
        ("appears deliberate", "intent"),
        ("may amount to war crimes", "qualification"),
    ],
)
def test_hedges_stand_on_their_own_ladder(text: str, ladder: str) -> None:
    """Each hedge speaks of one ladder: did it happen, who did it, with what intent, what is it in law."""
    assert [h.ladder for h in WORDS.hedges(text)] == [ladder]


@given(
    low=st.integers(0, 5000), up=st.integers(0, 5000), word=st.sampled_from([q.word for q in WORDS.ladders["count"]])
)
def test_a_weaker_word_holds(low: int, up: int, word: str) -> None:
    """The word named instead is on the ladder, asks less, and holds at both ends."""
    (asked,) = WORDS.quantities(word)
    value = Bounds(low, low, low + up)
    found = WORDS.weaker(asked.quantity, value)
    if found is not None:
        assert found.truth(value) is Truth.YES
        assert found.number <= max(asked.quantity.number, 1)


@pytest.mark.parametrize(
    ("group", "text", "found"),
    [
        ("act", "They bombed, shelled and besieged it.", ["bombed", "shelled", "besieged"]),
        ("law", "a war crime and a violation of the treaty", ["war crime", "violation", "treaty"]),
        ("ban", "internationally banned weapons", ["internationally banned"]),
        ("ban_limits", "banned by a treaty that few joined", ["by a treaty that"]),
        ("ban_denials", "neither Freedonia nor Sylvania has joined", ["neither Freedonia nor Sylvania has joined"]),
        ("loaded", "a shameless regime", ["shameless", "regime"]),
    ],
)
def test_groups(group: str, text: str, found: list[str]) -> None:
    """Groups find whole words and phrases in any case, gaps and endings as the data say."""
    assert [f.text for f in WORDS.find(group, text)] == found


def why(text: str) -> list[tuple[str, str]]:
    """Return the checkable words of a text, each with its reason."""
    return [(text[s.start : s.end], s.why) for s in checkable(text, "en", PARTIES, date(2020, 6, 30))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Freedonian forces struck 14 clinics in May 2019.",
            [("Freedonian", "party"), ("struck", "act"), ("14", "number"), ("May 2019", "date")],
        ),
        (
            "The Court saw war crimes under Article 8.",
            [("The Court", "party"), ("war crimes", "law"), ("Article 8", "citation")],
        ),
        ("FREEDONIA REPEATEDLY VETOED", [("FREEDONIA", "party"), ("REPEATEDLY", "quantity"), ("VETOED", "act")]),
        ("Freedonians voted on S/2018/516", [("Freedonians", "party"), ("voted", "act"), ("S/2018/516", "citation")]),
        ("He told us of a turkey, and no one court saw it.", []),
        ("The US left.", [("US", "party")]),
        ("One must hope that the first day is enough.", []),
        ("", []),
    ],
)
def test_what_is_checkable(text: str, found: list[tuple[str, str]]) -> None:
    """Numbers, dates, citations, parties by their capitals, acts, law and quantity can be checked; other words not."""
    assert why(text) == found


@given(
    st.text(max_size=60),
    st.sampled_from(["Freedonia", "14", "killed", "since 2015", "most of the", "treaty"]),
    st.text(max_size=60),
)
def test_checkable_words_never_overlap(before: str, word: str, after: str) -> None:
    """Spans are in order, apart, and within the text."""
    text = f"{before} {word} {after}"
    spans = checkable(text, "en", PARTIES, date(2020, 6, 30))

    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert any(text[s.start : s.end] for s in spans)


def test_an_unknown_language_names_those_there_are() -> None:
    """A language without data is refused, by name; a region changes nothing."""
    with pytest.raises(UsageError, match="tlh"):
        lexicon("tlh")
    with pytest.raises(UsageError, match="tlh"):
        language("tlh")
    assert lexicon("en-GB").language == "en"
