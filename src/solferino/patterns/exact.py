"""Exact inference on tables of two by two, in strata, and on rates and shares: nothing here needs large counts.

In each stratum the margins are taken as they are; the number in the first cell then follows a noncentral
hypergeometric law. The sum over strata has the convolution of these laws.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Table = tuple[float, float, float, float]
"""(a, b, c, d): hit and not hit in the group asked about, then in the other."""

Reals = np.ndarray[Any, np.dtype[np.float64]]
ALIKE = 1 + 1e-7
"""Two outcomes whose chances differ by less than this factor are equally likely."""


class Law:
    """The law of the sum of first cells, as log weights at odds ratio 1, and what was observed."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.observed = int(sum(t[0] for t in tables))
        self.begin, self.tilt = 0, _tilt(tables)
        chances = np.ones(1)
        for a, b, c, d in tables:
            n1, n2, m = int(a + b), int(c + d), int(a + c)
            low, high = max(0, m - n2), min(n1, m)
            k = np.arange(low, high + 1)
            log = np.array([_choose(n1, int(x)) + _choose(n2, m - int(x)) for x in k]) + k * self.tilt
            chances = np.convolve(chances, np.exp(log - log.max()))
            chances /= chances.max()
            self.begin += low
        self.values = self.begin + np.arange(len(chances))
        with np.errstate(divide="ignore"):
            self.logs = np.log(chances) - self.tilt * self.values

    def chances(self, log_odds: float) -> Reals:
        """Return the chance of each value at an odds ratio."""
        weight = self.logs + self.values * log_odds
        weight = np.exp(weight - weight.max())
        return np.asarray(weight / weight.sum())

    def mean(self, log_odds: float) -> float:
        """Return the mean at an odds ratio."""
        return float((self.chances(log_odds) * self.values).sum())

    def tail(self, log_odds: float, *, above: bool) -> float:
        """Return the chance of the observed value or more, or of it or less."""
        keep = self.values >= self.observed if above else self.values <= self.observed
        return float(self.chances(log_odds)[keep].sum())

    def p(self) -> float:
        """Return the chance, were the odds equal, of outcomes no likelier than the one observed."""
        chances = self.chances(0.0)
        mine = chances[self.observed - self.begin]
        return min(1.0, float(chances[chances <= mine * ALIKE].sum()))


def conditional(tables: Sequence[Table], *, level: float = 0.95) -> tuple[float, float, float | None]:
    """Return the conditional maximum likelihood odds ratio with its exact central interval; no upper end is None."""
    law, half = Law(tables), (1 - level) / 2
    first, last = int(law.values[0]), int(law.values[-1])
    if first == last:
        return 1.0, 0.0, None
    low = 0.0 if law.observed == first else math.exp(_solve(lambda x: law.tail(x, above=True) - half, law.tilt))
    high = None if law.observed == last else math.exp(_solve(lambda x: half - law.tail(x, above=False), law.tilt))
    if law.observed in (first, last):
        return (0.0 if law.observed == first else math.inf), low, high
    return math.exp(_solve(lambda x: law.mean(x) - law.observed, law.tilt)), low, high


def mantel_haenszel(tables: Sequence[Table]) -> float | None:
    """Return the odds ratio of Mantel and Haenszel; None where it has no value."""
    over = sum(a * d / (a + b + c + d) for a, b, c, d in tables)
    under = sum(b * c / (a + b + c + d) for a, b, c, d in tables)
    return over / under if under else None


def share(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share."""
    half = (1 - level) / 2
    low = 0.0 if hits == 0 else _bisect(lambda p: _tail(hits, n, p) - half)
    high = 1.0 if hits == n else _bisect(lambda p: half - (1 - _tail(hits + 1, n, p)))
    return low, high


def rates(a: int, exposure_a: float, b: int, exposure_b: float) -> tuple[float, float, float | None, float]:
    """Return the ratio of two Poisson rates, its exact 95 % interval and the p of equality, events independent."""
    n, part = a + b, exposure_a / (exposure_a + exposure_b)
    low, high = share(a, n)
    scale = exposure_b / exposure_a
    chances = np.array([math.exp(_binomial(k, n, part)) for k in range(n + 1)])
    p = min(1.0, float(chances[chances <= chances[a] * ALIKE].sum()))
    upper = scale * high / (1 - high) if high < 1 else None
    return (a / exposure_a) / (b / exposure_b) if b else math.inf, scale * low / (1 - low), upper, p


def _tilt(tables: Sequence[Table]) -> float:
    """Return a log odds ratio near the data, so that the chances there are no tiny numbers."""
    found = mantel_haenszel([(a + 0.5, b + 0.5, c + 0.5, d + 0.5) for a, b, c, d in tables])
    return math.log(found) if found else 0.0


def _choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def _binomial(k: int, n: int, p: float) -> float:
    return _choose(n, k) + (k * math.log(p) if k else 0.0) + ((n - k) * math.log1p(-p) if n - k else 0.0)


def _tail(k: int, n: int, p: float) -> float:
    """Return the chance of k or more of n."""
    if p <= 0 or p >= 1:
        return float(p >= 1 or k <= 0)
    return math.fsum(math.exp(_binomial(x, n, p)) for x in range(max(k, 0), n + 1))


def _bisect(rising: Callable[[float], float], low: float = 0.0, high: float = 1.0) -> float:
    """Return where a rising function crosses zero, to the last digit that halving can find."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2


def _solve(rising: Callable[[float], float], near: float) -> float:
    """Return where a rising function of the log odds crosses zero, looking ever farther from `near`."""
    step = 1.0
    while rising(near - step) > 0 and step < 1e4:
        step *= 2
    low, step = near - step, 1.0
    while rising(near + step) < 0 and step < 1e4:
        step *= 2
    return _bisect(rising, low, near + step)
