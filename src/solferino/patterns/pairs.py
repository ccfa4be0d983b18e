"""Pairs of events no farther apart than a distance, found once: permutations only move what hangs on them.

A metric is `plane` (straight lines), `streets` (at right angles, in x and y) or `globe` (points in metres from the
centre of the earth; the way over ground, from the straight line below it).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from solferino.words.compiled import COMPILE_FROM, run

_MEAN = 6371008.8
SLACK = 1e-9
"""Relative slack of a distance: a pair at the very radius is within it, whatever the rounding of its coordinates."""

Reals = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True)
class Pairs:
    """Pairs (first < second), in order, with their distances."""

    first: Ints
    second: Ints
    apart: Reals

    def __len__(self) -> int:
        return len(self.first)


def close_pairs(at: Reals, radius: float, *, metric: str = "plane") -> Pairs:
    """Return the pairs of rows of `at` within `radius` of each other, the radius included."""
    reach = reach_of(radius, metric)
    axis = int(np.argmax(np.ptp(at, axis=0))) if len(at) else 0
    order = np.argsort(at[:, axis], kind="stable")
    x, y, z = (np.ascontiguousarray(at[order, (axis + k) % 3]) for k in range(3))
    last = np.searchsorted(x, x + reach, side="right")
    first, second, apart = _swept(x, y, z, last, reach, streets=metric == "streets")
    a, b = order[first], order[second]
    a, b = np.minimum(a, b), np.maximum(a, b)
    by = np.lexsort((b, a))
    return Pairs(a[by].astype(np.int32), b[by].astype(np.int32), _ground(apart[by], metric))


def _swept(x: Reals, y: Reals, z: Reals, last: Any, reach: float, *, streets: bool) -> tuple[Any, Any, Reals]:
    """Return the pairs along the sorted axis `x`, up to `last` of each: at once where few may be, else swept twice."""
    ahead = last - np.arange(len(x)) - 1
    steps = int(ahead.sum())
    if steps < COMPILE_FROM:
        i = np.repeat(np.arange(len(x)), ahead)
        j = np.arange(steps) - np.repeat(ahead.cumsum() - ahead, ahead) + i + 1
        dx, dy, dz = (np.abs(c[j] - c[i]) for c in (x, y, z))
        d = dx + dy + dz if streets else np.sqrt(dx * dx + dy * dy + dz * dz)
        near = d <= reach
        return i[near], j[near], d[near]
    count, none = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int32)
    run(sweep, (x, y, z, last, reach, streets), (none, none, np.zeros(0), count), steps=steps)
    n = int(count[0])
    first, second, apart = np.zeros(n, dtype=np.int32), np.zeros(n, dtype=np.int32), np.zeros(n)
    run(sweep, (x, y, z, last, reach, streets), (first, second, apart, count), steps=steps)
    return first, second, apart


def sweep(
    x: Any, y: Any, z: Any, last: Any, reach: float, streets: bool, first: Any, second: Any, apart: Any, count: Any
) -> None:
    """Count the pairs along the sorted axis `x`, and write them where there is room for them."""
    n = 0
    room = len(first)
    for i in range(len(x)):
        for j in range(i + 1, last[i]):
            dx, dy, dz = abs(x[j] - x[i]), abs(y[j] - y[i]), abs(z[j] - z[i])
            d = dx + dy + dz if streets else sqrt(dx * dx + dy * dy + dz * dz)
            if d <= reach:
                if n < room:
                    first[n], second[n], apart[n] = i, j, d
                n += 1
    count[0] = n


def near_places(at: Reals, places: Reals, radius: float, *, metric: str = "plane") -> tuple[Ints, Ints, Reals]:
    """Return (place, event, distance) for every event within `radius` of a place, by place and event."""
    reach = reach_of(radius, metric)
    both = np.concatenate([at, places])
    axis = int(np.argmax(np.ptp(both, axis=0))) if len(both) else 0
    order = np.argsort(at[:, axis], kind="stable")
    line = at[order, axis]
    low = np.searchsorted(line, places[:, axis] - reach, side="left")
    high = np.searchsorted(line, places[:, axis] + reach, side="right")
    who, which, far = [], [], []
    for place in range(len(places)):
        some = order[low[place] : high[place]]
        apart = np.sqrt(((at[some] - places[place]) ** 2).sum(axis=1))
        inside = apart <= reach
        found = np.argsort(some[inside], kind="stable")
        which.append(some[inside][found])
        far.append(apart[inside][found])
        who.append(np.full(len(found), place))
    if not who:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0)
    return (
        np.concatenate(who).astype(np.int32),
        np.concatenate(which).astype(np.int32),
        _ground(np.concatenate(far), metric),
    )


def reach_of(radius: float, metric: str) -> float:
    """Return the straight line that stands for a radius, with its slack."""
    line = 2 * _MEAN * np.sin(min(radius / (2 * _MEAN), np.pi / 2)) if metric == "globe" else radius
    return float(line * (1 + SLACK) + 1e-12)


def _ground(line: Reals, metric: str) -> Reals:
    """Return the distances that straight lines stand for."""
    return 2 * _MEAN * np.arcsin(np.minimum(line / (2 * _MEAN), 1.0)) if metric == "globe" else line
