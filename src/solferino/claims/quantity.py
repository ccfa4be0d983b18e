"""Words of quantity and the passages they bind (S3): from their own to the end of the sentence, or the next word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from solferino.claims.sole import beside
from solferino.claims.texts import texts
from solferino.claims.upheld import Spoken
from solferino.claims.view import COUNTING, View, silent
from solferino.claims.weakened import measured
from solferino.prose.lexicon import Asked
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.truth import Truth
from solferino.words.verdict import Status

_LIGHT = " ,،–—-"
"""What may stand before a clause and is no word of it."""

_WORDS = 2
"""Words after "all" among which what it is all of stands: "all medical facilities"."""
_NEAR = 12
"""How many characters after "all" its number may stand: "all of the four"."""


@dataclass(frozen=True)
class Bound:
    """A word of quantity with one passage that it binds; not `scored`, what it asks is a note only."""

    asked: Asked
    passage: Passage
    scored: bool
    onward: str = ""
    """The table that the word's own passage counts, where it counts a noun and binds only more of the same."""

    def value(self, result: ClaimResult) -> Bounds | None:
        """Return what the word asks about; None where the claim counts nothing, or nothing filed answers it."""
        if result.kind not in COUNTING or result.verdict.status is Status.ERROR or silent(result):
            return None
        if self.onward and result.table != self.onward:
            return None
        found = measured(result, self.asked.quantity)
        return found[1] if found and isinstance(found[1].base, int | float) else None

    def truth(self, result: ClaimResult) -> Truth | None:
        """Return whether the claim's value satisfies the word; None where the word asks nothing of it."""
        value = self.value(result)
        if value is not None and self.asked.quantity.measure == "only":
            others = [v for c in result.counter if c.kind == "other" for v in c.values.values()]
            return Truth.NO if any(_some(v) for v in others) else Truth.YES
        return None if value is None else self.asked.quantity.truth(value)

    def broken(self, result: ClaimResult) -> Finding | None:
        """Return the finding where the claim's value satisfies the word, and in some world does not."""
        asks, value = self.asked.quantity, self.value(result)
        found = measured(result, asks) if value is not None and asks.measure != "only" else None
        if found is None:
            return None
        start, end = (self.asked.start, self.asked.end) if self.own else (self.passage.start, self.passage.end)
        spoken = Spoken(self.asked.text, start, end, asks.truth, floor=asks.op == "==" and asks.number > 0)
        finding = spoken.broken(result, found[0])
        return replace(finding, rule="S3", status=finding.status if self.scored else None) if finding else None

    @property
    def own(self) -> bool:
        """True where the word stands in the passage itself."""
        return self.passage.start <= self.asked.start < self.passage.end


def bound(view: View) -> list[Bound]:
    """Return every word of quantity with each claim passage it binds, in the order of the sentence."""
    claims = view.of(Scheme.CLAIM)
    often = [(f.start, f.end) for f in view.words.find("how_often", view.text)]
    found: list[Bound] = []
    for word in view.words.quantities(view.text):
        own = next((p for p in claims if p.start <= word.start < p.end), None)
        if own is None:
            continue
        scored = not word.quantity.weak or _opens(word, own, view) or _of_a_share(word, own, view)
        found.append(Bound(word, own, scored or any(rule(word, own, view) for rule in (_of_what, _of_every, _of_whom))))
        if word.quantity.weak or word.quantity.measure == "only":
            continue
        end = _next(word, view)
        adverb = any(a < word.end and word.start < b for a, b in often)
        tables = [r.table for r in view.found(own) if r.kind in COUNTING]
        onward = "" if adverb else next(iter(tables), "-")
        later = [p for p in claims if own.end <= p.start < end and not p.start <= end < p.end]
        found += [Bound(word, p, _goes_on(own, p, view), onward) for p in later]
    return found


def _next(word: Asked, view: View) -> int:
    """Return where the next word of quantity stands, numbers included; the end of the text where there is none."""
    words = [q.start for q in view.words.quantities(view.text) if not q.quantity.weak or _leads(q, view)]
    numbers = [n.start for n in view.numerals if n.kind in ("count", "percent") and not n.weak]
    return min((at for at in (*words, *numbers) if at >= word.end), default=len(view.text))


def _opens(word: Asked, passage: Passage, view: View) -> bool:
    return not view.text[passage.start : word.start].strip("\"'“‘«( ")


def _of_a_share(word: Asked, passage: Passage, view: View) -> bool:
    """True where a weak word of share stands in a passage whose claim gives one, and before no number."""
    given = word.quantity.measure == "share" and any("share" in r.values for r in view.found(passage))
    return given and not any(n.start - word.end <= _NEAR for n in view.inside(passage) if n.end > word.start)


def _leads(word: Asked, view: View) -> bool:
    """True where a word of quantity opens a passage."""
    return any(p.start <= word.start < p.end and _opens(word, p, view) for p in view.passages)


def _of_what(word: Asked, passage: Passage, view: View) -> bool:
    """True where a weak word stands before the name of what the claim counts: `no veto` of a count of vetoes."""
    following = re.match(r"\s+(?:\w+\s+)?(\w{4})", view.text[word.end :])
    tables = [r.table for r in view.found(passage) if r.kind in COUNTING]
    return following is not None and any(t.casefold().startswith(following[1].casefold()) for t in tables if t)


def _of_every(word: Asked, passage: Passage, view: View) -> bool:
    """True where a weak word of the whole stands before what the claim asks about: `all hospitals`."""
    if word.quantity.measure != "share" or word.quantity.number != 1:
        return False
    near = [w.casefold() for w in re.findall(r"[^\W\d]+", view.text[word.end :])[:_WORDS]]
    claims = [c for r in view.found(passage) if r.kind in COUNTING and (c := view.case.claim(r.id)) is not None]
    asked = {w.casefold() for c in claims for t in texts(c.where) for w in re.findall(r"[^\W\d]{4,}", t)}
    return any(n.startswith(a) for n in near for a in asked)


def _of_whom(word: Asked, passage: Passage, view: View) -> bool:
    """True where "only" stands beside the name of a party: it alone did it."""
    return word.quantity.measure == "only" and bool(beside(word, passage, view))


def _goes_on(own: Passage, passage: Passage, view: View) -> bool:
    """True where no clause with a subject of its own begins between two passages: then the word still binds."""
    chain = [p for p in view.of(Scheme.CLAIM) if own.start <= p.start <= passage.start]
    return not any(_breaks(view.text[a.end : b.start], view.text[b.start :], view) for a, b in pairwise(chain))


def _breaks(between: str, following: str, view: View) -> bool:
    if ";" in between or ":" in between:
        return True
    words, ahead = view.words, (between + following).lstrip(_LIGHT)
    if words.opens("clause", ahead) is not None:
        return True
    joint = words.opens("joint", ahead)
    if joint is None:
        return False
    clause = ahead[joint:].lstrip(_LIGHT)
    if words.opens("pronoun", clause) is not None:
        return False
    second = clause.partition(" ")[2]
    begins = words.opens("subject", clause), words.opens("auxiliary", second)
    return clause[:1].isupper() or any(at is not None for at in begins)


def _some(value: Bounds) -> bool:
    return isinstance(value.base, int | float) and value.low > 0  # type: ignore[operator]
