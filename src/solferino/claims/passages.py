"""What a sentence says, laid out for the rules: its words, its passages with their claims, its numerals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from solferino.prose.lexicon import Asked, Lexicon
from solferino.prose.numeral import Numeral
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme, Sentence
from solferino.words.verdict import SentenceStatus

RowText = Callable[[str], str | None]
COUNTED = ("count", "share", "exists", "act")
"""Kinds whose first value is a number of things, so that words of quantity ask something of it."""


@dataclass(frozen=True)
class Reading:
    """One sentence before the rules: offsets in everything here are those of `text`."""

    sentence: Sentence
    text: str
    language: str
    passages: tuple[Passage, ...]
    numerals: tuple[Numeral, ...]
    quantities: tuple[Asked, ...]
    words: Lexicon
    case: CaseFile
    results: Mapping[str, ClaimResult]
    row_text: RowText

    @property
    def as_of(self) -> date:
        return self.case.settings.as_of

    def claims(self, passage: Passage) -> list[ClaimResult]:
        """Return the results that a claim passage cites; unknown ids are left to S6."""
        return [self.results[i] for i in passage.ids if i in self.results]

    def of(self, scheme: Scheme) -> list[Passage]:
        return [p for p in self.passages if p.scheme is scheme]

    def within(self, passage: Passage) -> list[Numeral]:
        """Return the numerals that lie in the passage and mean something."""
        return [n for n in self.numerals if passage.start <= n.start and n.end <= passage.end and not n.weak]


def headline(result: ClaimResult) -> tuple[str, Bounds] | None:
    """Return the first value of a claim that counts something: what words of quantity speak of."""
    if result.kind not in COUNTED:
        return None
    return next(((k, v) for k, v in result.values.items() if isinstance(v.base, int | float)), None)


def finding(
    rule: str, text: str, status: SentenceStatus | None = None, *, instead: str = "", at: tuple[int, int] = (0, 0)
) -> Finding:
    """Return a finding; `at` are the offsets of the words it is about."""
    return Finding(rule, text, instead, status, *at)


def quoted(reading: Reading, start: int, end: int) -> str:
    """Return words of the sentence in quotation marks, for messages."""
    return f'"{" ".join(reading.text[start:end].split())}"'
