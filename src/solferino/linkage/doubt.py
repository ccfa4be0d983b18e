"""What linking leaves open: the number of incidents as a range, what to ask people, and how its odds held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from solferino.linkage.calibrate import Bin, Pair, audit_sample, isotonic, reliability
from solferino.linkage.draws import counts, events
from solferino.linkage.prepared import Prepared
from solferino.linkage.queue import Question, queue
from solferino.linkage.tree import Branch

LOWEST = -5_000
"""Millibits below which no join is made in any draw."""
STEP = 1_000
"""Millibits between two points of the curve; one that lies near a threshold is left out for it."""


@dataclass(frozen=True)
class Doubt:
    """`curve` has how many incidents there are by threshold, `drawn` by draw; `audit` pairs nobody selected.

    Of an audited pair: its probability, and whether people joined it (None: nobody decided).
    """

    thresholds: tuple[int, int, int]
    tree: tuple[Branch, ...]
    curve: tuple[tuple[int, int], ...]
    drawn: tuple[int, ...]
    queue: tuple[Question, ...]
    audit: tuple[tuple[str, str, float, bool | None], ...]
    bins: tuple[Bin, ...]

    def summary(self) -> dict[str, Any]:
        """Return what can be told without naming a report."""
        ranked = sorted(self.drawn)
        cut = len(ranked) // 20
        return {
            "thresholds": list(self.thresholds),
            "curve": [list(point) for point in self.curve],
            "draws": {"n": len(ranked), "low": ranked[cut], "high": ranked[-1 - cut]} if ranked else {},
            "queue": len(self.queue),
            "audit": len(self.audit),
            "reliability": [{**asdict(b), "said": round(b.said, 4)} for b in self.bins]
            if any(b.audited for b in self.bins)
            else [],
            "repair": [[round(said, 4), round(true, 4)] for said, true in isotonic(self.bins)],
        }

    def json(self) -> dict[str, Any]:
        """Return everything; each component of `tree` that scores join has its groups, joins and open reports."""
        return {
            **self.summary(),
            "drawn": list(self.drawn),
            "questions": [
                {"report_a": q.a, "report_b": q.b, "probability": q.probability, "worth": q.worth, "joined": q.joined}
                for q in self.queue
            ],
            "audited": [{"report_a": a, "report_b": b, "probability": p, "same": same} for a, b, p, same in self.audit],
            "tree": [{"groups": b.groups, "joins": b.joins, "open": sorted(b.open)} for b in self.tree if b.joins],
        }


def doubt(prepared: Prepared) -> Doubt:
    """Return what is open about scored pairs under the thresholds that hold."""
    lenient, base, strict = prepared.settings.thresholds
    tree = prepared.clusters().tree(min(LOWEST, lenient))
    killed = {f.id: f.killed[0] for f in prepared.made if f.killed}
    said = dict(prepared.said)
    sample = audit_sample(said)
    judged = _judged(prepared, sample)
    return Doubt(
        prepared.settings.thresholds, tree,
        tuple((t, events(tree, t)) for t in _thresholds(lenient, base, strict)),
        tuple(counts(tree, base=base)),
        queue(tree, prepared.links, base=base, killed=killed),
        tuple((a, b, said[a, b], judged.get((a, b))) for a, b in sample),
        reliability(said, sample, judged),
    )  # fmt: skip


def _thresholds(lenient: int, base: int, strict: int) -> Sequence[int]:
    named = {lenient, base, strict}
    whole = range(lenient - lenient % -STEP, strict, STEP)
    return sorted({*named, *(t for t in whole if min(abs(t - n) for n in named) >= STEP // 2)})


def _judged(prepared: Prepared, sample: Iterable[Pair]) -> Mapping[Pair, bool]:
    """Return what people decided about the pairs of a sample, directly or by a chain of decisions."""
    group = {id: n for n, held in enumerate(_chains(prepared.constraints.must)) for id in held}
    found: dict[Pair, bool] = {}
    for pair in sample:
        if pair in prepared.constraints.cannot:
            found[pair] = False
        elif pair[0] in group and group[pair[0]] == group.get(pair[1]):
            found[pair] = True
    return found


def _chains(must: Iterable[Pair]) -> list[set[str]]:
    found: list[set[str]] = []
    for pair in must:
        touched = [held for held in found if not held.isdisjoint(pair)]
        found = [held for held in found if held.isdisjoint(pair)]
        found.append(set(pair).union(*touched))
    return found
