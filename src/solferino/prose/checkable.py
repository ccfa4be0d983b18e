"""What makes words checkable: numbers, dates, citations, parties, acts, law, quantity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from solferino.prose.folded import fold
from solferino.prose.language import language as load
from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
from solferino.words.party import Parties

_WHY = {
    "count": "number", "percent": "number", "ordinal": "number", "date": "date", "window": "date",
    "symbol": "citation", "article": "citation",
}  # fmt: skip
_RANK = ("number", "date", "citation", "party", "act", "law", "quantity")
_SHORT = 4
"""Names with fewer letters are taken as written only: no plural, no capitals."""
_BEGIN = 4
"""First letters by which the names that may stand in a text are found among all."""


@dataclass(frozen=True, order=True)
class Span:
    """Words of a text that can be checked; `why` is number, date, citation, party, act, law or quantity."""

    start: int
    end: int
    why: str


def checkable(text: str, language: str, parties: Parties, as_of: date | None) -> tuple[Span, ...]:
    """Return the checkable words of `text` in order; where two overlap the longer wins, then the more definite."""
    words = lexicon(language)
    found = [
        Span(n.start, n.end, _WHY[n.kind]) for n in numerals(text, language, as_of) if n.kind in _WHY and not n.weak
    ]
    found += [Span(a, b, "party") for a, b in names_in(text, _listed(parties), language)]
    found += [Span(f.start, f.end, group) for group in ("act", "law") for f in words.find(group, text)]
    found += [Span(q.start, q.end, "quantity") for q in words.quantities(text) if not q.quantity.weak]
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start - s.end, _RANK.index(s.why), s.start)):
        if all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return tuple(sorted(kept))


def names_in(text: str, names: Iterable[str], language: str) -> list[tuple[int, int]]:
    """Return where whole names stand in `text`, in order; where two overlap the longer wins."""
    read = fold(text, language)
    likely = sorted(_likely(tuple(names), read.text, language), key=lambda n: (-len(n), n))
    found: list[Span] = []
    for name in likely:
        for m in _whole(name, language).finditer(read.text):
            if all(m.end() <= f.start or f.end <= m.start() for f in found):
                found.append(Span(m.start(), m.end(), "party"))
    return [(s.start, s.end) for s in read.back(sorted(found))]


def same_name(written: str, name: str, language: str) -> bool:
    """True where `written` is `name`, but for capitals and the endings that a name takes in the language."""
    ours, theirs = (fold(t, language).text.casefold().split() for t in (written, name))
    return len(ours) == len(theirs) and all(a.startswith(_stem(b, language)) for a, b in zip(ours, theirs, strict=True))


def _listed(parties: Parties) -> tuple[str, ...]:
    return tuple(sorted({name for p in parties.by_id.values() for name in p.names() if name.strip()}))


def _likely(names: tuple[str, ...], text: str, language: str) -> tuple[str, ...]:
    """Return the names whose letters stand in `text`: patterns of a few are made sooner than those of all."""
    there = " ".join(text.split()).casefold()
    begun = {there[i : i + n] for n in range(1, _BEGIN + 1) for i in range(len(there) - n + 1)}
    by_begin = _by_begin(names, language)
    near = [known for begin in begun & by_begin.keys() for known in by_begin[begin]]
    return tuple(name for name, stems in near if all(stem in there for stem in stems))


@lru_cache(maxsize=64)
def _by_begin(names: tuple[str, ...], language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return each name as read, with the letters of each of its words that stay in every form: by how the longest
    begins."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name in filter(str.strip, dict.fromkeys(fold(name, language).text for name in names)):
        stems = tuple(_stem(part, language).casefold() for part in name.split())
        found.setdefault(max(stems, key=len)[:_BEGIN], []).append((name, stems))
    return found


@lru_cache(maxsize=2048)
def _whole(name: str, language: str) -> re.Pattern[str]:
    """Return the pattern of a whole name, told by its capitals: a turkey is no State and a court no Court."""
    return re.compile(rf"{load(language).edge}(?:{'|'.join(_forms(name, language))})(?!\w)")


def _forms(name: str, language: str) -> Iterable[str]:
    """Yield a name as written; a long one also in capitals throughout and with the endings of the language."""
    take = load(language).names["take"]
    exact = r"\s+".join(re.escape(part) for part in name.split())
    if name[0].islower():
        exact = f"[{name[0]}{name[0].upper()}]{exact[1:]}"
    if len(name) < _SHORT or not name[-1].isalpha():
        yield exact
        return
    capitals = r"\s+".join(re.escape(part) for part in name.upper().split())
    yield rf"{exact}(?:{take})|{capitals}(?:{take.upper()})"
    if any(_stem(part, language) != part for part in name.split()):
        first, rest = exact[: exact.find("]") + 1] if exact.startswith("[") else "", name.split()
        stems = [re.escape(_stem(part, language)) + rf"(?:{take})" for part in rest]
        yield first + r"\s+".join(stems)[1 if first else 0 :]


def _stem(part: str, language: str) -> str:
    """Return a word of a name without the ending that may go in the language."""
    strip = load(language).names.get("strip")
    if not strip or len(part) <= _SHORT:
        return part
    return re.sub(rf"(?:{strip})$", "", part)
