"""Probabilities against an audit: a sample that nobody selected, a table of how they hold, and a repair."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)
PER_BIN = 30
SEED = "solferino audit"
Pair = tuple[str, str]


@dataclass(frozen=True)
class Bin:
    """Pairs whose probability lies in [low, high): how many there are, were audited, and proved matches.

    `said` is the mean probability of those audited.
    """

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


def audit_sample(probability: Mapping[Pair, float], *, per_bin: int = PER_BIN, seed: str = SEED) -> list[Pair]:
    """Return pairs to be judged by people, `per_bin` from every bin whatever they look like, in order.

    Chosen by a hash of the two ids: reports that arrive later push few of them out.
    """
    bins: dict[int, list[tuple[bytes, Pair]]] = {}
    for pair, p in probability.items():
        bins.setdefault(_bin(p), []).append((sha256("\x1f".join((seed, *pair)).encode()).digest(), pair))
    return sorted(pair for held in bins.values() for _, pair in sorted(held)[:per_bin])


def reliability(
    probability: Mapping[Pair, float], sample: Iterable[Pair], judged: Mapping[Pair, bool]
) -> tuple[Bin, ...]:
    """Return the bins with what people found among the pairs of an unselected sample that they judged."""
    counts, true = [0] * (len(EDGES) - 1), [0] * (len(EDGES) - 1)
    said: list[list[float]] = [[] for _ in EDGES[1:]]
    for p in probability.values():
        counts[_bin(p)] += 1
    for pair in sample:
        if pair in judged:
            said[_bin(probability[pair])].append(probability[pair])
            true[_bin(probability[pair])] += judged[pair]
    return tuple(
        Bin(low, high, counts[n], len(said[n]), true[n], sum(said[n]) / len(said[n]) if said[n] else (low + high) / 2)
        for n, (low, high) in enumerate(pairwise(EDGES))
    )


def isotonic(bins: Sequence[Bin]) -> list[tuple[float, float]]:
    """Return points (said, true) that never fall: the shares found, neighbours pooled where they would."""
    pools: list[list[float]] = []  # sum of matches, of pairs, of bins
    for b in bins:
        if b.audited:
            pools.append([float(b.matches), float(b.audited), 1.0])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    level = [total / weight for total, weight, count in pools for _ in range(int(count))]
    return list(zip((b.said for b in bins if b.audited), level, strict=True))


def repaired(probability: float, curve: Sequence[tuple[float, float]]) -> float:
    """Return a probability after an audit: between its points by straight lines, so that order stays."""
    if not curve:
        return probability
    points = [(0.0, min(curve[0][1], 0.0)), *curve, (1.0, max(curve[-1][1], 1.0))]
    at = min(max(bisect_right([said for said, _ in points], probability), 1), len(points) - 1)
    (left, low), (right, high) = points[at - 1], points[at]
    return high if right == left else low + (high - low) * (probability - left) / (right - left)


def _bin(probability: float) -> int:
    return min(bisect_right(EDGES, probability), len(EDGES) - 1) - 1
