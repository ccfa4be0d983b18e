"""Names of States in the languages of statements."""

from __future__ import annotations

from datetime import date

import pytest

from solferino.law import facts
from solferino.prose.checkable import checkable
from solferino.prose.tongues import tongues


@pytest.mark.parametrize("language", [t for t in tongues() if t != "en"])
def test_every_language_names_the_states_of_the_world(language: str) -> None:
    """All but those that are no more, or whose name is a common word of the language, have a name in it."""
    states = {p.id for p in facts.parties().by_id.values() if p.kind == "state"}
    named = set(facts.rules("names")[language])

    assert len(states - named) <= 6
    assert named <= set(facts.parties().by_id)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fr", "le Pérou, la Norvège et les Pays-Bas", ["Pérou", "Norvège", "Pays-Bas"]),
        ("ru", "между Перу, Норвегией и Новой Зеландией", ["Перу", "Норвегией", "Новой Зеландией"]),
        ("ar", "بين بيرو والنرويج وفرنسا", ["بيرو", "النرويج", "فرنسا"]),
        ("ar", "القوات الفرنسية", ["فرنسية"]),
        ("fr", "Maurice et Dominique sont venus", []),
        ("ar", "دعم مالي قطره كبير", []),
        ("en", "Pérou and Norvège are not English", []),
    ],
)
def test_states_are_parties_in_each_language(language: str, text: str, found: list[str]) -> None:
    """A State named in the statement's language is a party, in any case; common words and forenames are none."""
    known = facts.spoken(facts.parties(), language)
    spans = checkable(text, language, known, date(2020, 6, 30))

    assert [text[s.start : s.end] for s in spans if s.why == "party"] == found
