"""Older statistics of clustering in space and time, on all pairs at once: to compare with what others print.

Each has p by event times permuted within strata, as the tests of this room do. What answers questions here is `knox`
and `kst`: these three give one number without a scale that could be named.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solferino.patterns.bits import bits
from solferino.patterns.chance import p_above
from solferino.patterns.events import Events, Reals

Statistic = Callable[[Reals, Reals], float]
"""Of the distances between all events in space, and in time."""


def mantel(*, plus: float = 1.0, power: float = -1.0) -> Statistic:
    """Return the correlation of (distance + plus) ** power in space and in time over all pairs (Mantel 1967)."""

    def of(space: Reals, time: Reals) -> float:
        below = np.tril_indices(len(space), -1)
        a, b = ((x[below] + plus) ** power for x in (space, time))
        return float(np.corrcoef(a, b)[0, 1])

    return of


def modified_knox(*, distance: float, days: float) -> Statistic:
    """Return close pairs less what each event's own close pairs in space and in time lead to expect (Baker 2004)."""

    def of(space: Reals, time: Reals) -> float:
        near, soon = (space <= distance).astype(np.int64), (time <= days).astype(np.int64)
        np.fill_diagonal(near, 0)
        np.fill_diagonal(soon, 0)
        expected = (near.sum(axis=1) * soon.sum(axis=1)).sum() / (len(near) - 1)
        return float((near * soon).sum() - expected) / 2

    return of


def jacquez(*, neighbours: int) -> Statistic:
    """Return how many of each event's nearest in space are among its nearest in time (Jacquez 1996).

    Events equally near count in the order of the events.
    """

    def of(space: Reals, time: Reals) -> float:
        found = np.zeros(space.shape, dtype=np.int64)
        for apart in (space, time):
            others = apart.copy()
            np.fill_diagonal(others, np.inf)
            nearest = np.argsort(others, axis=1, kind="stable")[:, :neighbours]
            np.put_along_axis(found, nearest, np.take_along_axis(found, nearest, axis=1) + 1, axis=1)
        return float((found == 2).sum())

    return of


def compared(told: Events, statistic: Statistic, *, draws: int = 999, seed: int = 1) -> tuple[float, float]:
    """Return a statistic of events and its p; memory grows with the square of their number."""
    gap = told.at[:, None, :] - told.at[None, :, :]
    space = np.sqrt((gap**2).sum(axis=2))
    time = np.abs(told.t[:, None] - told.t[None, :])
    observed = statistic(space, time)
    null = np.zeros(draws)
    for k in range(draws):
        shuffled = np.lexsort((bits(seed, k, len(told.t)), told.stratum))
        null[k] = statistic(space, time[np.ix_(shuffled, shuffled)])
    return observed, p_above(observed, null)
