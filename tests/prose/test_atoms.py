"""A text falls into atoms: offsets, kinds, speakers, calls within calls, days, and what is not English."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prose.score import FIELDS, cases, score, table
from solferino.law.facts import parties
from solferino.prose.atoms.atom import KINDS, Atom, wrong
from solferino.prose.atoms.dateline import dateline, is_dateline
from solferino.prose.atoms.read import read

AS_OF = date(2016, 11, 24)
PIECES = [c["text"] for part in ("open", "kept", "third", "last", "wide", "aside", "fresh") for c in cases(part)]


def atoms(text: str) -> tuple[Atom, ...]:
    """Read a text as the verb does."""
    return read(text, parties=parties(), as_of=AS_OF)


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=80)), max_size=5), st.sampled_from([" ", "\n\n"]))
def test_an_atom_is_what_stands_at_its_offsets(pieces: list[str], joint: str) -> None:
    """Whatever the text: text == plain[start:end], kinds are known, an outer atom stands before its inner ones."""
    plain = joint.join(pieces)

    assert wrong(atoms(plain), plain) == ""


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_no_sentence_is_passed_over(pieces: list[str]) -> None:
    """Each block of the text holds an atom: what no rule knows is context."""
    plain, at = "\n\n".join(pieces), 0
    found = atoms(plain)
    for piece in pieces:
        assert any(at <= a.start < at + len(piece) for a in found)
        at += len(piece) + 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Council adopted resolution 2139 (2014) on 22 February 2014.", "record"),
        ("Northern troops shelled the market.", "attribution"),
        ("Guards beat prisoners as part of a systematic practice.", "pattern"),
        ("These acts constitute crimes against humanity.", "qualification"),
        ("We deplore the continuing siege of the town.", "presupposition"),
        ("All parties must protect civilians.", "call"),
        ("Next week the organisation will publish new testimony.", "promise"),
        ("Such a veto would embolden those who attack hospitals.", "forecast"),
        ("Impunity breeds contempt.", "context"),
        ("The soldiers must have known that it was a school.", "attribution"),
        ("The company stopped production in 2012.", "record"),
    ],
)
def test_kinds_follow_their_cues(text: str, kind: str) -> None:
    """One plain sentence of each kind, and two that look like calls and are none."""
    first = atoms(text)[0].kind

    assert first == kind if "must have" not in text else first != "call"


def test_calls_are_nested_with_their_addressees() -> None:
    """A asks B to press C to stop D from …: each call holds the next, and what it takes for granted comes last."""
    found = atoms("Oxfam urges the Secretary-General to press Chad to end attacks on aid convoys.")

    assert [(a.kind, a.speaker, a.addressees, a.nested_in) for a in found] == [
        ("call", "Oxfam", ("the Secretary-General",), None),
        ("call", "Oxfam", ("Chad",), 0),
        ("presupposition", "Oxfam", (), 1),
    ]
    assert found[2].text == "attacks on aid convoys"


def test_a_list_of_calls_is_cut_and_keeps_its_addressee() -> None:
    """The lines after "calls on the authorities to:" ask the same authorities."""
    found = atoms("The group calls on the authorities to:\n\nRelease all detainees;\n\nLift the curfew.")

    assert [(a.kind, a.addressees) for a in found if a.nested_in is None] == [("call", ("the authorities",))] * 3


@pytest.mark.parametrize(
    "text",
    [
        "“The strike killed nine,” said Ana Lund, researcher at Relief Watch.",
        "“The strike killed nine,” Ana Lund, a researcher, told reporters on Monday.",
        "Ana Lund, researcher at Relief Watch, said that the strike killed nine.",
        "Ana Lund said: “The strike killed nine.”",
        "According to Ana Lund, the strike killed nine.",
        "The strike killed nine, according to Ana Lund.",
        "The strike killed nine, Ana Lund said.",
        "“The strike killed nine.”\n\nAna Lund, Director of Relief Watch",
    ],
)
def test_a_speaker_is_found_wherever_the_verb_stands(text: str) -> None:
    """Before, after, around, without a verb, and signed below a pull quote."""
    first = atoms(text)[0]

    assert first.speaker == "Ana Lund"
    assert first.text.startswith(("The strike killed nine", "the strike killed nine"))


def test_a_pronoun_and_a_surname_stand_for_who_was_named() -> None:
    """She, and Lund alone, are Ana Lund of the sentence before."""
    found = atoms("“Homes burned,” said Ana Lund, a nurse. “Nobody came,” she added. Lund said that nine people died.")

    assert [a.speaker for a in found] == ["Ana Lund"] * 3


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("in the past five years", "2011-11-24", "2016-11-24"),
        ("last week", "2016-11-14", "2016-11-20"),  # Monday to Sunday of the week before that of Thursday 24 November
        ("next week", "2016-11-28", "2016-12-04"),
        ("since March", "2016-03-01", "2016-11-24"),
        ("on Tuesday", "2016-11-22", "2016-11-22"),
        ("since Sunday", "2016-11-20", "2016-11-24"),
        ("within 30 days", "2016-11-24", "2016-12-24"),
        ("today", "2016-11-24", "2016-11-24"),
    ],
)
def test_relative_days_are_told_from_the_day_of_speaking(words: str, low: str, high: str) -> None:
    """Each window has the days that it covers, told from as_of."""
    (said,) = atoms(f"Rebels burned the village {words}.")[0].dates

    assert (said.low, said.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قالت المنظمة إن الغارات الجوية قتلت عشرين مدنيا في المدينة.", "record"),
        ("Организация сообщила, что удары убили двадцать человек.", "record"),
        (
            "La situation des droits humains dans le pays reste très préoccupante selon les organisations locales.",
            "context",
        ),
        ("\u202eשלום\u202c — 12.", "context"),
    ],
)
def test_other_languages_are_records_where_they_count_and_else_context(text: str, kind: str) -> None:
    """What the rules cannot read is context, a number or a day that they can read makes it a record."""
    assert {a.kind for a in atoms(text)} == {kind}


def test_parties_places_and_things_are_named() -> None:
    """States by their list, forces by their words, places by prepositions, weapons and objects by the vocabulary."""
    (found,) = atoms("On 3 May Chadian soldiers and an armed group reportedly shelled two clinics near Faya, Chad.")

    assert found.parties == ("Chadian soldiers", "an armed group")
    assert found.places == ("Faya", "Chad")
    assert (found.objects, found.hedges) == (("clinics",), ("reportedly",))
    assert [n.value for n in found.numerals] == [2]


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    """Further keys stand after those agreed."""
    keys = list(atoms("Police shot at the crowd.")[0].json())

    assert keys[:13] == [
        "text", "start", "end", "kind", "speaker", "addressees", "numerals", "dates", "parties", "places", "hedges",
        "nested_in", "suggests",
    ]  # fmt: skip


# Floors a little below what was reached on 26 November 2026; docs/atoms.md prints the table.
@pytest.mark.parametrize(
    ("part", "kind", "floors"),
    [
        ("open", 0.97, {"atoms": 0.97, "speaker": 0.95, "addressees": 0.97, "nested": 0.97, "kind call": 0.97}),
        ("kept", 0.97, {"atoms": 0.97, "speaker": 0.95, "addressees": 0.97, "nested": 0.97, "kind call": 0.97}),
        ("second", 0.93, {"atoms": 0.97, "speaker": 0.95, "addressees": 0.97, "nested": 0.97, "kind call": 0.97}),
        ("third", 0.86, {"atoms": 0.95, "speaker": 0.9, "addressees": 0.95, "nested": 0.95, "kind call": 0.95}),
        ("wide", 0.96, {"atoms": 0.97, "speaker": 0.95, "addressees": 0.95, "nested": 0.97, "kind call": 0.95}),
        ("aside", 0.92, {"atoms": 0.96, "speaker": 0.9, "addressees": 0.93, "nested": 0.95, "kind call": 0.93}),
        ("fresh", 0.76, {"atoms": 0.9, "speaker": 0.7, "addressees": 0.9, "nested": 0.9, "kind call": 0.8}),
        ("last", 0.93, {"atoms": 0.97, "speaker": 0.9, "addressees": 0.97, "nested": 0.97, "kind call": 0.97}),
    ],
)
def test_the_coded_sentences_are_read_as_before(part: str, kind: float, floors: dict[str, float]) -> None:
    """Kinds, speakers, addressees and nesting stay at least as right as when they were measured."""
    found = score(part)

    assert found.of("kind").precision >= kind
    assert {n: t.f1 for n in floors if (t := found.of(n)).f1 < floors[n]} == {}
    assert all(found.of(name).f1 >= 0.8 for name in FIELDS)


def test_the_published_table_is_what_is_measured(repo: Path) -> None:
    """docs/atoms.md prints precision and recall as they are; tests/prose/score.py prints them anew."""
    page = (repo / "docs" / "atoms.md").read_text("utf-8")

    assert [row for row in table() if row not in page] == []


def test_the_coded_sentences_are_as_many_as_was_said() -> None:
    """Parts as large as the page says, every kind in each (patterns not in the widest), and coded words that stand in their sentence."""
    sizes = {"open": 83, "kept": 85, "second": 36, "third": 38, "last": 32, "wide": 55, "aside": 55, "fresh": 40}
    for part, size in sizes.items():
        coded = cases(part)
        assert len(coded) == size
        assert {a["kind"] for c in coded for a in c["atoms"]} | {"pattern"} == set(KINDS)
        assert [a["text"] for c in coded for a in c["atoms"] if a.get("text", "") not in c["text"]] == []


@pytest.mark.parametrize(
    "line", ["Nairobi, le 9 octobre 2024", "Женева, 9 октября 2024 года", "جنيف، 9 تشرين الأول/أكتوبر 2024"]
)
def test_a_dateline_is_read_in_every_language(line: str) -> None:
    """The day on which a text speaks stands at its head, whatever its language; a day that opens a sentence does not."""
    assert dateline(f"A title\n\n{line}\n\nText.") == date(2024, 10, 9)
    assert is_dateline(line)
    assert not is_dateline(f"{line} rien")
