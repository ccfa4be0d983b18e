"""Names in the place of those a claim asks about: parties, crimes, and those that no case knows (S2)."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.small import write_case
from solferino.claims.book import books
from solferino.words.party import Parties
from solferino.words.result import SentenceResult

# tests/cases/small.py: NOR cast two vetoes on Isle by 30 June 2020, SOU joined in one of them.
SAID = {
    "[Northland and Southland vetoed two drafts on the Isle](claim:isle-vetoes).": ("needs_qualifier", "Southland"),
    "[Northland and Eastland vetoed two drafts on the Isle](claim:isle-vetoes).": ("needs_qualifier", "Eastland"),
    "[The Lakeside Union vetoed two drafts on the Isle](claim:isle-vetoes).": ("needs_qualifier", "Lakeside Union"),
    "[Northland, watched by Eastland, vetoed two drafts on the Isle](claim:isle-vetoes).": ("supported", ""),
    "[Two drafts on the Isle were vetoed](claim:isle-vetoes).": ("supported", ""),
    "[At the table of the Lakeside Union Northland vetoed two drafts](claim:isle-vetoes).": ("supported", ""),
}


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SentenceResult]:
    """The case built once, with every sentence in a paragraph of its own."""
    root: Path = tmp_path_factory.mktemp("swapped")
    case = sol.open(write_case(root, statement="\n\n".join(SAID) + "\n"))
    return dict(zip(SAID, case.build().sentences, strict=True))


@pytest.mark.parametrize("said", SAID)
def test_a_name_for_another_needs_a_qualifier(said: str, sentences: dict[str, SentenceResult]) -> None:
    """One that is joined to the name asked about, or stands alone in its place, does not pass; one beside it does."""
    verdict, name = SAID[said]
    found = sentences[said]

    assert found.verdict == verdict, found.findings
    assert all(name in f.text for f in found.findings if f.status)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "war crimes, and no genocide"),
        ("fr", "des crimes de guerre, et pas de génocide"),
        ("ru", "военных преступлений, но не геноцида"),
        ("ar", "جرائم حرب وليس الإبادة الجماعية"),
    ],
)
def test_crimes_are_told_apart_in_every_language(language: str, text: str) -> None:
    """What was found to be one is not another."""
    crimes = next(b for b in books(Parties({}), {}, language) if b.kind == "crime")

    assert [min(n.ids) for n in crimes.find(text)] == ["war-crimes", "genocide"]
