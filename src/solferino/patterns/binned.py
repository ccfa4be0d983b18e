"""Pairs counted by bins of distance and of days, in one pass for all bins and all draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.events import Events, Reals
from solferino.patterns.knox import compact
from solferino.patterns.pairs import close_pairs
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run


@dataclass(frozen=True)
class Tables:
    """Counts by distance and days: `observed` (S, T), `drawn` (draws, S, T)."""

    observed: Reals
    drawn: Reals

    def cumulated(self) -> Tables:
        """Return the counts up to each distance and each number of days."""
        return Tables(_sums(self.observed), _sums(self.drawn))


def tables(
    events: Events, distances: Sequence[float], days: Sequence[float], *, draws: int, seed: int, closed: bool = True
) -> Tables:  # fmt: skip
    """Return the table of pairs by the upper ends of bins, which belong to their bin where `closed`; zero begins all.

    Pairs beyond the last distance are in no bin, and so are those beyond the last day.
    """
    space, time = edges(distances, closed=closed), edges(days, closed=closed)
    pairs = close_pairs(events.at, max(distances), metric=events.metric)
    band = np.searchsorted(space, pairs.apart, side="left")
    keep = band < len(space)
    first, second, band = pairs.first[keep], pairs.second[keep], band[keep].astype(np.int64)
    whole = bool(np.all(events.t == np.round(events.t)))
    t = compact(events.t, 0.0)[0] if whole else events.t.copy()
    starts = np.searchsorted(first, np.arange(len(events) + 1)).astype(np.int64)
    size = len(space) * len(time)
    null = np.zeros((draws, size), dtype=np.int64)
    seen = np.zeros(size, dtype=np.int64)
    at = np.arange(2, dtype=np.int64) * 0
    steps = len(first)
    run(counted, (starts, second, band, time, at, at[:0], 1), (t, seen), steps=steps)
    for begin, count, drawn in blocks(seed, draws, len(events)):
        found = np.zeros(count * size, dtype=np.int64)
        given = (starts, second, band, time, events.begins, drawn, count)
        run(counted, given, (t, found), steps=count * (steps + len(events)))
        null[begin : begin + count] = found.reshape(count, size)
    shape = (len(space), len(time))
    return Tables(seen.reshape(shape).astype(np.float64), null.reshape(draws, *shape).astype(np.float64))


def edges(ends: Sequence[float], *, closed: bool) -> Reals:
    """Return ends of bins moved by a hair, so that a value at an end falls where it belongs whatever its rounding."""
    made = np.array(ends, dtype=np.float64)
    hair = 1e-9 * np.maximum(1.0, np.abs(np.where(np.isfinite(made), made, 1.0)))
    return made + hair if closed else made - hair


def counted(
    starts: Any, second: Any, band: Any, time: Any, begins: Any, bits: Any, draws: int, t: Any, found: Any
) -> None:
    """Shuffle the times within strata and count the pairs of each bin, again and again; without strata, as they are."""
    at = 0
    bins = len(time)
    size = len(found) // draws
    for b in range(draws):
        at = shuffle(t, begins, bits, at)
        for i in range(len(starts) - 1):
            mine = t[i]
            for p in range(starts[i], starts[i + 1]):
                gap = abs(mine - t[second[p]])
                k = 0
                while k < bins and gap > time[k]:
                    k += 1
                if k < bins:
                    found[b * size + band[p] * bins + k] += 1


def _sums(counts: Reals) -> Reals:
    return np.asarray(counts.cumsum(axis=-1).cumsum(axis=-2))
