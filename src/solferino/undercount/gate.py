"""What a table must pass before anything is estimated. Every estimator takes what only this gate gives out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from solferino.undercount.exist import exists
from solferino.undercount.overlap import OverlapTable
from solferino.undercount.refusal import Refusal

FEWEST_LISTS = 3
FEWEST_SHARED = 10
"""Units on two lists or more below which nothing is estimated: with fewer, intervals miss the truth too often."""

_PASSED = object()


@dataclass(frozen=True)
class Gated:
    """A table that passed: its lists are cleaned. Only `gate` and `passed_on` make one."""

    table: OverlapTable
    seal: Any

    def __post_init__(self) -> None:
        if self.seal is not _PASSED:
            raise TypeError("a Gated table comes from gate()")


@dataclass(frozen=True)
class Gate:
    """What the gate says: the table as cleaned, and either why it is refused or what passed."""

    table: OverlapTable
    refusals: tuple[Refusal, ...]
    passed: Gated | None
    removed: tuple[str, ...]


def gate(table: OverlapTable, *, linked: bool = True) -> Gate:
    """Clean the lists of a table and say what refuses it: LISTS, DERIVED, OVERLAP, EXIST, LINKAGE, UNIT.

    A list that is empty, or the same as another, or that holds all the others together hold, says nothing and is left
    out. `linked` is False where nothing is known of how well the lists were linked.
    """
    clean, removed = _cleaned(table)
    found = []
    if "," in table.unit:
        found.append(Refusal("UNIT", {"units": table.unit.split(",")}))
    if table.derived:
        found.append(Refusal("DERIVED", {name: list(of) for name, of in sorted(table.derived.items())}))
    if len(clean.lists) < FEWEST_LISTS:
        found.append(Refusal("LISTS", {"lists": len(clean.lists), "needs": FEWEST_LISTS, "left_out": list(removed)}))
    if not linked:
        found.append(Refusal("LINKAGE", {"draws": 0, "needs": "draws of the linkage, or the part of links it missed"}))
    shared = clean.overlaps() > 0
    triples = sum(
        shared[a, b] and shared[a, c] and shared[b, c] for a, b, c in combinations(range(len(clean.lists)), 3)
    )
    enough = len(clean.lists) >= FEWEST_LISTS
    if clean.multi < FEWEST_SHARED or (enough and not triples):
        facts = {
            "on two lists or more": clean.multi,
            "needs": FEWEST_SHARED,
            "three lists that all share": int(triples),
        }
        found.append(Refusal("OVERLAP", facts))
    elif enough and not _has_fit(clean):
        found.append(Refusal("EXIST", {"model": "independent lists", "documented": clean.n}))
    return Gate(clean, tuple(found), None if found else Gated(clean, _PASSED), removed)


def passed_on(gated: Gated, table: OverlapTable) -> Gated:
    """Return a table that is a variant of one that passed: resampled, or with links drawn anew."""
    return Gated(table, gated.seal)


def _cleaned(table: OverlapTable) -> tuple[OverlapTable, tuple[str, ...]]:
    held = table.patterns.astype(bool)
    kept: list[int] = []
    for k in range(len(table.lists)):
        twin = any((held[:, k] == held[:, other]).all() for other in kept)
        if held[:, k].any() and not twin and not held[:, k].all():
            kept.append(k)
    gone = tuple(name for k, name in enumerate(table.lists) if k not in kept)
    return (table.only(kept) if gone else table), gone


def _has_fit(table: OverlapTable) -> bool:
    on = np.arange(1, 1 << len(table.lists))[:, None] >> np.arange(len(table.lists)) & 1
    design = np.concatenate([np.ones((len(on), 1)), on], axis=1).astype(np.float64)
    return exists(design, table.cells()[1:])
