"""What makes words checkable: numbers, dates, parties, acts, law, quantity. Outside a link, such words are bare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
from solferino.words.party import Parties

_GROUPS = (("act", "an act"), ("law", "a word of law"))


@dataclass(frozen=True, order=True)
class Span:
    """Words of a text from `start` to `end`, and why they can be checked."""

    start: int
    end: int
    why: str


def checkable(
    text: str, language: str = "en", parties: Parties | None = None, as_of: date | None = None
) -> tuple[Span, ...]:
    """Return the checkable words of `text` in order; where several overlap, the first and longest is kept."""
    words = lexicon(language)
    found = [
        Span(n.start, n.end, "a date" if n.kind in ("date", "window") else "a number")
        for n in numerals(text, language, as_of)
        if not n.weak and n.kind not in ("name", "ordinal")
    ]
    found += [Span(q.start, q.end, "a word of quantity") for q in words.quantities(text) if not q.quantity.weak]
    for group, why in _GROUPS:
        found += [Span(f.start, f.end, why) for f in words.find(group, text)]
    if parties is not None and parties.by_id:
        found += [Span(m.start(), m.end(), "a party") for m in _names(_spelled(parties)).finditer(text)]
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def _spelled(parties: Parties) -> tuple[str, ...]:
    return tuple(sorted({name for p in parties.by_id.values() for name in p.names() if len(name) > 1}))


@lru_cache(maxsize=8)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    """Names are told by their capitals, so that a turkey is no State and a court no Court."""
    ordered = sorted(names, key=lambda n: (-len(n), n))
    body = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in ordered)
    return re.compile(rf"(?<![\w]){f'(?:{body})'}(?:['’]s)?(?![\w])")
