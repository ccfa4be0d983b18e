"""Were the odds of being hit the same for two groups, stratum by stratum?

The exact conditional test on tables of two by two: hospitals against other buildings in the same block, or what one
actor hit against what others hit in the same place and month. Finding no difference is not finding equality: the
interval says what it leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.chance import FEWEST, refused
from solferino.patterns.events import Ints
from solferino.patterns.exact import Law, Table, conditional, mantel_haenszel
from solferino.patterns.result import Member, Refusal, Result

NULL = "equal odds in every stratum, all margins kept"


def strata_tables(group: Any, hit: Any, stratum: Any, count: Ints | None = None) -> list[Table]:
    """Return one table of two by two for each stratum; `count` is how many units a row stands for."""
    units = np.ones(len(group), dtype=np.int64) if count is None else count
    k = int(stratum.max()) + 1 if len(stratum) else 0

    def of(keep: Any) -> list[int]:
        return [int(x) for x in np.bincount(stratum[keep], weights=units[keep], minlength=k)]

    cells = of(group & hit), of(group & ~hit), of(~group & hit), of(~group & ~hit)
    return [(a, b, c, d) for a, b, c, d in zip(*cells, strict=True)]


def odds(tables: Sequence[Table], *, seed: int = 0, **more: Any) -> Result:
    """Test the common odds ratio of tables (a, b, c, d); `ratio` is that, p two-sided, nothing is drawn.

    `observed` is the number hit in the group asked about, `expected` and `variance` those under equal odds. Refuses
    where no stratum holds both groups and both outcomes (ONE_GROUP), and below five hit in expectation.
    """
    n = int(sum(map(sum, tables)))
    telling = [t for t in tables if min(t[0] + t[1], t[2] + t[3], t[0] + t[2], t[1] + t[3]) > 0]
    a, m = sum(t[0] for t in tables), sum(t[0] + t[1] for t in tables)
    hit, of = sum(t[2] for t in tables), sum(t[2] + t[3] for t in tables)
    told = f"{a:g} of {m:g} hit in the group asked about, {hit:g} of {of:g} in the other"
    if not telling:
        facts: dict[str, Any] = {"strata": len(tables), "hit": int(a + hit), "in the group": int(m), "others": int(of)}
        return refused("odds", Refusal("ONE_GROUP", facts), n=n, seed=seed, observed=a, told=told, **more)
    strata = tuple(sorted((int(sum(t)) for t in telling), reverse=True))
    law = Law(telling)
    chances = law.chances(0.0)
    expected = float((chances * law.values).sum())
    variance = float((chances * (law.values - expected) ** 2).sum())
    if expected < FEWEST:
        few = Refusal("FEW_EXPECTED", {"expected": round(expected, 9), "needs": FEWEST})
        return refused("odds", few, n=n, seed=seed, observed=law.observed, expected=expected, variance=variance,
                       told=told, strata=strata, **more)  # fmt: skip
    ratio, low, high = conditional(telling)
    p, estimate = law.p(), round(ratio, 9) if np.isfinite(ratio) else None
    sentence = f"{told}: the odds are {ratio:.2f} times those of the other, p = {p:.2g}; " + _open(low, high, p)
    family = tuple(
        Member(f"stratum {i + 1}", t[0], round((t[0] + t[1]) * (t[0] + t[2]) / sum(t), 9))
        for i, t in enumerate(telling)
    )
    facts = {
        "mantel_haenszel": mantel_haenszel(telling),
        "strata_used": len(telling),
        "strata_told": len(tables),
    }
    return Result(
        "odds", n, seed, 0, sentence, float(law.observed), round(expected, 9), round(variance, 9), estimate,
        round(low, 9), None if high is None else round(high, 9), p, null=NULL, strata=strata, family=family[:50],
        facts=facts, figure={"kind": "interval", "ratio": estimate, "low": low, "high": high}, **more,
    )  # fmt: skip


def _open(low: float, high: float | None, p: float) -> str:
    top = "no upper limit" if high is None else f"{high:.2f}"
    if low > 1 or (high is not None and high < 1):
        return f"the interval is {low:.2f} to {top}"
    return f"no difference is shown, and the interval leaves open anything from {low:.2f} to {top} times"
