"""The text of a document that a statement cites whole, or why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from solferino.prose.numeral import Numeral
from solferino.prose.numerals import numerals

_PIECE = 4000
"""Characters read at once: what a number is depends on the words near it, and long texts are slow to read whole."""
_STEM, _BEFORE, _AFTER = 4, 40, 80
"""Letters of a word that endings leave alone; characters around a number in which stands what it counts."""
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»')
_LEFT_OUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")
_FITTED = re.compile(r"\[(\w)\](?=\w)")
_WORD = re.compile(r"\w+")
_WORDS = 3
"""Words from which on what stands in quotation marks is a quotation; fewer may be a name, or a word doubted."""


@dataclass(frozen=True)
class Document:
    """A document's plain text; where there is none, `unread` says why and what to do."""

    text: str
    unread: str = ""

    def numerals(self, languages: Iterable[str], as_of: date) -> tuple[Numeral, ...]:
        """Return its numbers, days and citations, as each language reads them."""
        return tuple(n for language in dict.fromkeys(languages) for n in _numerals(self.text, language, as_of))

    def apart(self, number: Numeral, words: Iterable[str], languages: Iterable[str], as_of: date) -> bool:
        """True where it has number and words, and never beside each other: "14 clinics" of "14 beds, 3 clinics".

        False where it has none of the words: who tells in other words may mean the same.
        """
        stems = [w.casefold()[: max(_STEM, len(w) - 2)] for w in words]
        held = [s for s in stems if f" {s}" in _plain(self.text)]
        if not held:
            return False
        for piece in _pieces(self.text):
            for language in dict.fromkeys(languages):
                found = numerals(piece, language, as_of)
                for i, n in enumerate(found):
                    start = max(found[i - 1].end if i else 0, n.start - _BEFORE)
                    end = min(found[i + 1].start if i + 1 < len(found) else len(piece), n.end + _AFTER)
                    near = _plain(piece[start:end])
                    if (n.low, n.high) == (number.low, number.high) and any(f" {s}" in near for s in held):
                        return False
        return True

    def says(self, quotation: str) -> bool:
        """True where the words of a quotation stand in it one after the other; marks, capitals and white space aside.

        Words left out or put in (`…`, `[…]`, `[sic]`) part a quotation in pieces, each of which must stand, in order; a
        letter in brackets (`[T]he`) is a capital changed to fit.
        """
        at, words = 0, _plain(self.text)
        for piece in map(_plain, _LEFT_OUT.split(_FITTED.sub(r"\1", quotation))):
            if not piece.strip():
                continue
            found = words.find(piece, at)
            if found < 0:
                return False
            at = found + len(piece) - 1
        return True


Documents = Callable[[str], Document | None]
"""The document of a source by its id; None where the source is none."""


def quotations(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what stands in quotation marks, with where, if it is long enough to be somebody's words."""
    for match in _QUOTED.finditer(text):
        said = next(g for g in match.groups() if g is not None)
        if len(_WORD.findall(said)) >= _WORDS:
            yield match.start(), match.end(), said


@lru_cache(maxsize=32)
def _numerals(text: str, language: str, as_of: date) -> tuple[Numeral, ...]:
    return tuple(n for piece in _pieces(text) for n in numerals(piece, language, as_of))


def _pieces(text: str) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        while len(paragraph) > _PIECE:
            cut = paragraph.rfind(". ", 0, _PIECE) + 1 or paragraph.rfind(" ", 0, _PIECE) + 1 or _PIECE
            yield paragraph[:cut]
            paragraph = paragraph[cut:]
        yield paragraph


@lru_cache(maxsize=32)
def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
