"""A log-linear model built pair by pair, and an interval that builds it anew each time (Chan, Silverman, Vincent 2021).

From independent lists on, the pair whose number on both chance explains least is taken while its p is below a bound and
the model with it has a finite best fit. The bias-corrected and accelerated bootstrap resamples the documented units;
because each resample chooses its own pairs, the interval knows of the choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.loglinear import Design, Mask, finite, fits, observed
from solferino.undercount.overlap import Reals

BOUND = 0.02
"""p below which a pair is taken."""

DRAWS = 1000


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
    """Build a model for each row of counts; return totals (infinite without a finite fit), and the pairs taken."""
    rows, k = len(counts), len(design.pairs)
    pairs: Mask = np.zeros((rows, k), dtype=bool)
    taken: list[list[int]] = [[] for _ in range(rows)]
    made = fits(design, counts, design.model(pairs))
    fine = finite(design, counts, design.model(pairs), made)
    total = np.where(fine, counts.sum(axis=1) + made.missing, np.inf)
    fitted, going = made.fitted.copy(), np.flatnonzero(fine)
    while len(going):
        chances = np.where(pairs[going], 1.0, surprise(design, counts[going], fitted[going]))
        order = np.argsort(chances, axis=1, kind="stable")
        left, going = going, going[:0]
        for turn in range(k):  # the rarest pair of each, then the next where its model has no finite fit
            which = order[:, turn]
            rare = np.take_along_axis(chances, which[:, None], axis=1)[:, 0] < BOUND
            left, order, chances, which = left[rare], order[rare], chances[rare], which[rare]
            if not len(left):
                break
            asked = pairs[left].copy()
            asked[np.arange(len(left)), which] = True
            uses = design.model(asked)
            made = fits(design, counts[left], uses, start=fitted[left])
            fine = finite(design, counts[left], uses, made)
            done = left[fine]
            pairs[done], fitted[done] = asked[fine], made.fitted[fine]
            total[done] = counts[done].sum(axis=1) + made.missing[fine]
            for row, pair in zip(done.tolist(), which[fine].tolist(), strict=True):
                taken[row].append(pair)
            going = np.concatenate([going, done])
            left, order, chances = left[~fine], order[~fine], chances[~fine]
        going = np.sort(going)
    return total, taken


def surprise(design: Design, counts: Reals, fitted: Reals) -> Reals:
    """Return, for every pair of lists, how rarely chance would have so few, or so many, on both as were seen.

    The number on both is Poisson with the mean that the model without the pair gives it; of its two tails, the smaller.
    """
    from scipy.stats import poisson

    both = design.columns[:, design.first_pair : design.first_pair + len(design.pairs)]
    seen, mean = counts @ both, fitted @ both
    return np.asarray(np.minimum(poisson.cdf(seen, mean), poisson.sf(seen - 1, mean)))


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
