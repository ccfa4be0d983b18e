"""What moved between two wordings of a sentence: numbers, dates, parties, words of quantity, hedges, law, negation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from solferino.prose.checkable import names_in, same_name
from solferino.prose.lexicon import lexicon
from solferino.prose.numerals import numerals
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
    for name, ids in _named(text, language, parties):
        yield "party", ids, name
    words = lexicon(language)
    for q in words.quantities(text):
        yield "quantity", q.quantity.word, q.text
    for h in words.hedges(text):
        yield "hedge", f"{h.ladder} {h.rung}", h.text
    for group, kind in (("law", "law"), ("ban", "law"), ("either", "reading")):
        for f in words.find(group, text):
            yield kind, f.text.casefold(), f.text
    for f in words.find("negator", text):
        yield "negation", "", f.text


def _named(text: str, language: str, parties: Parties) -> Iterator[tuple[str, str]]:
    """Yield the names of parties that stand in a text, each with the ids that it may mean."""
    known = {p.id: tuple(filter(str.strip, p.names())) for p in parties.by_id.values()}
    for start, end in names_in(text, sorted({n for names in known.values() for n in names}), language):
        name = text[start:end]
        meant = [i for i, names in known.items() if any(same_name(name, n, language) for n in names)]
        yield name, " ".join(sorted(meant))


def _list(words: list[str]) -> str:
    return ", ".join(f'"{w}"' for w in words)
