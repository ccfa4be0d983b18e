"""A log-linear model built pair by pair, and an interval that builds it anew each time (Silverman et al. 2023).

From independent lists on, the pair whose deviance falls most is taken while its p is below a bound, and while the model
with it has a finite best fit. The bias-corrected and accelerated bootstrap resamples the documented units; because each
resample chooses its own pairs, the interval knows of the choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.loglinear import Design, Mask, finite, fits, observed, scores
from solferino.undercount.overlap import Reals

BOUND = 0.02
"""p below which a pair is taken."""

DRAWS = 1000

PROMISING = 4
"""Pairs that a resample tries at each step."""


@dataclass(frozen=True)
class Stepped:
    """The total of the model built, its 95 % interval (`high` None: no upper end), and the pairs taken, in order."""

    estimate: float
    low: float
    high: float | None
    pairs: tuple[tuple[str, str], ...]
    draws: int
    seed: int


def stepwise(gated: Gated, *, draws: int = DRAWS, seed: int = 1) -> Stepped | None:
    """Build a model and its interval; None where the model of independent lists has no finite fit."""
    table = gated.table
    design, counts = Design(len(table.lists)), observed(table)
    total, taken = built(design, counts[None])
    if not np.isfinite(total[0]):
        return None
    n = table.n
    rng = np.random.Generator(np.random.PCG64(seed))
    drawn = rng.multinomial(n, counts / n, size=draws).astype(np.float64)
    spread, _ = built(design, drawn)
    held = np.flatnonzero(counts)
    less = np.repeat(counts[None], len(held), axis=0)
    less[np.arange(len(held)), held] -= 1
    without, _ = built(design, less)
    low, high = _ends(float(total[0]), spread, without, counts[held])
    pairs = tuple((table.lists[a], table.lists[b]) for a, b in (design.pairs[k] for k in taken[0]))
    return Stepped(float(total[0]), low, high, pairs, draws, seed)


def built(design: Design, counts: Reals) -> tuple[Reals, list[list[int]]]:
    """Build a model for each row of counts; return totals (infinite without a finite fit), and the pairs taken.

    Of many rows each tries only the pairs that the score test puts first; of one, all.
    """
    from scipy.stats import chi2

    needed = float(chi2.isf(BOUND, 1))
    rows, k = len(counts), len(design.pairs)
    pairs: Mask = np.zeros((rows, k), dtype=bool)
    taken: list[list[int]] = [[] for _ in range(rows)]
    now = fits(design, counts, design.model(pairs))
    fine = finite(design, counts, design.model(pairs), now)
    total = np.where(fine, counts.sum(axis=1) + now.missing, np.inf)
    deviance, fitted, going = now.deviance.copy(), now.fitted.copy(), np.flatnonzero(fine)
    while len(going):
        open_ = ~pairs[going]
        if rows > 1:
            promise = np.where(open_, scores(design, counts[going], design.model(pairs[going]), fitted[going]), -1.0)
            open_ &= promise >= -np.sort(-promise, axis=1)[:, [min(PROMISING, k) - 1]]
        who, which = np.nonzero(open_)
        who = going[who]
        asked = pairs[who].copy()
        asked[np.arange(len(who)), which] = True
        uses = design.model(asked)
        made = fits(design, counts[who], uses, start=fitted[who])
        drop = deviance[who] - made.deviance
        again = []
        for row in going.tolist():
            mine = np.arange(*np.searchsorted(who, [row, row + 1]))
            for m in mine[np.argsort(-drop[mine], kind="stable")].tolist():
                if drop[m] <= needed:
                    break
                if finite(design, counts[who[m]][None], uses[m : m + 1], _one(made, m))[0]:
                    pairs[row, which[m]] = True
                    taken[row].append(int(which[m]))
                    deviance[row], fitted[row] = made.deviance[m], made.fitted[m]
                    total[row] = counts[row].sum() + made.missing[m]
                    again.append(row)
                    break
        going = np.array([r for r in again if not pairs[r].all()], dtype=np.int64)
    return total, taken


def _one(made: Any, m: int) -> Any:
    return type(made)(made.beta[m : m + 1], made.deviance[m : m + 1], made.fitted[m : m + 1])


def _ends(total: float, spread: Reals, without: Reals, weights: Reals) -> tuple[float, float | None]:
    """Return the ends of the bias-corrected and accelerated interval (Efron 1987); units of one cell are alike."""
    from scipy.stats import norm

    below = (np.count_nonzero(spread < total) + 0.5 * np.count_nonzero(spread == total)) / len(spread)
    shift = float(norm.ppf(np.clip(below, 0.5 / len(spread), 1 - 0.5 / len(spread))))
    fine = np.isfinite(without)
    mean = float(np.average(without[fine], weights=weights[fine]))
    gap = mean - without[fine]
    squares = float((weights[fine] * gap**2).sum())
    bend = float((weights[fine] * gap**3).sum()) / (6 * squares**1.5) if squares > 0 else 0.0
    ordered = np.sort(spread)
    ends = []
    for z in norm.ppf([0.025, 0.975]):
        part = float(norm.cdf(shift + (shift + z) / (1 - bend * (shift + z))))
        ends.append(float(ordered[min(int(part * len(ordered)), len(ordered) - 1)]))
    return ends[0], ends[1] if np.isfinite(ends[1]) else None
