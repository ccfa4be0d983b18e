"""Did the rate change after a day, more than it changed after other days of the same series?

Null: placebo dates. The same two windows are laid around every other day of the series. War comes in waves: tests that
take the days for independent raise four false alarms in ten here. Days close by stay among the placebos, although they
share the windows: leaving them out takes away the very days that resemble an extreme one, and doubles false alarms.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.chance import FEWEST, middle, p_either, refused
from solferino.patterns.events import Ints
from solferino.patterns.exact import rates
from solferino.patterns.result import Refusal, Result

FEWEST_DATES = 79
"""Placebo dates below which even the most extreme date could not fall outside of 95 % with room to spare."""

NORMAL = 1.959963985
"""Standard deviations that hold the middle 95 % of a normal law."""

NULL = "the same windows around every other day of the series"


def before_after(counts: Ints, on: int, *, window: int, seed: int = 0, **more: Any) -> Result:
    """Test the events of `window` days from day `on` against those of as many days before; `counts` has every day.

    `p` is two-sided; the interval divides the ratio by the middle 95 % of placebo ratios. Refuses where fewer than
    FEWEST_DATES other days can be compared (FEW_DATES), and below five a window.
    """
    n = int(counts.sum())
    more |= {"n": n, "seed": seed}
    days = np.arange(window, len(counts) - window + 1)
    placebo = days[days != on]
    if on - window < 0 or on + window > len(counts) or len(placebo) < FEWEST_DATES:
        facts: dict[str, Any] = {"days in the series": len(counts), "other dates": len(placebo), "needs": FEWEST_DATES}
        return refused("before-after", Refusal("FEW_DATES", facts), **more)
    running = np.concatenate([[0], np.cumsum(counts)])
    after, before = running[days + window] - running[days], running[days] - running[days - window]
    logs = np.log((after + 0.5) / (before + 0.5))
    here = int(on - window)
    a, b, mine = int(after[here]), int(before[here]), float(logs[here])
    told = f"{b} events in the {window} days before and {a} in the {window} from then on"
    if (a + b) / 2 < FEWEST:
        few = Refusal("FEW_EXPECTED", {"expected": (a + b) / 2, "needs": FEWEST})
        return refused("before-after", few, observed=a, expected=b, told=told, **more)
    null = logs[placebo - window]
    low, high = middle(null)
    ratio, p = math.exp(mine), p_either(mine, null)
    larger = int(np.count_nonzero(np.abs(null) >= abs(mine) - 1e-9))
    sentence = (
        f"{told} ({ratio:.2f} times, p = {p:.2g}); the change is as large or larger at {larger} of "
        f"{len(null)} other days"
    )
    naive = rates(a, window, b, window)
    facts = {"window": window, "before": b, "after": a, "as_large_elsewhere": larger,
             "were_days_independent": {"low": naive[1], "high": naive[2], "p": naive[3]},
             "were_days_a_model": {
                 "negative_binomial": _model(counts, on, window, lag=0),
                 "newey_west": _model(counts, on, window, lag=max(1, round(window ** (1 / 3)))),
             }}  # fmt: skip
    return Result(
        "before-after", sentence=sentence, permutations=len(null), observed=float(a), expected=float(b),
        variance=round(float(null.var()), 9), ratio=round(ratio, 9), ratio_low=round(math.exp(mine - high), 9),
        ratio_high=round(math.exp(mine - low), 9), p=round(p, 9), null=NULL, strata=(len(counts),), facts=facts,
        figure={"kind": "series", "counts": _weeks(counts, on), "on": (on + 6) // 7, "window": window / 7}, **more,
    )  # fmt: skip


def _model(counts: Ints, on: int, window: int, *, lag: int) -> dict[str, float] | None:
    """Return the 95 % interval of the ratio and p by a log-linear model of the two windows; None without events in one.

    `lag` 0: days independent, negative binomial (its spread by moments, no less than that of Poisson). Otherwise days
    depend on each other up to so many days apart, with the weights of Bartlett (Newey and West 1987). Both are second
    opinions: where war comes in waves they find changes where there are none.
    """
    pair = counts[on - window : on].astype(np.float64), counts[on : on + window].astype(np.float64)
    if not all(y.sum() for y in pair):
        return None
    variance = 0.0
    for y in pair:
        mean = float(y.mean())
        rest = y - mean
        if lag:
            spread = float(rest @ rest)
            spread += 2 * sum((1 - k / (lag + 1)) * float(rest[k:] @ rest[:-k]) for k in range(1, lag + 1))
        else:
            spread = window * max(mean, float(y.var(ddof=1)))
        variance += max(spread, 0.0) / (window * mean) ** 2
    log, sd = math.log(float(pair[1].sum()) / float(pair[0].sum())), math.sqrt(max(variance, 1e-300))
    low, high = math.exp(log - NORMAL * sd), math.exp(log + NORMAL * sd)
    return {"low": round(low, 9), "high": round(high, 9), "p": round(math.erfc(abs(log) / sd / math.sqrt(2)), 9)}


def daily(days: Sequence[int], *, first: int, last: int) -> Ints:
    """Return how many of `days` (day numbers) fall on each day from first to last; others are left out."""
    kept = np.array([d - first for d in days if first <= d <= last], dtype=np.int64)
    return np.bincount(kept, minlength=last - first + 1).astype(np.int64)


def _weeks(counts: Ints, on: int) -> list[int]:
    """Return the counts by weeks for a figure, of which one begins on the day asked about."""
    shift = on % 7
    padded = np.concatenate([np.zeros((7 - shift) % 7, dtype=np.int64), counts])
    padded = np.concatenate([padded, np.zeros(-len(padded) % 7, dtype=np.int64)])
    return [int(x) for x in padded.reshape(-1, 7).sum(axis=1)]
