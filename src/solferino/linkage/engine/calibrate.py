"""Probabilities against an audit: a sample that nobody selected, a table of how they hold, and a repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solferino.linkage.engine.fields import Ints, Reals

EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Bin:
    """Pairs whose probability lies in [low, high): how many there are, were audited, and proved matches."""

    low: float
    high: float
    pairs: int
    audited: int
    matches: int
    said: float

    @property
    def true(self) -> float | None:
        """The share of matches among those audited, None where nobody looked."""
        return self.matches / self.audited if self.audited else None


def audit_sample(probability: Reals, *, per_bin: int, seed: int) -> Ints:
    """Return pairs to be judged by people, `per_bin` drawn from every bin whatever they look like, in order."""
    odds = np.random.default_rng(seed)
    found = []
    for low, high in pairwise(EDGES):
        held = np.flatnonzero((probability >= low) & (probability < high))
        found.append(odds.choice(held, min(per_bin, len(held)), replace=False) if len(held) else held)
    return np.sort(np.concatenate(found))


def reliability(probability: Reals, audited: Ints, match: Sequence[bool]) -> tuple[Bin, ...]:
    """Return the bins with what people found in an unselected sample of pairs."""
    said, true = probability[audited], np.asarray(match, dtype=np.bool_)
    made = []
    for low, high in pairwise(EDGES):
        every, here = (probability >= low) & (probability < high), (said >= low) & (said < high)
        mean = float(said[here].mean()) if here.any() else (low + high) / 2
        made.append(Bin(low, high, int(every.sum()), int(here.sum()), int(true[here].sum()), mean))
    return tuple(made)


def isotonic(bins: Sequence[Bin]) -> tuple[Reals, Reals]:
    """Return points (said, true) that never fall: the shares found, neighbours pooled where they would."""
    held = [[b.said, b.true or 0.0, float(b.audited)] for b in bins if b.audited]
    pools: list[list[float]] = []  # sum of matches, of pairs, of bins
    for _, true, weight in held:
        pools.append([true * weight, weight, 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    level = [total / weight for total, weight, count in pools for _ in range(int(count))]
    return np.array([said for said, _, _ in held]), np.array(level)


def repaired(probability: Reals, curve: tuple[Reals, Reals]) -> Reals:
    """Return probabilities after an audit: between its points by straight lines, so that their order stays."""
    said, true = curve
    if not len(said):
        return probability
    out: Reals = np.interp(probability, [0.0, *said, 1.0], [min(true[0], 0.0), *true, max(true[-1], 1.0)])
    return out
