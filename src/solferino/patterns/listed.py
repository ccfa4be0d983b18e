"""Were places hit more often once they had been listed, say for deconfliction, than their unlisted fellows were?

Null: the days of listing are exchanged among the places of a stratum, those never listed included. So a front that
comes nearer raises hits before and after for all, and is no finding; that listing may follow the front stays open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.chance import concluded, refused
from solferino.patterns.events import Ints, Reals
from solferino.patterns.result import Refusal, Result
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run

NULL = "days of listing exchanged among the places of the same stratum"


@dataclass(frozen=True)
class Place:
    """A place that stood from day `first` to day `last`, listed from day `listed` on (None: never), hit on `hits`."""

    stratum: str
    first: int
    last: int
    listed: int | None
    hits: tuple[int, ...] = ()


def listed(
    places: Sequence[Place], *, draws: int = 999, seed: int = 1, dropped: Mapping[str, int] | None = None
) -> Result:
    """Test how many hits fell on places while they were listed. Days are whole numbers of one calendar.

    A hit on the day of listing is none after it: nobody knows what came first, and to leave it out would treat the
    true days unlike those exchanged. A day outside of first and last counts nowhere. Refuses where no stratum has
    places with different days of listing (NOTHING_TO_SHUFFLE), and below five expected. `facts` hold hits and days
    before and after, and the ratio of the rates, which no chance is taken out of.
    """
    told = sorted(places, key=lambda p: (p.stratum, p.first, p.last, p.listed is None, p.listed or 0, sorted(p.hits)))
    never = 1 + max((p.last for p in told), default=0)
    kept = [sorted(h for h in p.hits if p.first <= h <= p.last) for p in told]
    outside = sum(len(p.hits) for p in told) - sum(map(len, kept))
    dropped = {**(dropped or {}), **({"while the place did not stand": outside}
                                     if outside else {})}  # fmt: skip
    number = np.unique(np.array([p.stratum for p in told]), return_inverse=True)[1].astype(np.int64)
    begins = np.flatnonzero(np.diff(number, prepend=-1, append=-2)).astype(np.int64)
    days = np.array([never if p.listed is None else p.listed for p in told], dtype=np.int64)
    sizes = tuple(sorted(np.diff(begins).tolist(), reverse=True))
    hits = np.array([h for one in kept for h in one], dtype=np.int64)
    starts = np.cumsum([0, *map(len, kept)]).astype(np.int64)
    n = len(hits)
    if all(len(set(days[a:b].tolist())) < 2 for a, b in pairwise(begins.tolist())):
        nothing = Refusal("NOTHING_TO_SHUFFLE", {"places": len(told), "strata": len(sizes)})
        return refused("listed", nothing, n=n, seed=seed, strata=sizes, dropped=dropped, told=f"{n} hits")
    observed = int(_after(days, starts, hits, begins[:0], begins[:0], 1)[0])
    width = len(told)
    null = np.concatenate([_after(days, starts, hits, begins, drawn, count)
                           for _, count, drawn in blocks(seed, draws, width)])  # fmt: skip
    first, last = (np.array([getattr(p, k) for p in told], dtype=np.int64) for k in ("first", "last"))
    after_days = int(np.maximum(0, last - np.maximum(days, first - 1)).sum())
    before_days = int(np.maximum(0, np.minimum(days, last) - first + 1).sum())
    rates = (observed / after_days if after_days else None, (n - observed) / before_days if before_days else None)
    ratio = round(rates[0] / rates[1], 9) if rates[0] is not None and rates[1] else None
    facts = {"places": len(told), "listed": sum(p.listed is not None for p in told), "hits_after": observed,
             "days_after": after_days, "hits_before": n - observed, "days_before": before_days,
             "rate_ratio": ratio}  # fmt: skip
    sentence = (
        f"{observed} of {n} hits fell on places after they were listed, where the same days of listing, exchanged "
        "among places of the same stratum, give {expected} ({ratio} times, p = {p})"
    )
    return concluded("listed", observed, drawn=null, n=n, seed=seed, sentence=sentence, null=NULL, strata=sizes,
                     dropped=dropped, facts=facts)  # fmt: skip


def _after(days: Ints, starts: Ints, hits: Ints, begins: Ints, drawn: Any, count: int) -> Reals:
    found = np.zeros(count, dtype=np.int64)
    run(counted_after, (starts, hits, begins, drawn), (days.copy(), found), steps=count * (len(hits) + len(days)))
    return found.astype(np.float64)


def counted_after(starts: Any, hits: Any, begins: Any, bits: Any, days: Any, found: Any) -> None:
    """Exchange days of listing within strata for every draw, and count the hits that come after.

    Without strata they are counted as they are.
    """
    at = 0
    for b in range(len(found)):
        if len(begins):
            at = shuffle(days, begins, bits, at)
        for p in range(len(days)):
            for h in range(starts[p], starts[p + 1]):
                if hits[h] > days[p]:
                    found[b] += 1
