"""The whole answer on one table: documented, estimated or refused, with all that is to be shown beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from solferino.undercount.gate import gate
from solferino.undercount.method import Method, summed
from solferino.undercount.overlap import OverlapTable
from solferino.undercount.refusal import Refusal
from solferino.undercount.sentence import sentence


@dataclass(frozen=True)
class Report:
    """An estimate, or its refusal. Totals include the documented; `envelope` is the lowest low and highest high.

    Where a code refuses, no method has an estimate; with MODELS alone their intervals and the envelope stay, since a
    range is all there is. What each would have said stands in its diagnostics as `refused`. `beside` holds overlaps,
    odds ratios, estimates without each list and the internal check; `strata` the reports of parts; `linkings` how many
    ways of linking the lists were pooled.
    """

    table: OverlapTable
    refusals: tuple[Refusal, ...]
    methods: tuple[Method, ...]
    removed: tuple[str, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)
    strata: tuple[Report, ...] = ()
    linkings: int = 0

    @property
    def refused(self) -> bool:
        """Return whether there is no estimate."""
        return all(m.estimate is None for m in self.methods)

    @property
    def envelope(self) -> tuple[float | None, float | None]:
        """Return the lowest low and the highest high of all methods with an interval; None where one has no end."""
        told = [m for m in self.methods if m.low is not None]
        if not told:
            return None, None
        lows, highs = [m.low for m in told if m.low is not None], [m.high for m in told if m.high is not None]
        return min(lows), max(highs) if len(highs) == len(told) else None

    def json(self, *, whole: bool = False) -> dict[str, Any]:
        """Return the values of the contract; with `whole` what stands beside them, and the strata."""
        low, high = (None if x is None else round(x, 1) for x in self.envelope)
        found: dict[str, Any] = {
            "documented": self.table.n, "multi": self.table.multi, "lists": list(self.table.lists),
            "refusals": [r.json() for r in self.refusals], "methods": [m.json() for m in self.methods],
            "envelope": None if low is None else {"low": low, "high": high}, "sentence": sentence(self),
        }  # fmt: skip
        if whole:
            found |= {"left_out": list(self.removed), "beside": dict(self.beside),
                      "strata": [{"stratum": s.table.stratum, **s.json(whole=True)} for s in self.strata]}  # fmt: skip
        return found


def report(table: OverlapTable, *, linked: bool = True, seed: int = 1, draws: int = 1000, full: bool = True) -> Report:
    """Estimate one table, or say why not. `linked` is False where nothing is known of how well it was linked.

    A `link_error` of the table draws the missed links back, and pools what each draw says; what refuses the table as it
    is refuses it still. `full` adds what stands beside: estimates without each list, the internal check.
    """
    door, shown = gate(table, linked=linked), dict[str, Any]()
    if full:
        from solferino.undercount.beside import beside

        shown = beside(door.table)
    if door.passed is None:
        return Report(table, door.refusals, (), door.removed, shown)
    from solferino.undercount.methods import every  # what is refused at the door loads no method
    from solferino.undercount.pooled import pooled

    told = every(door.passed, seed=seed, draws=draws)
    methods, refusals = told.methods, told.refusals
    if table.link_error and not refusals:
        methods, refusals = pooled(door.passed, table.link_error, seed)
    return Report(table, refusals, tuple(_withheld(methods, refusals)), door.removed, shown)


def strata(tables: Sequence[OverlapTable], *, linked: bool = True, seed: int = 1, draws: int = 1000) -> Report:
    """Estimate each stratum by itself, and add up what their posteriors draw; a refused one adds what it documents."""
    # Each has a seed of its own: draws that rise and fall together would add up ends of intervals.
    made = tuple(report(t, linked=linked, seed=seed + k, draws=draws) for k, t in enumerate(tables))
    counts: dict[tuple[int, ...], int] = {}
    for t in tables:
        for pattern, n in zip(t.patterns.tolist(), t.counts.tolist(), strict=True):
            counts[tuple(pattern)] = counts.get(tuple(pattern), 0) + n
    whole = replace(OverlapTable.of(tables[0].lists, counts), unit=tables[0].unit, link_error=tables[0].link_error)
    given = [r for r in made if not r.refused]
    held = sum(r.table.n for r in made if r.refused)
    methods = []
    for name in ("decomposable", "latent-class"):
        drawn = [m.draws for r in given for m in r.methods if m.name == name and len(m.draws)]
        if given and len(drawn) == len(given):
            total = np.sum(drawn, axis=0) + held
            told = {"strata": len(given), "refused strata": len(made) - len(given), "partial": len(given) < len(made)}
            methods.append(summed(name, total, told))
    refusals = tuple(
        Refusal(one.code, {"stratum": r.table.stratum, "documented": r.table.n, **one.facts})
        for r in made for one in r.refusals
    )  # fmt: skip
    return Report(whole, refusals, tuple(methods), strata=made)


def _withheld(methods: Sequence[Method], refusals: Sequence[Refusal]) -> list[Method]:
    if not refusals:
        return list(methods)
    range_ = {r.code for r in refusals} == {"MODELS"}
    found = []
    for m in methods:
        said = {"estimate": m.estimate, "low": m.low, "high": m.high}
        more = {**m.diagnostics, "refused": {k: None if v is None else round(v, 1) for k, v in said.items()}}
        ends = (m.low, m.high) if range_ else (None, None)
        found.append(replace(m, estimate=None, low=ends[0], high=ends[1], diagnostics=more, draws=np.zeros(0)))
    return found
