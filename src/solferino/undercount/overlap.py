"""How many units stand on which of several lists: the table that every estimate starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

Ints = np.ndarray[Any, np.dtype[np.int64]]
Reals = np.ndarray[Any, np.dtype[np.float64]]

LISTS = (3, 6)
"""Fewest and most lists over whose decomposable graphs a table is averaged: 8 graphs, and 18,154."""


@dataclass(frozen=True)
class OverlapTable:
    """Counts of units by the lists they stand on; a unit on no list is what nobody counted.

    `patterns` has a row per pattern and a column per list (0 or 1), `counts` how many units show it. `derived` names,
    by list, the lists that it copies. `unit` is what is counted (`incidents`, `persons`), `link_error` the part of true
    links that linking missed, None where nobody said. `stratum` is empty for a whole table.
    """

    lists: tuple[str, ...]
    patterns: Ints
    counts: Ints
    stratum: str = ""
    unit: str = ""
    link_error: float | None = None
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, lists: Sequence[str], counts: Mapping[tuple[int, ...], int], **more: Any) -> OverlapTable:
        """Return the table of counts by pattern; patterns without units are left out."""
        held = sorted((p, n) for p, n in counts.items() if n and any(p))
        rows = np.array([p for p, _ in held], dtype=np.int64).reshape(len(held), len(lists))
        return cls(tuple(lists), rows, np.array([n for _, n in held], dtype=np.int64), **more)

    @property
    def n(self) -> int:
        """How many units are documented."""
        return int(self.counts.sum())

    @property
    def multi(self) -> int:
        """How many of them stand on two lists or more."""
        return int(self.counts[self.patterns.sum(axis=1) > 1].sum())

    @property
    def sizes(self) -> dict[str, int]:
        """How many units each list holds."""
        return dict(zip(self.lists, (self.counts @ self.patterns).tolist(), strict=True))

    def overlaps(self) -> Ints:
        """Return how many units each pair of lists shares; the sizes on the diagonal."""
        found: Ints = (self.patterns * self.counts[:, None]).T @ self.patterns
        return found

    def cells(self) -> Reals:
        """Return the count of every pattern, by its number: list j is bit j. The first is of no list, and 0."""
        made = np.zeros(1 << len(self.lists))
        np.add.at(made, self.patterns @ (1 << np.arange(len(self.lists))), self.counts)
        return made

    def with_cells(self, cells: Reals) -> OverlapTable:
        """Return a table of the same lists with other counts."""
        at = np.flatnonzero(cells)
        bits = at[:, None] >> np.arange(len(self.lists)) & 1
        return replace(self, patterns=bits.astype(np.int64), counts=np.round(cells[at]).astype(np.int64))

    def only(self, kept: Sequence[int]) -> OverlapTable:
        """Return the table of some lists; units on none of them are not documented there."""
        counts: dict[tuple[int, ...], int] = {}
        for pattern, n in zip(self.patterns[:, list(kept)].tolist(), self.counts.tolist(), strict=True):
            counts[tuple(pattern)] = counts.get(tuple(pattern), 0) + n
        made = OverlapTable.of([self.lists[k] for k in kept], counts)
        return replace(self, lists=made.lists, patterns=made.patterns, counts=made.counts)

    def within(self, list_: int) -> OverlapTable:
        """Return what the other lists say of the units that one list holds: its size is the truth there."""
        kept = [k for k in range(len(self.lists)) if k != list_]
        inside = self.patterns[:, list_] == 1
        return replace(self, patterns=self.patterns[inside], counts=self.counts[inside]).only(kept)

    def merged(self, together: Sequence[Sequence[str]]) -> OverlapTable:
        """Return the table with some lists made one, named for all of them: a unit is on it that is on any."""
        lists, patterns = list(self.lists), self.patterns
        for group in together:
            at = sorted(lists.index(name) for name in group)
            patterns = patterns.copy()
            patterns[:, at[0]] = patterns[:, at].max(axis=1)
            keep = [k for k in range(len(lists)) if k not in at[1:]]
            lists[at[0]] = " + ".join(lists[k] for k in at)
            lists, patterns = [lists[k] for k in keep], patterns[:, keep]
        made = replace(self, lists=tuple(lists), patterns=patterns, derived={})
        return made.only(range(len(lists)))
