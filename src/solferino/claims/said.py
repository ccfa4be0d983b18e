"""What a sentence says that its translation must say too: numbers, days, citations, and words of quantity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from solferino.claims.view import View
from solferino.prose.citations import same_symbol
from solferino.prose.lexicon import Quantity
from solferino.prose.numeral import Numeral

Kind = Literal["number", "day", "citation", "quantity"]

_ALIKE = 1.5
"""Words of quantity within this factor are taken for one: "dozens" and the tens of other languages."""

_SAID_OTHERWISE = (1, 2)
"""Counts that a language says with an article, a dual or a word such as "both": their absence is no difference."""


@dataclass(frozen=True)
class Said:
    """One thing said: `low`, `high` its ends where it is a number; `marks` its days, or its symbol."""

    kind: Kind
    text: str
    start: int
    end: int
    low: float = 0
    high: float = 0
    share: bool = False
    parts: tuple[int, ...] = ()
    """Of a share told as "three of eight": the three and the eight, which another may tell as two numbers."""
    marks: tuple[str, ...] = ()
    quantity: Quantity | None = None
    ids: tuple[str, ...] = ()
    """What its passage cites."""

    @classmethod
    def all(cls, view: View) -> list[Said]:
        """Return everything of the kind that a sentence says in its claims and sources."""
        words = [q for q in view.words.quantities(view.text) if q.quantity.measure in ("count", "share")]
        found: list[Said] = []
        for p in (p for p in view.passages if p.ids):
            found += [replace(s, ids=p.ids) for n in view.inside(p) for s in _numeral(n, view)]
            found += [
                cls("quantity", q.text, q.start, q.end, quantity=q.quantity, ids=p.ids)
                for q in words if p.start <= q.start < p.end and not q.quantity.weak
            ]  # fmt: skip
        return found

    def told(self, others: Iterable[Said]) -> bool:
        """True where one of `others` says the same, or more than the same where this is a word of quantity."""
        listed = list(others)
        if self.kind == "quantity":
            near = [o for o in listed if o.kind == "quantity" or set(o.ids) & set(self.ids)]
            return self.quantity is not None and _covered(self.quantity, near)
        if self.kind == "number" and not self.share and self.low == self.high and self.low in _SAID_OTHERWISE:
            return True
        same = [o for o in listed if o.kind == self.kind]
        if self.kind == "number":
            counts = {c for o in same for c in ((o.low, o.high) if not o.share else o.parts)}
            return any(self._meets(o) for o in same) or (bool(self.parts) and counts.issuperset(self.parts)) or (
                not self.share and self.low in counts and self.high in counts)  # fmt: skip
        if self.kind == "day":
            days = {d for o in same for d in o.marks}
            return days.issuperset(self.marks)
        return any(same_symbol(self.marks[0], o.marks[0]) or self.marks == o.marks for o in same)

    def _meets(self, other: Said) -> bool:
        if self.share is not other.share:
            return False
        if self.share:
            return abs(self.low - other.low) < 1 and abs(self.high - other.high) < 1
        ranged = self.low != self.high or other.low != other.high
        return (self.low, self.high) == (other.low, other.high) or (
            ranged and self.low <= other.high and other.low <= self.high
        )


def _numeral(n: Numeral, view: View) -> Iterator[Said]:
    if n.kind in ("count", "percent") and n.unit != "loose":
        low, high = float(n.low or 0), float(n.high or 0)
        parts = tuple(int(p) for p in n.unit.split("/")) if "/" in n.unit else ()
        yield Said("number", n.text, n.start, n.end, low, high, n.kind == "percent", parts)
    elif n.kind in ("date", "window") and n.unit != "length":
        # A window may or may not name the day of speaking, at which it ends in any case.
        ends = [str(d) for d in (n.low, n.high) if d is not None and str(d) != str(view.case.settings.as_of)]
        if ends:
            yield Said("day", n.text, n.start, n.end, marks=tuple(dict.fromkeys(ends)))
    elif n.kind in ("symbol", "article"):
        yield Said("citation", n.text, n.start, n.end, marks=(str(n.value),))


def _covered(asked: Quantity, others: list[Said]) -> bool:
    """True where a word of quantity asks no more than one of `others` says."""
    if asked.op in ("<", "<=") or (asked.op == "==" and asked.number in _SAID_OTHERWISE):
        return True
    words = [o.quantity for o in others if o.quantity is not None and o.quantity.measure == asked.measure]
    if asked.op == "==":
        return any(w.op == "==" and w.number == asked.number for w in words)
    floors = [w.number for w in words if w.op in (">=", ">", "==")]
    floors += [
        o.low / (100 if o.share else 1) for o in others if o.kind == "number" and o.share == (asked.measure == "share")
    ]
    reach = _ALIKE if asked.measure == "count" else 1.05
    return any(floor * reach >= asked.number for floor in floors)
