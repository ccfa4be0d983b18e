"""Simulation-based calibration (Talts et al. 2018): totals drawn from a prior lie anywhere in their posteriors alike.

Of many totals, each drawn with all else from the prior of a model and estimated by it, the parts of the posterior below
the truth are uniform. What is asked of the data alone (somebody is listed) leaves them uniform; what is asked of the
truth as well (somebody is missing, not more than the range has) is asked of the posterior too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations

import numpy as np
from scipy.stats import chisquare

from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import Gated, gate, passed_on
from solferino.undercount.latent import CAP, SHAPE, latent
from solferino.undercount.overlap import OverlapTable

Rng = np.random.Generator
FEWEST, MOST = 40, 400
"""Totals of the prior: 1 over the total, between these."""

BINS = 20


def p_uniform(parts: list[float]) -> float:
    """Return the p of a chi-square test that these parts are uniform."""
    return float(chisquare(np.histogram(parts, BINS, (0, 1))[0]).pvalue)


def ranked(make: Callable[[Rng], float | None], runs: int, *, seed: int, first: int = 0) -> list[float]:
    """Return the part of the posterior below the truth in populations number `first` and on; those not asked are left out."""
    found = (make(np.random.default_rng([seed, n])) for n in range(first, first + runs))
    return [part for part in found if part is not None]


def by_graphs(lists: int) -> Callable[[Rng], float | None]:
    """A population of a decomposable graph drawn with its cells from the hyper-Dirichlet law, and its part."""

    def make(rng: Rng) -> float | None:
        orders = _orders(lists)
        cells = _cells(rng, orders[rng.integers(len(orders))], lists)
        total, counts = _population(rng, cells)
        n = total - int(counts[0])
        if n == 0 or counts[0] == 0:
            return None
        found = decomposable(_table(counts, lists), times=-(-MOST // n))
        kept = (found.total >= FEWEST) & (found.total <= MOST)
        weight = np.where(kept, found.weight, 0.0)
        weight /= weight.sum()
        return float(weight[found.total < total].sum() + rng.uniform() * weight[found.total == total].sum())

    return make


def by_classes(lists: int, *, classes: int, sweeps: int) -> Callable[[Rng], float | None]:
    """A population of latent classes drawn from the Dirichlet process, and its part."""

    def make(rng: Rng) -> float | None:
        alpha = max(rng.gamma(SHAPE, 1 / SHAPE), 1e-6)
        sticks = np.append(rng.beta(1, alpha, classes - 1), 1.0)
        weights = sticks * np.append(1.0, np.cumprod(1 - sticks[:-1]))
        rates = rng.uniform(size=(lists, classes))
        on = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
        of_class = np.prod(np.where(on[:, :, None] == 1, rates, 1 - rates), axis=1)
        total, counts = _population(rng, of_class @ weights)
        n = total - int(counts[0])
        if n == 0 or counts[0] > CAP * n:
            return None
        drawn = latent(_table(counts, lists), classes=classes, sweeps=sweeps, seed=int(rng.integers(2**31)), rungs=4)
        kept = drawn.draws[(drawn.draws >= FEWEST) & (drawn.draws <= MOST)]
        if not len(kept):
            return None
        return float(np.mean(kept < total) + rng.uniform() * np.mean(kept == total))

    return make


def _population(rng: Rng, cells: np.ndarray) -> tuple[int, np.ndarray]:
    """Draw a total, 1 over it, and how many are in each cell, the first being on no list."""
    totals = np.arange(FEWEST, MOST + 1)
    total = int(rng.choice(totals, p=(1 / totals) / (1 / totals).sum()))
    return total, rng.multinomial(total, cells / cells.sum())


def _cells(rng: Rng, order: tuple[tuple[int, int], ...], lists: int) -> np.ndarray:
    """Draw the probability of each cell: a list given those that come later and know it, from the last one on."""
    cells = np.ones(1 << lists)
    number = np.arange(1 << lists)
    for v, later in reversed(order):
        prior = 2.0 ** (lists - later.bit_count() - 1) / (1 << lists)
        for held in np.unique(number & later):
            yes = rng.beta(prior, prior)
            here = (number & later) == held
            cells[here & (number >> v & 1 == 1)] *= yes
            cells[here & (number >> v & 1 == 0)] *= 1 - yes
    return cells


@cache
def _orders(lists: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return every decomposable graph as lists in an order, each with those after it that know it and one another."""
    pairs, found = list(combinations(range(lists), 2)), []
    for number in range(1 << len(pairs)):
        edges = {pair for bit, pair in enumerate(pairs) if number >> bit & 1}
        left, order = set(range(lists)), list[tuple[int, int]]()
        while left:
            for v in sorted(left):
                later = [u for u in left if (min(u, v), max(u, v)) in edges]
                if all(pair in edges for pair in combinations(sorted(later), 2)):
                    order.append((v, sum(1 << u for u in later)))
                    left.discard(v)
                    break
            else:
                break
        if not left:
            found.append(tuple(order))
    return tuple(found)


def _table(counts: np.ndarray, lists: int) -> Gated:
    """Return the table of those listed: any, for what the gate refuses is asked of the data alone."""
    told = {tuple(s >> k & 1 for k in range(lists)): int(counts[s]) for s in range(1, 1 << lists)}
    return passed_on(_any(lists), OverlapTable.of([f"list {k}" for k in range(lists)], told))


@cache
def _any(lists: int) -> Gated:
    full = {tuple(s >> k & 1 for k in range(lists)): 50 for s in range(1, 1 << lists)}
    found = gate(OverlapTable.of([f"list {k}" for k in range(lists)], full)).passed
    assert found is not None
    return found
