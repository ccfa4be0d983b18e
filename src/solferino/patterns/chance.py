"""What a statistic says against the values that chance gave it: ratio, interval, p, and the refusal of few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from solferino.patterns.result import Member, Refusal, Result
from solferino.words.tables import vocabulary

FEWEST = 5.0
"""Expected count below which a test says nothing."""

TOLERANCE = 1e-9
"""Values closer than this are ties, and a tie counts as extreme."""

LEVEL = 0.05
BARS = 24
"""Bars of a histogram."""

Reals = np.ndarray[Any, np.dtype[np.float64]]


def p_above(observed: float, null: Reals) -> float:
    """Return (1 + draws at least as large) / (draws + 1)."""
    return float((1 + np.count_nonzero(null >= observed - TOLERANCE)) / (len(null) + 1))


def p_either(observed: float, null: Reals) -> float:
    """Return twice the smaller of both tails, at most 1."""
    below = float((1 + np.count_nonzero(null <= observed + TOLERANCE)) / (len(null) + 1))
    return min(1.0, 2 * min(p_above(observed, null), below))


def middle(null: Reals) -> tuple[float, float]:
    """Return the ends of the middle 95 % of draws: at most one draw in forty lies beyond either."""
    ordered = np.sort(null)
    n = len(ordered)
    above = min(n, int(np.ceil(0.975 * (n + 1))))
    below = max(1, int(np.floor(0.025 * (n + 1))))
    return float(ordered[below - 1]), float(ordered[above - 1])


def interval(observed: float, null: Reals) -> tuple[float | None, float | None]:
    """Return observed over each end of the middle 95 %: above 1 where fewer than one draw in forty reaches it."""
    low, high = middle(null)
    return (_digits(observed / high) if high > 0 else None, _digits(observed / low) if low > 0 else None)


def concluded(
    kind: str, observed: float, *, drawn: Reals, n: int, seed: int, sentence: str, expected: float | None = None,
    variance: float | None = None, p: float | None = None, **more: Any,
) -> Result:  # fmt: skip
    """Return the result of a test, or its refusal below FEWEST expected, or where all draws are alike.

    `sentence` may hold {expected}, {ratio} and {p}. Where the moments are not given they are those of the draws.
    """
    mean = float(drawn.mean()) if expected is None else expected
    spread = float(drawn.var()) if variance is None else variance
    figure = more.pop("figure", None) or histogram(observed, drawn)
    if mean < FEWEST:
        few = Refusal("FEW_EXPECTED", {"expected": _digits(mean), "needs": FEWEST})
        return refused(kind, few, n=n, seed=seed, observed=observed, expected=mean, variance=spread,
                       **{k: v for k, v in more.items() if k != "family"})  # fmt: skip
    if drawn.min() == drawn.max() and all(m.p in (None, 1.0) for m in more.get("family", ())):
        refusal = Refusal("NOTHING_TO_SHUFFLE", {"records": n, "worlds alike": len(drawn)})
        return refused(kind, refusal, n=n, seed=seed, observed=observed, expected=mean, variance=spread,
                       **{k: v for k, v in more.items() if k != "family"})  # fmt: skip
    p = p_above(observed, drawn) if p is None else p
    low, high = interval(observed, drawn)
    ratio = observed / mean
    return Result(
        kind, n, seed, len(drawn), sentence.format(expected=short(mean), ratio=f"{ratio:.2f}", p=f"{p:.2g}"),
        float(observed), _digits(mean), _digits(spread), _digits(ratio), low, high, _digits(p), figure=figure, **more,
    )  # fmt: skip


def refused(
    kind: str, refusal: Refusal, *, n: int, seed: int, observed: float | None = None, expected: float | None = None,
    variance: float | None = None, told: str = "", **more: Any,
) -> Result:  # fmt: skip
    """Return a result without ratio and p, and a sentence that says that it cannot be said."""
    why = vocabulary("refusal")[refusal.code].partition(". ")[0].rstrip(".")  # all of it stands beside the code
    sentence = f"{told or f'{n} records'}; whether that is more than chance cannot be said: {why[0].lower()}{why[1:]}"
    return Result(
        kind, n, seed, 0, sentence, None if observed is None else float(observed),
        None if expected is None else _digits(expected), None if variance is None else _digits(variance),
        refusals=(refusal,), **more,
    )  # fmt: skip


def family(names: Sequence[str], observed: Reals, null: Reals, *, expected: Reals | None = None) -> tuple[Member, ...]:
    """Return every member tested: its own p, and one that allows for the search among all (largest standard score).

    `null` has a row per draw. Members below FEWEST expected are listed without p, and take no part in the search.
    """
    mean = null.mean(axis=0) if expected is None else expected
    spread = np.sqrt(np.maximum(((null - mean) ** 2).mean(axis=0), 1e-12))
    judged = mean >= FEWEST
    scores = (null - mean) / spread
    largest = scores[:, judged].max(axis=1) if judged.any() else np.zeros(len(null))
    found = []
    for m, name in enumerate(names):
        score = float((observed[m] - mean[m]) / spread[m])
        p = _digits(p_above(float(observed[m]), null[:, m])) if judged[m] else None
        allowed = _digits(p_above(score, largest)) if judged[m] else None
        ratio = _digits(float(observed[m] / mean[m])) if mean[m] > 0 else None
        found.append(Member(name, float(observed[m]), _digits(float(mean[m])), ratio, p, allowed))
    return tuple(found)


def strongest(members: Sequence[Member], what: str) -> str:
    """Return words on the member of a family that stands out most, empty where none could be judged."""
    judged = [m for m in members if m.p_family is not None]
    if len(judged) < 2:
        return ""
    best = min(judged, key=lambda m: (m.p_family or 0.0, -(m.ratio or 0.0)))
    return f"; of {len(members)} {what} the strongest, {best.name}, has p = {best.p_family:.2g} after the search"


def histogram(observed: float, null: Reals) -> Mapping[str, Any]:
    """Return the draws in at most BARS bars, with what was observed, for a figure."""
    low, high = float(min(null.min(), observed)), float(max(null.max(), observed))
    step = max((high - low) / BARS, 1e-12)
    whole = bool(np.all(null == np.round(null)))
    step = max(1.0, float(np.ceil(step))) if whole else step
    at = np.floor((null - low) / step + TOLERANCE).astype(np.int64)
    counts = np.bincount(at, minlength=int((high - low) / step) + 1)
    return {"kind": "null", "observed": _digits(float(observed)), "from": _digits(low), "step": _digits(step),
            "counts": [int(c) for c in counts], "middle": [_digits(x) for x in middle(null)]}  # fmt: skip


def short(value: float) -> str:
    """Return a number as a sentence writes it."""
    return f"{value:.1f}" if value < 1000 else f"{value:.0f}"


def _digits(value: float) -> float:
    return round(float(value), 9)
