"""Values made of two numbers: a share of a whole, a ratio of two counts, a rate over time."""

from __future__ import annotations

from typing import Any

from solferino.claims.query import Query
from solferino.claims.where import ClaimError
from solferino.words.bounds import Bounds
from solferino.words.claim import Claim

COUNTED = {"share": {"part": "count"}, "ratio": {"part": "count"}, "rate": {"n": "count"}}
"""What kinds of claim count whose values are made here."""

DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


def compared(kind: str, part: Bounds, total: Bounds) -> dict[str, Bounds]:
    """Return the values of a share (part, whole, share) or of a ratio (part, base, ratio)."""
    if kind == "share":
        return {"part": part, "whole": total, "share": share(part, total)}
    return {"part": part, "base": total} | ({"ratio": r} if (r := ratio(part, total)) is not None else {})


def share(part: Bounds, whole: Bounds) -> Bounds:
    """Return part of whole, between 0 and 1; the part lies in the whole, so each end leaves the rest at its other."""
    if not whole.base and not whole.high:
        return Bounds(0.0, 0.0, 1.0)
    rest: Any = max(0, whole.low - part.low)  # type: ignore[operator]
    high = 1.0 if part.high is None else _over(part.high, part.high + rest)
    low = 0.0 if whole.high is None else _over(part.low, whole.high)
    base = _over(part.base, whole.base)
    return Bounds(min(low, base), base, max(high, base))


def ratio(part: Bounds, base: Bounds) -> Bounds | None:
    """Return how many times `base` goes into `part`; None where there is nothing to compare with."""
    if not base.base:
        return None
    middle = _over(part.base, base.base)
    low = 0.0 if base.high is None else _over(part.low, base.high)
    high = None if part.high is None or not base.low else max(middle, _over(part.high, base.low))
    return Bounds(min(low, middle), middle, high)


def paced(claim: Claim, n: Bounds, query: Query) -> dict[str, Bounds]:
    """Return n, days and the rate a unit of time; the window of the claim, cut at its day, is the time."""
    window = query.where.window
    if window.start is None:
        raise ClaimError("where", "a rate needs a window", "where = { date = { from = …, to = … } }")
    end = min(window.end, query.cap) if window.end else query.cap
    days = (end - window.start).days + 1
    if days < 1:
        raise ClaimError("where", f"the window starts on {window.start}, after the day the statement speaks")
    units = days / DAYS[claim.own.get("per", "day")]
    high = None if n.high is None else round(float(n.high) / units, 6)
    return {"n": n, "days": Bounds.exactly(days), "rate": Bounds(_per(n.low, units), _per(n.base, units), high)}


def _per(n: Any, units: float) -> float:
    return round(float(n) / units, 6)


def _over(a: Any, b: Any) -> float:
    return round(a / b, 6) if b else 0.0
