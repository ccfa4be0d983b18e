"""Cylinders of place and time: the sweep over all of them, what a random world is, and how unlikely one is.

With the margins fixed, a cylinder's score falls as its measure grows. So the sweep keeps, for each number of cases, the
smallest measure that holds as many, and takes logarithms of those few only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.patterns.bits import Words
from solferino.patterns.events import Ints, Reals
from solferino.words.compiled import run


@dataclass(frozen=True)
class Cylinder:
    """The places around a centre, nearest first, the days from `first` to `last`, and what lies in them."""

    places: tuple[int, ...]
    first: int
    last: int
    cases: int
    measure: float
    score: float


@dataclass(frozen=True)
class Grid:
    """Measure by place and day, each place's neighbours (nearest first), and the limits of a cylinder.

    `most` is the largest measure of its places, `longest` its days; `alive`: it must last to the end. `looks` is how
    often it will be swept, which decides whether compiling pays.
    """

    model: str
    measure: Reals
    near: Ints
    most: float
    longest: int
    alive: bool
    looks: int = 1

    def best(self, cases: Ints, without: Ints | None = None) -> Cylinder:
        """Return the cylinder with the highest score; the first of equals in the order of the sweep.

        A cylinder holds no place of `without`.
        """
        total = int(cases.sum())
        counts, sums = (np.zeros((len(cases), cases.shape[1] + 1), dtype=t) for t in (np.int64, np.float64))
        counts[:, 1:], sums[:, 1:] = cases.cumsum(axis=1), self.measure.cumsum(axis=1)
        if without is not None:  # no cylinder has room for so much
            sums[without, 1:] = np.inf
        least = np.arange(total + 1, dtype=np.float64)
        least *= self.measure.sum() / max(total, 1)
        where = np.full((total + 1) * 4, -1, dtype=np.int64)
        room = (np.zeros(cases.shape[1] + 1, dtype=np.int64), np.zeros(cases.shape[1] + 1))
        given = (self.near.ravel(), counts.ravel(), sums.ravel(), len(cases), self.most, self.longest, self.alive)
        steps = len(cases) ** 2 * cases.shape[1] * self.longest // 4
        run(sweep_cylinders, given, (least, where, *room), steps=steps * self.looks)
        scores = self.scores(np.arange(total + 1), least, total)
        c = int(np.argmax(scores))
        centre, size, first, last = where[4 * c : 4 * c + 4].tolist()
        places = tuple(self.near[centre, :size].tolist()) if centre >= 0 else ()
        return Cylinder(places, first, last, c, float(least[c]), float(scores[c]))

    def scores(self, cases: Ints, measure: Reals, total: int) -> Reals:
        """Return log likelihood ratios of cylinders with so many cases in so much measure; 0 without an excess."""
        whole = float(self.measure.sum())
        if self.model == "bernoulli":
            held = np.clip(measure, cases, whole)
            score = _logs(cases, held) + _logs(held - cases, held)
            score += _logs(total - cases, whole - held) + _logs(whole - held - total + cases, whole - held)
            score -= total * np.log(total / whole) + (whole - total) * np.log(max(1 - total / whole, 1e-300))
        else:
            score = _logs(cases, measure) + _logs(total - cases, total - measure)
        return np.where((cases > self.expected(measure, total) * (1 + 1e-12)) & (cases >= 2), score, 0.0)

    def expected(self, measure: Any, total: int) -> Any:
        """Return the cases that a measure would have by chance."""
        return measure * total / float(self.measure.sum())

    def width(self, total: int) -> int:
        """Return how many random numbers a random world takes."""
        return round(float(self.measure.sum())) if self.model == "bernoulli" else total

    def world(self, cases: Ints, bits: Words) -> Ints:
        """Return the cases of a random world, by place and day."""
        days = cases.shape[1]
        if self.model == "permutation":
            cells = np.repeat(np.arange(cases.size), cases.ravel())
            at = cells // days * days + (cells % days)[np.argsort(bits[: len(cells)], kind="stable")]
        elif self.model == "poisson":
            ends = np.cumsum(self.measure.ravel())
            at = np.searchsorted(np.floor(ends / ends[-1] * 2.0**32), bits[: int(cases.sum())], side="right")
        else:
            cells = np.repeat(np.arange(cases.size), np.round(self.measure).astype(np.int64).ravel())
            at = cells[np.argsort(bits[: len(cells)], kind="stable")[: int(cases.sum())]]
        return np.bincount(at, minlength=cases.size).reshape(cases.shape).astype(np.int64)


def _logs(count: Any, measure: Any) -> Reals:
    """Return count times the logarithm of count over measure, 0 where there is no count."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(count > 0, count * np.log(np.maximum(count, 1e-300) / measure), 0.0))


def sweep_cylinders(
    near: Any, counts: Any, sums: Any, n: int, most: float, longest: int, alive: bool, least: Any, where: Any,
    held: Any, mass: Any,
) -> None:  # fmt: skip
    """Keep the smallest measure of a cylinder that holds so many cases in `least`, and in `where` which one.

    `counts` and `sums` are cases and measure of each place up to each day.
    """
    days = len(held) - 1
    for centre in range(n):
        for d in range(days + 1):
            held[d] = 0
            mass[d] = 0.0
        for k in range(n):
            row = near[centre * n + k] * (days + 1)
            if mass[days] + sums[row + days] > most:
                break
            for d in range(1, days + 1):
                held[d] += counts[row + d]
                mass[d] += sums[row + d]
            for first in range(days):
                end = min(first + longest, days)
                begin = first + 1
                if alive:
                    begin = days if first + longest >= days else days + 1
                for last in range(begin, end + 1):
                    c = held[last] - held[first]
                    m = mass[last] - mass[first]
                    if m < least[c]:
                        least[c] = m
                        where[4 * c], where[4 * c + 1] = centre, k + 1
                        where[4 * c + 2], where[4 * c + 3] = first, last - 1
