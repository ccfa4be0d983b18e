"""Exact mean and variance of the number of pairs near in space and time, when times are exchanged."""

from __future__ import annotations

from typing import Any

import numpy as np

from solferino.patterns.events import Events, Ints, Reals
from solferino.patterns.pairs import SLACK, Pairs


def time_degrees(t: Reals, span: float) -> Ints:
    """Return how many other times lie within `span` of each, the span included."""
    reach = span + SLACK * max(1.0, span)
    line = np.sort(t)
    low = np.searchsorted(line, t - reach, side="left")
    return np.asarray(np.searchsorted(line, t + reach, side="right") - low - 1, dtype=np.int64)


def pair_degrees(pairs: Pairs, n: int) -> Ints:
    """Return how many pairs each event is part of."""
    return np.asarray(np.bincount(pairs.first, minlength=n) + np.bincount(pairs.second, minlength=n), dtype=np.int64)


def moments(space: Ints, time: Ints) -> tuple[float, float]:
    """Return mean and variance of the common edges of two graphs on n events, one of them relabelled at random.

    `space` and `time` are the degrees of their vertices (Barton and David 1966). Whole numbers until the end.
    """
    n = len(space)
    ns, nt = int(space.sum()) // 2, int(time.sum()) // 2
    if n < 4:
        return (2 * ns * nt / (n * (n - 1)) if n > 1 else 0.0), 0.0
    s2, t2 = int((space * (space - 1)).sum()), int((time * (time - 1)).sum())
    s3, t3 = ns * (ns - 1) - s2, nt * (nt - 1) - t2
    mean = 2 * ns * nt / (n * (n - 1))
    square = mean + s2 * t2 / (n * (n - 1) * (n - 2)) + 4 * s3 * t3 / (n * (n - 1) * (n - 2) * (n - 3))
    return mean, square - mean * mean


def mean_within(events: Events, pairs: Pairs, span: float) -> float:
    """Return the exact mean of pairs near in both where times are exchanged within strata only."""
    k = len(events.begins) - 1
    a, b = events.stratum[pairs.first].astype(np.int64), events.stratum[pairs.second].astype(np.int64)
    cells, counts = np.unique(np.minimum(a, b) * k + np.maximum(a, b), return_counts=True)
    reach = span + SLACK * max(1.0, span)
    lines = [np.sort(events.t[events.begins[s] : events.begins[s + 1]]) for s in range(k)]
    mean = 0.0
    for cell, count in zip(cells.tolist(), counts.tolist(), strict=True):
        one, other = lines[cell // k], lines[cell % k]
        met = int((np.searchsorted(other, one + reach, side="right") - np.searchsorted(other, one - reach)).sum())
        if cell // k == cell % k:
            mean += count * (met - len(one)) / (len(one) * (len(one) - 1))
        else:
            mean += count * met / (len(one) * len(other))
    return mean


def exact(events: Events, pairs: Pairs, span: float) -> tuple[float, float | None]:
    """Return mean and variance; the variance is None where there is more than one stratum, and draws give it."""
    if len(events.begins) > 2:
        return mean_within(events, pairs, span), None
    return moments(pair_degrees(pairs, len(events)), time_degrees(events.t, span))


def subset(pairs: Pairs, keep: Any) -> Pairs:
    """Return the pairs for which `keep` is true."""
    return Pairs(pairs.first[keep], pairs.second[keep], pairs.apart[keep])
