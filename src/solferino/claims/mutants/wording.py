"""Words of quantity, conjunctions and hedges changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from solferino.claims.mutants.language import language
from solferino.claims.mutants.mutant import Mutant
from solferino.claims.view import View
from solferino.prose.lexicon import Asked, Quantity
from solferino.words.statement import Passage, Scheme

_UP = (">", ">=")


def quantity(view: View) -> Iterator[Mutant]:
    """Yield words of quantity changed to the one that denies, the weakest and the strongest of their kind."""
    lists = language(view.language)["quantity"]
    often = [(f.start, f.end) for f in view.words.find("how_often", view.text)]
    for word in view.words.quantities(view.text):
        if word.quantity.measure not in ("count", "share") or (word.quantity.weak and not _opens(word, view)):
            continue
        adverb = any(a < word.end and word.start < b for a, b in often)
        kind = "share" if word.quantity.measure == "share" else "how_often" if adverb else "how_many"
        for now in lists.get(kind, ()):
            asks = [q.quantity for q in view.words.quantities(now) if q.quantity.measure != "idle"]
            if asks and not _same(asks[0], word.quantity):
                yield Mutant("quantity", word.start, word.text, _cased(now, word.text), _weaker(asks[0], word.quantity))


def _opens(word: Asked, view: View) -> bool:
    return any(p.start <= word.start < p.end and not view.text[p.start : word.start].strip() for p in view.passages)


def _same(a: Quantity, b: Quantity) -> bool:
    return (a.measure, a.op, a.number) == (b.measure, b.op, b.number)


def _weaker(now: Quantity, was: Quantity) -> bool:
    """True where whatever satisfies `was` satisfies `now`; a share above nought is some of them."""
    if now.op not in _UP:
        return False
    if now.measure == "count" and was.measure == "share":
        return was.op in _UP and now.number <= 1
    least = was.number if was.op in (*_UP, "==") else 0
    return now.measure == was.measure and now.number <= least


def conjunction(view: View) -> Iterator[Mutant]:
    """Yield "and" as "or", which is weaker unless denied, and "or" as "and"; none within a name, a date or a number."""
    data = language(view.language)["conjunction"]
    if not data:
        return
    kept = [(n.start, n.end) for n in view.numerals]
    kept += [(n.start, n.end) for book in view.books for n in book.find(view.text)]
    kept += [(q.start, q.end) for q in view.words.quantities(view.text, idle=True)]
    for found in re.finditer(rf"(?<![\w/])(?:{data['and']}|{data['or']})(?![\w/])", view.text, re.IGNORECASE):
        passage = _passage(found.start(), view)
        if passage is None or any(a < found.end() and found.start() < b for a, b in kept):
            continue
        joins = found[0].casefold() == data["and"]
        weaker = joins and not view.words.find("negator", view.text[passage.start : found.start()])
        now = _cased(data["or"] if joins else data["and"], found[0])
        yield Mutant("conjunction", found.start(), found[0], now, weaker)


def hedge(view: View) -> Iterator[Mutant]:
    """Yield hedges left out."""
    flat: dict[str, str] = language(view.language)["hedge"]
    listed = "|".join(sorted(map(re.escape, flat), key=len, reverse=True)) or "(?!)"
    whole = re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
    for word in view.words.hedges(view.text):
        if _passage(word.start, view) is None:
            continue
        longer = next((m for m in whole.finditer(view.text) if m.start() <= word.start < m.end()), None)
        if longer is not None:
            yield Mutant("hedge", longer.start(), longer[0], _cased(flat[longer[0].casefold()], longer[0]))
        else:
            end = word.end + (view.text[word.end : word.end + 1] == " ")
            yield Mutant("hedge", word.start, view.text[word.start : end], "")


def _passage(at: int, view: View) -> Passage | None:
    spoken = (*view.of(Scheme.CLAIM), *view.of(Scheme.SOURCE))
    return next((p for p in spoken if p.start <= at < p.end), None)


def _cased(now: str, was: str) -> str:
    return now[:1].upper() + now[1:] if was[:1].isupper() else now
