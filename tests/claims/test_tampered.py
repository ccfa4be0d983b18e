"""Sentences tampered with so that they say more than their claim, in words that an earlier version let through."""

from __future__ import annotations

import pytest

from prose.bench import judge

# From tests/prose/bench.py: share = 3 of 8 (0.375), vetoes n = 4, no-vetoes n = 0, drafts-two n = 2, raids n = 38.
FALLS = [
    ("[More than half of the drafts were stopped](claim:share).", "en", "overstated"),
    ("[At least 60 per cent of the drafts were stopped](claim:share).", "en", "overstated"),
    ("[At least six of the drafts were stopped](claim:share).", "en", "overstated"),
    ("[Plus de la moitié des projets ont été bloqués](claim:share).", "fr", "overstated"),
    ("[Более половины проектов заблокированы](claim:share).", "ru", "overstated"),
    ("[Freedonia cast its seventh veto](claim:vetoes).", "en", "needs_qualifier"),
    ("[For the fifth time Freedonia used its veto](claim:vetoes).", "en", "needs_qualifier"),
    ("[Sylvania did not fail to cast its veto](claim:no-vetoes).", "en", "overstated"),
    ("[La Sylvanie n'a pas manqué d'opposer son veto](claim:no-vetoes).", "fr", "overstated"),
    ("[A score of drafts were stopped](claim:drafts-two).", "en", "overstated"),
]
STANDS = [
    ("[More than a third of the drafts were stopped](claim:share).", "en"),
    ("[At least two of the drafts were stopped](claim:share).", "en"),
    ("[Three of at least eight drafts were stopped](claim:share).", "en"),
    ("[Freedonia cast its fourth veto](claim:vetoes).", "en"),
    ("[For the third time Freedonia used its veto](claim:vetoes).", "en"),
    ("[Freedonia used its veto in its seventh year on the Council](claim:vetoes).", "en"),
    ("[Sylvania did not cast a veto](claim:no-vetoes).", "en"),
    ("[Sylvania failed to cast a veto](claim:no-vetoes).", "en"),
    ("[La Sylvanie n'a opposé aucun veto](claim:no-vetoes).", "fr"),
    ("[Thirty raids or more hit the valley](claim:raids).", "en"),
]


@pytest.mark.parametrize(("text", "language", "verdict"), FALLS)
def test_a_tampered_sentence_falls(text: str, language: str, verdict: str) -> None:
    """A share is compared with shares, a part with parts, an ordinal with a count; two denials deny nothing."""
    found = judge(text, language)

    assert str(found.verdict) == verdict, found.findings


@pytest.mark.parametrize(("text", "language"), STANDS)
def test_a_sound_sentence_in_the_same_words_stands(text: str, language: str) -> None:
    """The same constructions over what the claim gives."""
    found = judge(text, language)

    assert str(found.verdict) == "supported", found.findings
