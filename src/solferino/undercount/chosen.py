"""Log-linear models chosen among many: the best of all subsets of pairs by BIC, with its interval and its rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.loglinear import Design, Mask, finite, fits, observed, settled
from solferino.undercount.overlap import OverlapTable

MOST_LISTS = 6
CLOSE = 6.0
"""Models whose BIC is within so much of the best cannot be told from it."""

HALF_OF_95 = 1.9207294103
"""Half of the value that chi-square with one degree stays below in 95 %: how far a log likelihood may fall."""

_CHUNK = 4096


@dataclass(frozen=True)
class Chosen:
    """The best model: its total, its 95 % interval by profile likelihood given the model, and the range of rivals."""

    estimate: float
    low: float
    high: float | None
    pairs: tuple[tuple[str, str], ...]
    rivals: int
    rivals_low: float
    rivals_high: float
    deviance: float
    freedom: int


def all_subsets(gated: Gated) -> Chosen | None:
    """Fit every set of pairs and return the best by BIC (n = the documented); None where no model has a finite fit.

    ValueError for more than six lists.
    """
    table = gated.table
    j = len(table.lists)
    if j > MOST_LISTS:
        raise ValueError(f"{j} lists: all subsets are fitted up to {MOST_LISTS}")
    design, counts = Design(j), observed(table)
    k = len(design.pairs)
    numbers = np.arange(1 << k)
    bic, total, deviance = (np.full(1 << k, np.inf) for _ in range(3))
    for first in range(0, len(numbers), _CHUNK):
        some = numbers[first : first + _CHUNK]
        uses = design.model((some[:, None] >> np.arange(k) & 1).astype(bool))
        made = fits(design, counts, uses)
        deviance[some] = made.deviance
        bic[some] = made.deviance + np.log(table.n) * uses.sum(axis=1)
        total[some] = table.n + made.missing
    bic = np.where(np.isfinite(bic), bic, np.inf)
    for best in np.argsort(bic, kind="stable").tolist():
        uses = design.model((np.array([best])[:, None] >> np.arange(k) & 1).astype(bool))
        made = fits(design, counts, uses)
        if finite(design, counts[None], uses, made)[0]:
            break
    else:
        return None
    near = np.flatnonzero(bic <= bic[best] + CLOSE)
    uses_near = design.model((near[:, None] >> np.arange(k) & 1).astype(bool))
    fine = finite(design, np.broadcast_to(counts, (len(near), len(counts))), uses_near, fits(design, counts, uses_near))
    rivals = total[near[fine]]
    low, high = profile(table, design, uses[0])
    pairs = tuple((table.lists[a], table.lists[b]) for m, (a, b) in enumerate(design.pairs) if best >> m & 1)
    return Chosen(float(total[best]), low, high, pairs, int(fine.sum()), float(rivals.min()), float(rivals.max()),
                  float(deviance[best]), len(counts) - int(uses.sum()))  # fmt: skip


def profile(table: OverlapTable, design: Design, uses: Mask) -> tuple[float, float | None]:
    """Return the totals at which the multinomial likelihood falls by 1.92 from its best; None: no upper end.

    The missing cell is given, all cells are fitted, and the likelihood of the whole is that of the total.
    """
    from scipy.special import gammaln

    counts = observed(table)
    x = np.concatenate([np.zeros((1, design.columns.shape[1])), design.columns])
    x[0, 0] = 1.0
    (real,), (seen,) = settled(design, counts[None], uses[None])
    keep = np.concatenate([[True], seen])
    x = x[keep][:, real]

    def height(missing: float) -> float:
        y = np.concatenate([[missing], counts])[keep]
        mu = y + 0.5
        eta, before = np.log(mu), np.inf
        for _ in range(80):
            left = (x.T * mu) @ x + np.eye(x.shape[1]) * 1e-12
            eta = np.clip(x @ np.linalg.solve(left, x.T @ (mu * (eta + (y - mu) / mu))), -40, 60)
            mu = np.exp(eta)
            now = float(np.where(y > 0, y * np.log(np.maximum(y, 1e-300) / mu), 0.0).sum())
            if abs(now - before) <= 1e-11 * (abs(now) + 0.1):
                break
            before = now
        n = float(counts.sum())
        part = mu / mu.sum()
        return float(gammaln(n + missing + 1) - gammaln(missing + 1) + (y * np.log(part)).sum())

    from scipy.optimize import brentq, minimize_scalar

    start = float(fits(design, counts, uses[None]).missing[0])
    found = minimize_scalar(lambda u: -height(float(np.exp(u))), bracket=(np.log(start + 1) - 0.2, np.log(start + 1)),
                            tol=1e-10)  # fmt: skip
    peak = float(np.exp(found.x))
    floor = -float(found.fun) - HALF_OF_95
    low = 0.0 if height(1e-9) >= floor else brentq(lambda m: height(m) - floor, 1e-9, peak, xtol=1e-4)
    top = peak
    for _ in range(40):
        top = top * 1.5 + 1
        if height(top) < floor:
            return table.n + low, table.n + float(brentq(lambda m: height(m) - floor, peak, top, xtol=1e-4))
    return table.n + low, None
