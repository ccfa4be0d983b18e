"""What moved between two wordings of a sentence: numbers, dates, parties, words of quantity, hedges, law, negation."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
from solferino.prose.tongues import base
from solferino.words.party import Parties

_NUMERALS = {"count": "number", "percent": "percentage", "ordinal": "number", "date": "date", "window": "period",
             "symbol": "citation", "article": "citation"}  # fmt: skip


def moved(old: str, new: str, language: str, *, parties: Parties, as_of: date) -> tuple[str, ...]:
    """Return what a reader would take differently, in words, most telling first; nothing where only wording changed."""
    before = list(_senses(old, language, parties, as_of))
    after = list(_senses(new, language, parties, as_of))
    gone = Counter(s[:2] for s in before) - Counter(s[:2] for s in after)
    come = Counter(s[:2] for s in after) - Counter(s[:2] for s in before)
    found = []
    for what in dict.fromkeys(s[0] for s in [*before, *after]):
        was = [text for kind, sense, text in before if kind == what and gone[kind, sense]]
        now = [text for kind, sense, text in after if kind == what and come[kind, sense]]
        if was and now:
            found.append(f"{what}: {_list(was)} became {_list(now)}")
        elif was or now:
            found.append(f"{what}: {_list(was or now)} {'is gone' if was else 'came in'}")
    return tuple(found)


def _senses(text: str, language: str, parties: Parties, as_of: date) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, sense, words) of all that binds a sentence to evidence: two wordings of one sense are the same."""
    for n in numerals(text, language, as_of):
        if n.kind in _NUMERALS and not n.weak:
            yield _NUMERALS[n.kind], f"{n.value} {n.low} {n.high}", n.text
    for name, ids in _named(text, parties):
        yield "party", ids, name
    words = lexicon(language)
    for q in words.quantities(text):
        yield "quantity", q.quantity.word, q.text
    for h in words.hedges(text):
        yield "hedge", f"{h.ladder} {h.rung}", h.text
    for group, kind in (("law", "law"), ("ban", "law"), ("either", "reading")):
        for f in words.find(group, text):
            yield kind, f.text.casefold(), f.text
    for m in _negations(base(language)).finditer(text):
        yield "negation", "", m[0]


def _named(text: str, parties: Parties) -> Iterator[tuple[str, str]]:
    """Yield the names of parties that stand in a text as whole words, longest first, with the ids they may mean."""
    ids: dict[str, set[str]] = {}
    for party in parties.by_id.values():
        for name in party.names():
            if name.strip() and name in text:
                ids.setdefault(name, set()).add(party.id)
    taken: list[tuple[int, int]] = []
    for name in sorted(ids, key=lambda n: (-len(n), n)):
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if all(m.end() <= a or b <= m.start() for a, b in taken):
                taken.append(m.span())
                yield name, " ".join(sorted(ids[name]))


@cache
def _negations(language: str) -> re.Pattern[str]:
    raw = tomllib.loads(files("solferino.prose").joinpath("negations.toml").read_text("utf-8")).get(language, {})
    shapes = {"words": r"(?<!\w){}(?!\w)", "endings": r"(?<=\w){}(?!\w)", "elided": r"(?<!\w){}(?=\w)"}
    found = [shapes[key].format(re.escape(word)) for key, words in raw.items() for word in words]
    return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)


def _list(words: list[str]) -> str:
    return ", ".join(f'"{w}"' for w in words)
