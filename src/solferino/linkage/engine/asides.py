"""Reports that are no event of their own: they cover the incidents that they may speak of, or deny them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import AN_EVENT, DENIES
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.learned import Incidents

DENIAL_DAYS = 31
"""How far back a denial reaches."""
OTHER = 3
"""Level of names that are not one."""


@dataclass(frozen=True)
class Asides:
    """Row by row: `report` stands to the group of `nearest` by `stands`, with the score of the two reports."""

    report: Ints
    nearest: Ints
    stands: Ints
    score: Ints


def asides(found: Incidents) -> Asides:
    """Return how reports about several events or a stretch of time, and denials, stand to incidents.

    One covers every incident of its days that lies where it speaks of, one denies those of the month before: by point
    and what points stand for, or by district. A report with no day, or no place, stands to nothing. The member that
    scores best against the report speaks for its incident.
    """
    columns, model = found.columns, found.model
    cells, rows = columns.cells, np.flatnonzero(columns.stands != AN_EVENT)
    events = np.flatnonzero((columns.stands == AN_EVENT) & (cells[:, kernel.START] > 0))
    events = events[np.argsort(cells[events, kernel.START], kind="stable")]
    starts, groups, names = cells[events, kernel.START], found.groups(), columns.names.tolist()
    lengths, spec = columns.lengths.tolist(), model.spec.tolist()
    made: list[tuple[int, int, int, int]] = []
    for row in rows.tolist():
        low, high = int(cells[row, kernel.START]), int(cells[row, kernel.END])
        if low <= 0:
            continue
        if columns.stands[row] == DENIES:
            low, high = low - DENIAL_DAYS, low
        near = events[np.searchsorted(starts, low - columns.span) : np.searchsorted(starts, high, side="right")]
        near = near[(cells[near, kernel.END] >= low) & _here(found, row, near)]
        best: dict[int, tuple[int, int]] = {}
        mine = cells[row].tolist()
        for other in near.tolist():
            out = [0] * len(spec)
            pair = [mine, cells[other].tolist()]
            for at in pair:
                at[kernel.CLASS] = min(at[kernel.CLASS], kernel.COARSE)
            points = [columns.points[row].tolist(), columns.points[other].tolist()]
            if not kernel.compare(0, 1, 0, pair, points, names, lengths, spec, 1e8, out) or out[0] % 4 == OTHER:
                continue
            score = model.prior + sum(int(model.weights[f, out[0], level]) for f, level in enumerate(out))
            group = int(groups[other])
            best[group] = max(best.get(group, (score, other)), (score, other))
        made += [(row, other, int(columns.stands[row]), score) for _, (score, other) in sorted(best.items())]
    table = np.array(made, dtype=np.int64).reshape(-1, 4)
    return Asides(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _here(found: Incidents, row: int, near: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which rows lie where a row speaks of."""
    columns = found.columns
    radius = columns.cells[:, kernel.RADIUS]
    district = (columns.district[near] == columns.district[row]) & (columns.district[row] >= 0)
    if not columns.points[row].any() or radius[row] > found.model.scheme.windows["coarse_m"]:
        return np.asarray(district)
    far = np.sqrt(((columns.points[near] - columns.points[row]) ** 2).sum(axis=1))
    fine = radius[near] <= found.model.scheme.windows["coarse_m"]
    return np.asarray(
        np.where(fine, far <= radius[near] + radius[row] + found.model.scheme.windows["slack_m"], district)
    )
