"""Pairs up to each distance and each number of days, weighed for the edges of a window and of a period.

Weights of distance are whole millionths, those of time one or two: sums do not depend on an order, and draws that tie
with what was observed do so exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.binned import Tables, edges
from solferino.patterns.bits import blocks
from solferino.patterns.events import Events
from solferino.patterns.pairs import close_pairs
from solferino.patterns.ripley import Window, isotropic
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run

ONE = 1_000_000
"""The weight of a pair of which nothing lies outside of the window."""


def weighed(
    events: Events, distances: Sequence[float], days: Sequence[float], *, window: Window | None,
    period: tuple[float, float], draws: int, seed: int,
) -> Tables:  # fmt: skip
    """Return the pairs within each distance and number of days, ends included, each the mean of its two weights."""
    space, time = edges(distances, closed=True), edges(days, closed=True)
    pairs = close_pairs(events.at, max(distances), metric=events.metric)
    band = np.searchsorted(space, pairs.apart, side="left")
    keep = band < len(space)
    first, second, apart, band = pairs.first[keep], pairs.second[keep], pairs.apart[keep], band[keep].astype(np.int64)
    starts = np.searchsorted(first, np.arange(len(events) + 1)).astype(np.int64)
    there, back = (
        np.full(len(first), ONE) if window is None else
        np.round(ONE * isotropic(events.at[i], apart[:, None], window)[:, 0]).astype(np.int64)
        for i in (first, second)
    )  # fmt: skip
    size, t = len(space) * len(time), events.t.copy()
    given = (starts, second, there, back, band, time, period[0], period[1])
    seen, null, none = np.zeros(size, dtype=np.int64), np.zeros((draws, size), dtype=np.int64), events.begins[:0]
    run(counted, (*given, none, none, 1), (t, seen), steps=len(first))
    for begin, count, drawn in blocks(seed, draws, len(events)):
        found = np.zeros(count * size, dtype=np.int64)
        run(counted, (*given, events.begins, drawn, count), (t, found), steps=count * (len(first) + len(events)))
        null[begin : begin + count] = found.reshape(count, size)
    shape = (len(space), len(time))
    return Tables(seen.reshape(shape) / (2 * ONE), null.reshape(draws, *shape) / (2 * ONE)).cumulated()


def counted(
    starts: Any, second: Any, there: Any, back: Any, band: Any, time: Any, low: float, high: float, begins: Any,
    bits: Any, draws: int, t: Any, found: Any,
) -> None:  # fmt: skip
    """Shuffle the times within strata and add up the weights of the pairs of each bin, again and again."""
    at = 0
    bins = len(time)
    size = len(found) // draws
    for b in range(draws):
        at = shuffle(t, begins, bits, at)
        for i in range(len(starts) - 1):
            mine = t[i]
            margin = min(mine - low, high - mine)
            for p in range(starts[i], starts[i + 1]):
                other = t[second[p]]
                gap = abs(mine - other)
                k = 0
                while k < bins and gap > time[k]:
                    k += 1
                if k < bins:
                    weight = there[p] if gap < margin else 2 * there[p]
                    weight += back[p] if gap < min(other - low, high - other) else 2 * back[p]
                    found[b * size + band[p] * bins + k] += weight
