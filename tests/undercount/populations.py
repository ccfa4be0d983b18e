"""Invented populations with lists of them: what coverage is measured on, after the scenarios of the literature."""

from __future__ import annotations

import numpy as np

from solferino.undercount.overlap import OverlapTable

Rng = np.random.Generator


def listed(rng: Rng, probabilities: np.ndarray) -> OverlapTable:
    """The table of units that got on each list with these probabilities (units by lists); the unlisted are gone."""
    on = (rng.uniform(size=probabilities.shape) < probabilities).astype(int)
    counts: dict[tuple[int, ...], int] = {}
    for row in map(tuple, on.tolist()):
        counts[row] = counts.get(row, 0) + 1
    return OverlapTable.of([f"list {k}" for k in range(on.shape[1])], counts)


def independent(rng: Rng) -> OverlapTable:
    """A: 2,000 units, four lists that know nothing of each other."""
    return listed(rng, np.tile([0.25, 0.2, 0.15, 0.12], (2000, 1)))


def two_dependent(rng: Rng) -> OverlapTable:
    """C: as A, but whoever is on the first list is three times as likely to be on the second."""
    first = rng.uniform(size=2000) < 0.25
    rates = np.tile([0.25, 0.15, 0.15, 0.12], (2000, 1))
    rates[:, 0] = first
    rates[:, 1] = np.where(first, 0.45, 0.15)
    return listed(rng, rates)


def sparse(rng: Rng) -> OverlapTable:
    """D: 1,000 units, four lists of few."""
    return listed(rng, np.tile([0.06, 0.05, 0.04, 0.04], (1000, 1)))


def two_classes(rng: Rng) -> OverlapTable:
    """B: 2,000 units, one in ten of a class that five lists all see, the others of one that hardly any does.

    The rates are those of the simulation in Manrique-Vallier 2016.
    """
    seen = rng.uniform(size=2000) < 0.1
    rates = np.where(seen[:, None], [0.66, 0.825, 0.759, 0.99, 0.693], [0.033, 0.033, 0.099, 0.132, 0.033])
    return listed(rng, rates)


def unseen(rng: Rng) -> OverlapTable:
    """E: as A, but three in ten of 2,000 are nearly invisible to every list: nothing in the table says so."""
    rates = np.tile([0.35, 0.28, 0.22, 0.17], (2000, 1))
    rates[rng.uniform(size=2000) < 0.3] = 0.002
    return listed(rng, rates)


def unlinked(table: OverlapTable, error: float, *, seed: int = 1) -> OverlapTable:
    """F: a table in which links were missed; each unit on several lists falls in two with probability `error`."""
    rng = np.random.default_rng([seed, 8])
    made = table.cells()
    for s in (s for s in range(1, len(made)) if s.bit_count() > 1):
        broken = int(rng.binomial(int(table.cells()[s]), error))
        singles = [1 << k for k in range(len(table.lists)) if s >> k & 1]
        for single, count in zip(singles, rng.multinomial(broken, [1 / len(singles)] * len(singles)), strict=True):
            made[[single, s ^ single]] += count
            made[s] -= count
    return table.with_cells(made)


WORLDS = {"A": (independent, 2000), "C": (two_dependent, 2000), "D": (sparse, 1000), "B": (two_classes, 2000),
          "E": (unseen, 2000)}  # fmt: skip
"""Each world with its true total; F is A with links missed."""
