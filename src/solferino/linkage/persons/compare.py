"""Two records of persons → what agrees, level by level, and what that is worth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from solferino.linkage.persons.named import Named, matched, named, near
from solferino.linkage.persons.settings import PersonSettings
from solferino.places.names import skeleton
from solferino.words.person import PersonRecord, Years

Reasons = tuple[tuple[str, str, int], ...]
RARE = 250
"""How many further persons a list is thought to stand for: a name found once is no proof that it is unique."""


@dataclass(frozen=True)
class Read:
    """A record ready to be compared."""

    record: PersonRecord
    name: Named
    father: Named
    place: str


class Compare:
    """The records of a case, read once; how rare each word of a name is among them; what two of them agree in."""

    def __init__(self, records: Sequence[PersonRecord], settings: PersonSettings) -> None:
        self.settings = settings
        self.read = {r.id: _read(r, across=settings.across) for r in records}
        self._told = Counter(k for r in self.read.values() for k in r.name.keys)
        self._n = len(records)
        self._prior = -round(1000 * math.log2(max(self._n, 20) * settings.one_in))

    def reasons(self, a: str, b: str) -> Reasons:
        """Return (field, level, millibits) that add up to the score; what one of them does not tell is no evidence."""
        one, two = self.read[a], self.read[b]
        found = [("prior", "any", self._prior), *self._names(one, two)]
        for field, level in (
            ("sex", _equal(one.record.sex, two.record.sex)),
            ("born", _years(one.record.born, two.record.born)),
            ("place", _words(one.place, two.place)),
            ("day", self._days(one.record, two.record)),
        ):
            if level:
                found.append((field, level, self.settings.weights[field][level]))
        return tuple(found)

    def _names(self, one: Read, two: Read) -> Iterable[tuple[str, str, int]]:
        if not one.name.keys or not two.name.keys:
            return
        same, close, left, right = matched(one.name, two.name)
        short = min(len(one.name.keys), len(two.name.keys))
        weights, level = self.settings.weights["name"], "other"
        if same + close >= min(2, short) and same + close == short:
            level = "same" if not close and short > 1 else "near"
        worth = weights[level]
        if level == "same":
            worth = self._rarity(one.name.keys, two.name.keys, weights[level])
        yield "name", level, worth
        fathers = [one.father.keys or tuple(left), two.father.keys or tuple(right)]
        if level != "other" and all(fathers) and (one.father.keys or two.father.keys):
            father = next((x for x in ("same", "near") if _meet(*fathers, exact=x == "same")), "other")
            yield "father", father, self.settings.weights["father"][father]

    def _rarity(self, a: Sequence[str], b: Sequence[str], shipped: int) -> int:
        """A name of rare words is worth more than one of common words; never more than so long a list can show."""
        both = [k for k in a if k in b]
        chance = math.prod(max(self._told[k] - 1, 1) / (self._n + RARE) for k in both)
        return min(round(1000 * math.log2(0.74 / max(chance, 0.2 / (self._n + RARE)))), shipped + 4000)

    def _days(self, a: PersonRecord, b: PersonRecord) -> str:
        gaps = [
            max((x.start - (y.end or y.start)).days, (y.start - (x.end or x.start)).days, 0)
            for x in a.told for y in b.told
            if x.what == y.what and x.what != "seen" and x.start and y.start
        ]  # fmt: skip
        return (
            ""
            if not gaps
            else "same"
            if min(gaps) == 0
            else "near"
            if min(gaps) <= self.settings.near_days
            else "other"
        )


def _read(r: PersonRecord, *, across: bool) -> Read:
    return Read(r, named(r.name, across=across), named(r.father, across=across), skeleton(r.place))


def _meet(a: Sequence[str], b: Sequence[str], *, exact: bool) -> bool:
    return any(x == y if exact else near(x, y) for x in a for y in b)


def _equal(a: str, b: str) -> str:
    return "" if not a or not b else "same" if a == b else "other"


def _words(a: str, b: str) -> str:
    return "" if not a or not b else "same" if a == b else "near" if near(a, b) else "other"


def _years(a: Years, b: Years) -> str:
    if a[0] is None or a[1] is None or b[0] is None or b[1] is None:
        return ""
    gap = max(a[0] - b[1], b[0] - a[1], 0)
    return "same" if gap == 0 else "near" if gap <= 2 else "other"


def weight(reasons: Reasons) -> int:
    """Return the score of a pair in millibits."""
    return sum(part for _, _, part in reasons)
