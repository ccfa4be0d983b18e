"""An estimate over several ways of linking the same reports: refused where they disagree, pooled where they do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from solferino.undercount.decomposable import Posterior, decomposable
from solferino.undercount.gate import gate
from solferino.undercount.methods import MOVES, POOL, sampled, thinned
from solferino.undercount.overlap import LISTS, OverlapTable
from solferino.undercount.refusal import Refusal
from solferino.undercount.report import Report

METHOD = "decomposable"


def averaged(table: OverlapTable) -> Posterior | None:
    """Return the posterior of a table under all decomposable graphs; None where the gate refuses it."""
    passed = gate(table).passed
    if passed is None or not LISTS[0] <= len(passed.table.lists) <= LISTS[1]:
        return None
    return decomposable(passed)


def over_linkings(told: Report, drawn: Sequence[OverlapTable], *, seed: int) -> Report:
    """Return the report with its averaged graphs pooled over tables of as many ways of linking.

    A LINKAGE refusal where one of them is refused, or where their middles lie more than MOVES apart. The other methods
    stay as the lists were linked for the report; the envelope spans both.
    """
    if told.refused:
        return told
    found = [averaged(table) for table in drawn]
    known = [one for one in found if one is not None]
    middles = [float(one.quantile(0.5)) for one in known]
    if len(known) < len(found) or not known or max(middles) > (1 + MOVES) * min(middles):
        facts: dict[str, Any] = {"draws": len(found), "refused in": len(found) - len(known),
                                 "middles": [min(middles), max(middles)] if middles else []}  # fmt: skip
        methods = tuple(replace(m, estimate=None, low=None, high=None) for m in told.methods)
        return replace(told, refusals=(*told.refusals, Refusal("LINKAGE", facts)), methods=methods)
    pool = thinned(np.concatenate([sampled(one, POOL // 10, seed + k) for k, one in enumerate(known)]), seed)
    low, middle, high = (float(np.quantile(pool, q)) for q in (0.025, 0.5, 0.975))
    more = {"linkings": len(known), "middles": [min(middles), max(middles)]}
    methods = tuple(
        replace(m, estimate=middle, low=low, high=high, draws=pool, diagnostics={**m.diagnostics, **more})
        if m.name == METHOD else m
        for m in told.methods
    )  # fmt: skip
    return replace(told, methods=methods, linkings=len(known))
