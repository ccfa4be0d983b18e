"""What stands beside every estimate: who shares whom, what each list changes, and whether the lists find each other."""

from __future__ import annotations

from typing import Any

from solferino.undercount.chosen import all_subsets
from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import Gated, gate
from solferino.undercount.overlap import LISTS, OverlapTable


def beside(table: OverlapTable) -> dict[str, Any]:
    """Return overlaps, odds ratios, the share from one list alone, estimates without each list, the internal check."""
    singles = table.n - table.multi
    return {
        "sizes": table.sizes, "overlaps": table.overlaps().tolist(), "odds_ratios": _odds(table),
        "on_one_list_only": round(singles / table.n, 6) if table.n else None,
        "without_each_list": {name: _without(table, k) for k, name in enumerate(table.lists)},
        "internal_check": internal_check(table),
    }  # fmt: skip


def internal_check(table: OverlapTable) -> dict[str, Any]:
    """Hide each list's size in turn, and estimate it from the units it shares with the others: how many are covered?"""
    found: dict[str, Any] = {}
    for k, name in enumerate(table.lists):
        truth = table.sizes[name]
        told = _interval(table.within(k))
        if told is None:
            found[name] = {"truth": truth, "refused": True}
        else:
            found[name] = {"truth": truth, "low": told[1], "high": told[2], "covered": told[1] <= truth <= told[2]}
    asked = [one for one in found.values() if "covered" in one]
    return {"covered": sum(one["covered"] for one in asked), "of": len(asked), "lists": found}


def _without(table: OverlapTable, k: int) -> dict[str, Any] | None:
    told = _interval(table.only([m for m in range(len(table.lists)) if m != k]))
    return None if told is None else {"estimate": told[0], "low": told[1], "high": told[2]}


def _interval(table: OverlapTable) -> tuple[float, float, float] | None:
    passed = gate(table).passed
    return None if passed is None else _told(passed)


def _told(passed: Gated) -> tuple[float, float, float] | None:
    many = len(passed.table.lists)
    if not LISTS[0] <= many <= LISTS[1]:
        return None
    found = decomposable(passed)
    if found.saturated <= 0.5:
        return tuple(float(found.quantile(q)) for q in (0.5, 0.025, 0.975))  # type: ignore[return-value]
    chosen = all_subsets(passed)
    return None if chosen is None or chosen.high is None else (chosen.estimate, chosen.low, chosen.high)


def _odds(table: OverlapTable) -> dict[str, float | None]:
    """Return how much likelier a list holds whom another holds, among units that some third list holds."""
    found: dict[str, float | None] = {}
    on = table.patterns.astype(bool)
    for a in range(len(table.lists)):
        for b in range(a + 1, len(table.lists)):
            rest = [k for k in range(len(table.lists)) if k not in (a, b)]
            third = on[:, rest].any(axis=1)
            cells = [
                int(table.counts[third & (on[:, a] == x) & (on[:, b] == y)].sum())
                for x, y in ((True, True), (False, False), (True, False), (False, True))
            ]
            both, neither, one, other = cells
            name = f"{table.lists[a]} × {table.lists[b]}"
            found[name] = round(both * neither / (one * other), 4) if one * other else None
    return found
