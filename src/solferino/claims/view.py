"""A sentence as its rules see it: text, passages, numerals, checkable words, and what its claims gave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from solferino.claims.book import Book
from solferino.claims.document import Documents
from solferino.law import facts
from solferino.prose.checkable import Span, checkable
from solferino.prose.lexicon import Lexicon, lexicon
from solferino.prose.numeral import Numeral
from solferino.prose.numerals import numerals
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult
from solferino.words.statement import Passage, Scheme, Sentence
from solferino.words.verdict import Lack

COUNTING = ("count", "share", "exists", "act", "ratio", "rate", "sequence", "witnesses")
"""Kinds of claim that give a number a sentence can overstate."""


@dataclass(frozen=True)
class View:
    """One sentence; every offset counts characters of its own text."""

    sentence: Sentence
    language: str
    results: Mapping[str, ClaimResult]
    case: CaseFile
    row_text: Callable[[str], str | None]
    books: tuple[Book, ...] = ()
    documents: Documents = lambda _: None

    @property
    def text(self) -> str:
        return self.sentence.text

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the sentence in order."""
        at = self.sentence.start
        moved = [replace(p, start=p.start - at, end=p.end - at) for p in self.sentence.passages]
        return tuple(sorted(moved, key=lambda p: p.start))

    @cached_property
    def words(self) -> Lexicon:
        return lexicon(self.language)

    @cached_property
    def numerals(self) -> tuple[Numeral, ...]:
        return numerals(self.text, self.language, self.case.settings.as_of)

    @cached_property
    def checkable(self) -> tuple[Span, ...]:
        parties = facts.spoken(self.case.parties, self.language)
        return checkable(self.text, self.language, parties, self.case.settings.as_of)

    def of(self, scheme: Scheme) -> tuple[Passage, ...]:
        """Return the passages of one scheme, in order."""
        return tuple(p for p in self.passages if p.scheme is scheme)

    def found(self, passage: Passage) -> tuple[ClaimResult, ...]:
        """Return the results of the claims that a passage cites; unknown ids are left out."""
        return tuple(self.results[i] for i in passage.ids if i in self.results)

    def inside(self, passage: Passage) -> tuple[Numeral, ...]:
        """Return the numerals that begin in a passage: those it must answer for."""
        return tuple(n for n in self.numerals if passage.start <= n.start < passage.end and not n.weak)

    def told(self, cells: str) -> tuple[Numeral, ...]:
        """Return the numerals of a row, read in the language of the statement and in that of the case."""
        tags = dict.fromkeys((self.language, self.case.settings.language))
        return tuple(n for tag in tags for n in numerals(cells, tag, self.case.settings.as_of))

    def values(
        self, result: ClaimResult, *, seen: frozenset[str] = frozenset()
    ) -> list[tuple[ClaimResult, str, Bounds]]:
        """Return the values a claim gives: whose they are, their names; a judgement gives those of its premises."""
        found = [(result, name, value) for name, value in result.values.items()]
        for name in result.depends:
            if name in self.results and name not in seen:
                found += self.values(self.results[name], seen=seen | {name})
        return found


def silent(result: ClaimResult) -> bool:
    """True where nothing filed answers the claim: then its numbers refute nothing either."""
    return result.verdict.type is Lack.NOT_FILED
