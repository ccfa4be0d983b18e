"""Log-linear models of overlap, many at once: Poisson regressions of the observed cells on lists and pairs of lists.

One design holds the columns of all models; each model says which it uses. The weighted sums of squares of all are one
product of matrices, so a thousand resamples with ten candidates each are a few seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from solferino.undercount.exist import exists
from solferino.undercount.overlap import Ints, OverlapTable, Reals

Mask = np.ndarray[Any, np.dtype[np.bool_]]
ROUNDS = 60
SUSPECT = 11.0
"""Coefficients beyond which a fit may be running off to infinity: whether it is, a linear program says."""


@dataclass(frozen=True)
class Design:
    """Columns of all models: a constant, the lists, their pairs, and what `more` adds; the cells by number, from 1."""

    lists: int
    more: tuple[tuple[float, ...], ...] = ()

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(self.lists), 2))

    @cached_property
    def on(self) -> Ints:
        """Return which lists each observed cell is on."""
        return np.arange(1, 1 << self.lists)[:, None] >> np.arange(self.lists) & 1

    @cached_property
    def columns(self) -> Reals:
        both = [self.on[:, a] * self.on[:, b] for a, b in self.pairs]
        held = [np.ones(len(self.on)), *self.on.T, *both, *map(np.array, self.more)]
        return np.stack(held, axis=1).astype(np.float64)

    @cached_property
    def squares(self) -> Reals:
        """Return the products of every two columns, by cell."""
        x = self.columns
        return (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)

    @property
    def first_pair(self) -> int:
        return 1 + self.lists

    def model(self, pairs: Mask) -> Mask:
        """Return which columns models use that have these pairs (models by pairs)."""
        plain = np.ones((len(pairs), self.first_pair), dtype=bool)
        return np.concatenate([plain, pairs, np.zeros((len(pairs), len(self.more)), dtype=bool)], axis=1)


@dataclass(frozen=True)
class Fits:
    """Fits of several models: coefficients, deviances and fitted counts, one row each."""

    beta: Reals
    deviance: Reals
    fitted: Reals

    @property
    def missing(self) -> Reals:
        """Return how many the models say no list holds."""
        return np.exp(np.minimum(self.beta[:, 0], 700.0))


def fits(design: Design, counts: Reals, uses: Mask, *, start: Reals | None = None) -> Fits:
    """Fit models (rows of `uses`) to counts (a row each): best fits by weighted least squares, again and again.

    A pair that shares nobody is fitted as it is in the limit: no cell holds both, and the cells that would are left
    out. `start` are fitted counts to begin with.
    """
    counts = np.broadcast_to(counts, (len(uses), len(design.on))).astype(np.float64)
    uses, keep = settled(design, counts, uses)
    found = Fits(np.zeros(uses.shape), np.zeros(len(uses)), np.zeros(counts.shape))
    many = uses.sum(axis=1)
    for size in np.unique(many).tolist():  # models of as many columns are solved together, in matrices no larger
        rows = np.flatnonzero(many == size)
        columns = np.nonzero(uses[rows])[1].reshape(len(rows), size)
        begin = None if start is None else start[rows]
        _solved(design, counts[rows], columns, keep[rows], begin, rows, found)
    return found


def _solved(
    design: Design, counts: Reals, columns: Ints, keep: Mask, start: Reals | None, rows: Ints, found: Fits
) -> None:
    """Fit models of as many columns, and write each into `found` once its deviance stands still."""
    p, x = design.columns.shape[1], design.columns
    at = columns[:, :, None] * p + columns[:, None, :]
    ridge = np.eye(columns.shape[1]) * 1e-12
    mu = np.where(keep, counts + 0.5 if start is None else np.maximum(start, 1e-3), 0.0)
    eta = np.log(np.where(keep, mu, 1.0))
    told = _own(counts)
    before = np.full(len(rows), np.inf)
    for turn in range(ROUNDS):
        left = np.take_along_axis(mu @ design.squares, at.reshape(len(rows), -1), axis=1).reshape(at.shape)
        right = np.take_along_axis((mu * eta + np.where(keep, counts - mu, 0.0)) @ x, columns, axis=1)
        beta = np.linalg.solve(left + ridge, right[:, :, None])[:, :, 0]
        whole = np.zeros((len(rows), p))
        np.put_along_axis(whole, columns, beta, axis=1)
        eta = np.clip(whole @ x.T, -30.0, 60.0)
        mu = np.where(keep, np.exp(eta), 0.0)
        deviance = 2 * (told - np.where(keep, counts * eta - mu + counts, 0.0).sum(axis=1))
        done = (np.abs(deviance - before) <= 1e-9 * (np.abs(deviance) + 0.1)) | (turn == ROUNDS - 1)
        found.beta[rows[done]], found.deviance[rows[done]], found.fitted[rows[done]] = (
            whole[done], deviance[done], mu[done],
        )  # fmt: skip
        if done.all():
            return
        on = ~done
        counts, columns, keep, rows, at, told = counts[on], columns[on], keep[on], rows[on], at[on], told[on]
        mu, eta, before = mu[on], eta[on], deviance[on]


def _own(counts: Reals) -> Reals:
    """Return the sum of count times its logarithm over the cells of each row; nothing where there is no count."""
    return np.asarray(np.where(counts > 0, counts * np.log(np.where(counts > 0, counts, 1.0)), 0.0).sum(axis=1))


def settled(design: Design, counts: Reals, uses: Mask) -> tuple[Mask, Mask]:
    """Return the columns that are fitted, and the cells: pairs that share nobody take their cells along."""
    at = slice(design.first_pair, design.first_pair + len(design.pairs))
    both = design.columns[:, at]
    empty = uses[:, at] & (counts @ both == 0)
    uses = uses.copy()
    uses[:, at] &= ~empty
    return uses, (empty.astype(np.float64) @ both.T) == 0


def finite(design: Design, counts: Reals, uses: Mask, made: Fits) -> Mask:
    """Return which fits are those of a model whose best fit is finite; the program is asked where one looks odd."""
    real, keep = settled(design, counts, uses)
    fine = np.asarray((np.abs(made.beta) < SUSPECT).all(axis=1))
    for k in np.flatnonzero(~fine):
        fine[k] = _program(design, real[k].tobytes(), keep[k].tobytes(), (counts[k] > 0).tobytes())
    return fine


@lru_cache(maxsize=1 << 16)
def _program(design: Design, columns: bytes, cells: bytes, held: bytes) -> bool:
    """Return what the linear program says: it asks only which cells hold anybody, so resamples share its answers."""
    real, keep, some = (np.frombuffer(b, dtype=bool) for b in (columns, cells, held))
    return exists(design.columns[keep][:, real], some[keep].astype(np.float64))


def observed(table: OverlapTable) -> Reals:
    """Return the counts of a table's cells, without the one that nobody saw."""
    return table.cells()[1:]
