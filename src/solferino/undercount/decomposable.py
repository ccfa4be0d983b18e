"""Averaging over decomposable graphs of dependence, exactly, on a grid of how many were missed (Madigan & York 1997).

Each graph says which lists may depend on each other. Its marginal likelihood is a product over cliques and separators
of Dirichlet integrals, here telescoped along an elimination order, so that all graphs share one table of 2**J terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.overlap import LISTS, Reals

GRID = 4000
"""Points of the grid, about."""

RANGE = 30
"""Times as many as documented that may be missing, at most."""

_CHUNK = 512


@dataclass(frozen=True)
class Posterior:
    """The posterior of the whole number: `total` on a grid, `weight` of each, and how likely the saturated graph is.

    The saturated graph says that all lists may depend on each other: then the missing cell is as large as the prior has
    it. `step` is the width of the grid.
    """

    total: Reals
    weight: Reals
    saturated: float
    best: float
    step: int
    delta: float

    def quantile(self, part: float) -> int:
        """Return the smallest total that a part of the posterior does not pass."""
        at = int(np.searchsorted(np.cumsum(self.weight), part))
        return int(self.total[min(at, len(self.total) - 1)])

    @property
    def edge(self) -> float:
        """Return how much of the posterior lies in the last twentieth of the range: the range decides there."""
        return float(self.weight[-max(1, len(self.weight) // 20) :].sum())


def decomposable(gated: Gated, *, shrink: float = 1.0, times: int = RANGE) -> Posterior:
    """Return the posterior under every decomposable graph, all alike beforehand, and a prior of 1 over the total.

    A cell has the prior count 2**-J, times `shrink`; the missing are 1 to `times` times the documented, in steps.
    ValueError for fewer than three lists or more than six.
    """
    table = gated.table
    j, n, cells = len(table.lists), table.n, table.cells()
    if not LISTS[0] <= j <= LISTS[1]:
        raise ValueError(f"{j} lists: decomposable graphs are averaged for {LISTS[0]} to {LISTS[1]}")
    delta, step = shrink / (1 << j), max(1, times * n // GRID)
    missing = np.arange(1, times * n + 1, step, dtype=np.float64)
    terms = _terms(cells, missing, delta, j)
    shared = _log_gamma(n + missing + 1) - _log_gamma(missing + 1) - np.log(n + missing)
    graphs = _graphs(j)
    top, weight, by_graph = -np.inf, np.zeros(len(missing)), np.zeros(len(graphs))
    for first in range(0, len(graphs), _CHUNK):
        logs = graphs[first : first + _CHUNK] @ terms + shared
        peak = max(top, float(logs.max()))
        weight *= np.exp(top - peak)
        by_graph[:first] *= np.exp(top - peak)
        held = np.exp(logs - peak)
        weight += held.sum(axis=0)
        by_graph[first : first + len(held)] = held.sum(axis=1)
        top = peak
    whole = float(weight.sum())
    saturated = int(np.argmax(graphs[:, (1 << j) - 1]))
    return Posterior(n + missing, weight / whole, float(by_graph[saturated] / whole), float(by_graph.max() / whole),
                     step, delta)  # fmt: skip


def _terms(cells: Reals, missing: Reals, delta: float, j: int) -> Reals:
    """Return the Dirichlet integral of the counts over each set of lists, by the set's number, for each point."""
    number = np.arange(1 << j)
    whole = delta * (1 << j)
    made = np.zeros((1 << j, len(missing)))
    for s in range(1, 1 << j):
        size = s.bit_count()
        prior = delta * (1 << (j - size))
        seen = np.bincount(number & s, weights=cells, minlength=1 << j)
        patterns = [u for u in np.unique(number & s).tolist() if u]
        made[s] = _log_gamma(seen[0] + prior + missing) - _log_gamma(np.array(prior)) * (1 << size)
        made[s] += float(_log_gamma(seen[patterns] + prior).sum())
        made[s] += _log_gamma(np.array(whole)) - _log_gamma(cells.sum() + missing + whole)
    return made


@cache
def _graphs(j: int) -> Reals:
    """Return, for each decomposable graph, how often each set of lists counts (cliques less separators)."""
    return np.array(list(_each(j)), dtype=np.float64)


def _each(j: int) -> Iterator[list[int]]:
    pairs = list(combinations(range(j), 2))
    for number in range(1 << len(pairs)):
        near = [0] * j
        for bit, (a, b) in enumerate(pairs):
            if number >> bit & 1:
                near[a] |= 1 << b
                near[b] |= 1 << a
        if (told := _eliminated(near, j)) is not None:
            yield told


def _eliminated(near: list[int], j: int) -> list[int] | None:
    """Return the sets of a graph along an order in which each list's later neighbours all know each other."""
    sets, left = [0] * (1 << j), (1 << j) - 1
    while left:
        for v in range(j):
            later = near[v] & left
            if left >> v & 1 and all((near[u] | 1 << u) & later == later for u in range(j) if later >> u & 1):
                sets[later | 1 << v] += 1
                sets[later] -= 1
                left &= ~(1 << v)
                break
        else:
            return None
    sets[0] = 0
    return sets


def _log_gamma(x: Any) -> Reals:
    from scipy.special import gammaln

    return np.asarray(gammaln(x))
