"""Do events lie near in space and time together, more than where and when they happen explains?

Statistic: pairs within a distance and a number of days of each other. Null: the times of events are exchanged, all of
them or within strata such as town and month. Exchanging the times of *pairs* instead, as is often done, takes pairs
for independent and raises too many alarms; a Poisson tail does so too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.chance import concluded, refused
from solferino.patterns.events import Events, Ints, Reals
from solferino.patterns.moments import exact, time_degrees
from solferino.patterns.pairs import SLACK, close_pairs
from solferino.patterns.result import Refusal, Result
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run

ANYWHERE = "the days of all events exchanged"
WITHIN = "the days of events exchanged within strata"


def knox(
    events: Events, *, distance: float, days: float, draws: int = 999, seed: int = 1, **more: Any
) -> Result:  # fmt: skip
    """Test whether pairs within `distance` and `days` are more than chance gives; both ends are included.

    Refuses where no stratum holds two events (NOTHING_TO_SHUFFLE), and below five expected pairs (FEW_EXPECTED).
    """
    n = len(events)
    if max(events.sizes, default=0) < 2:
        return refused("knox", Refusal("NOTHING_TO_SHUFFLE", {"events": n}), n=n, seed=seed, **more)
    pairs = close_pairs(events.at, distance, metric=events.metric)
    span = days + SLACK * max(1.0, days)
    near = np.abs(events.t[pairs.first] - events.t[pairs.second]) <= span
    observed = int(near.sum())
    expected, variance = exact(events, pairs, days)
    t, span = compact(events.t, span)
    starts = np.searchsorted(pairs.first, np.arange(n + 1)).astype(np.int64)
    null = np.zeros(draws, dtype=np.int64)
    for first, count, drawn in blocks(seed, draws, n):
        found = np.zeros(count, dtype=np.int64)
        run(permuted, (starts, pairs.second, span, events.begins, drawn), (t, found), steps=count * (len(pairs) + n))
        null[first : first + count] = found
    global_ = len(events.begins) == 2
    sentence = (
        f"{n} events: {observed} pairs lie near in space and time where chance gives {{expected}} ({{ratio}} times, "
        "p = {p}); " + ("days exchanged among all, which a moving front alone would beat" if global_ else
                        "days exchanged within strata, so the ebb of fighting of a place and time is allowed for")
    )  # fmt: skip
    facts = {
        "near_in_space": len(pairs), "near_in_time": int(time_degrees(events.t, days).sum()) // 2,
        "distance": distance, "days": days,
    }  # fmt: skip
    return concluded(
        "knox", observed, drawn=null.astype(np.float64), n=n, seed=seed, sentence=sentence, expected=expected,
        variance=variance, null=ANYWHERE if global_ else WITHIN, strata=events.sizes, facts=facts, **more,
    )  # fmt: skip


def compact(t: Reals, span: float) -> tuple[Any, float]:
    """Return times as small whole numbers where they are such, and the span as one: less memory, the same pairs."""
    whole = t - (t.min() if len(t) else 0.0)
    if len(t) and np.all(whole == np.round(whole)) and whole.max() < 32_000:
        return whole.astype(np.int16), float(np.floor(span))
    return t.copy(), span


def permuted(starts: Ints, second: Any, span: float, begins: Any, bits: Any, t: Any, found: Any) -> None:
    """Shuffle the times within strata again and again; count each time the pairs that come near in time."""
    at = 0
    for b in range(len(found)):
        at = shuffle(t, begins, bits, at)
        near = 0
        for i in range(len(starts) - 1):
            mine = t[i]
            for p in range(starts[i], starts[i + 1]):
                gap = mine - t[second[p]]
                near += (gap <= span) & (-gap <= span)
        found[b] = near
