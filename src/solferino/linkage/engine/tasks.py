"""Which rows a sweep brings together: stretches of rows, ordered by day, against stretches of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import EARTH_M, Columns
from solferino.linkage.engine.fields import Ints, Scheme


@dataclass(frozen=True)
class Tasks:
    """Rows of `table`: a stretch of `left`, a stretch of `right`, and 1 where only later rows of `right` count."""

    table: Ints
    left: Ints
    right: Ints

    def work(self, cells: Ints) -> Ints:
        """Return about how many steps each task takes: the product of its stretches, over the days they cover."""
        t = self.table
        first = np.minimum(cells[self.left[t[:, 0]], kernel.START], cells[self.right[t[:, 2]], kernel.START])
        last = np.maximum(cells[self.left[t[:, 1] - 1], kernel.START], cells[self.right[t[:, 3] - 1], kernel.START])
        days = np.maximum(last - first, 1)
        found: Ints = (t[:, 1] - t[:, 0]) * np.minimum((t[:, 3] - t[:, 2]) * 8 // days + 1, t[:, 3] - t[:, 2])
        return found

    def chunks(self, cells: Ints, parts: int) -> list[Ints]:
        """Return the table cut into about `parts` pieces of equal work."""
        if not len(self.table):
            return []
        done = np.cumsum(self.work(cells))
        cuts = np.searchsorted(done, [done[-1] * n // parts for n in range(1, parts)])
        return [piece for piece in np.split(self.table, np.unique(cuts)) if len(piece)]


def by_space(columns: Columns, scheme: Scheme, *, displaced: bool = False) -> Tasks:
    """Return tasks of rows that have a fine point: each cube with itself and with the half of its neighbours ahead.

    Displaced pairs have a first and a second row, so that neighbours then meet in both directions.
    """
    fine = np.flatnonzero(columns.cells[:, kernel.CLASS] < kernel.COARSE).astype(np.int64)
    cells, starts, ends = _stretches(columns.cell[fine])
    side = int(2 * EARTH_M // scheme.windows["metres"]) + 4
    own = np.arange(len(cells))
    found = [_task(starts, ends, own, own, half=not displaced)]
    for x, y, z in _ahead():
        step = (x * side + y) * side + z
        there = np.searchsorted(cells, cells + step)
        there[there == len(cells)] = 0
        ok = cells[there] == cells + step
        found.append(_task(starts, ends, own[ok], there[ok], half=False))
        if displaced:
            found.append(_task(starts, ends, there[ok], own[ok], half=False))
    table = np.concatenate(found)
    return Tasks(table[np.argsort(table[:, 0], kind="stable")], fine, fine)


def by_group(columns: Columns, *, displaced: bool = False) -> Tasks:
    """Return tasks of rows that stand for a whole district: with each other, and with the fine ones there."""
    kind, group = columns.cells[:, kernel.CLASS], columns.group
    coarse = np.flatnonzero((kind == kernel.COARSE) & (group >= 0)).astype(np.int64)
    fine = np.flatnonzero((kind < kernel.COARSE) & (group >= 0)).astype(np.int64)
    day = columns.cells[:, kernel.START]
    coarse = coarse[np.lexsort([coarse, day[coarse], group[coarse]])]
    fine = fine[np.lexsort([fine, day[fine], group[fine]])]
    rows = np.concatenate([coarse, fine])
    names, starts, ends = _stretches(group[coarse])
    low = len(coarse) + np.searchsorted(group[fine], names, side="left")
    high = len(coarse) + np.searchsorted(group[fine], names, side="right")
    own = np.arange(len(names))
    met = high > low
    found = [_task(starts, ends, own, own, half=not displaced)]
    found.append(np.stack([starts, ends, low, high, np.zeros_like(starts)], axis=1)[met])
    if displaced:
        found.append(np.stack([low, high, starts, ends, np.zeros_like(starts)], axis=1)[met])
    return Tasks(np.concatenate(found).astype(np.int64), rows, rows)


def _stretches(ordered: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the values of an ordered array, and where each begins and ends."""
    values, starts = np.unique(ordered, return_index=True)
    return values, starts, np.append(starts, len(ordered))[1:]


def _task(starts: Ints, ends: Ints, one: Ints, two: Ints, *, half: bool) -> Ints:
    flag = np.full(len(one), int(half))
    return np.stack([starts[one], ends[one], starts[two], ends[two], flag], axis=1).astype(np.int64)


def _ahead() -> list[tuple[int, int, int]]:
    near = (-1, 0, 1)
    return [(x, y, z) for x in near for y in near for z in near if (x, y, z) > (0, 0, 0)]
