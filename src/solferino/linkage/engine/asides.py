"""Reports that are no event of their own: they cover the incidents that they may speak of, or deny them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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


def asides(found: Incidents, told: Iterable[tuple[int, int, int]] = ()) -> Asides:
    """Return how reports about several events or a stretch of time, and denials, stand to incidents.

    One covers every incident of its days that lies where it speaks of, one denies those of the month before: by point
    and what points stand for, or by district. A report with no day, or no place, stands to nothing. The member that
    scores best against the report speaks for its incident. `told` are decisions of people, as (report, member, how it
    stands): they hold whatever the words say.
    """
    columns, model = found.columns, found.model
    cells, rows = columns.cells, np.flatnonzero(columns.stands != AN_EVENT)
    events = np.flatnonzero((columns.stands == AN_EVENT) & (cells[:, kernel.START] > 0))
    events = events[np.argsort(cells[events, kernel.START], kind="stable")]
    starts, groups = cells[events, kernel.START], found.groups()
    score = _scorer(found)
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
        for other in near.tolist():
            value = score(row, other)
            if value is not None:
                group = int(groups[other])
                best[group] = max(best.get(group, (value, other)), (value, other))
        made += [(row, other, int(columns.stands[row]), value) for _, (value, other) in sorted(best.items())]
    decided = {(row, int(groups[other])): (row, other, stands) for row, other, stands in told}
    made = [m for m in made if (m[0], int(groups[m[1]])) not in decided]
    made += [(*held, score(*held[:2]) or model.scheme.cuts["absent"]) for held in decided.values()]
    table = np.array(made, dtype=np.int64).reshape(-1, 4)
    return Asides(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _scorer(found: Incidents) -> Callable[[int, int], int | None]:
    """Return what scores a report against a member of an incident, None where their places contradict each other."""
    columns, model = found.columns, found.model
    names, lengths, spec = columns.names.tolist(), columns.lengths.tolist(), model.spec.tolist()

    def score(row: int, other: int) -> int | None:
        out, pair = [0] * len(spec), [columns.cells[row].tolist(), columns.cells[other].tolist()]
        for at in pair:
            at[kernel.CLASS] = min(at[kernel.CLASS], kernel.COARSE)
        points = [columns.points[row].tolist(), columns.points[other].tolist()]
        if not kernel.compare(0, 1, 0, pair, points, names, lengths, spec, 1e8, out) or out[0] % 4 == OTHER:
            return None
        return model.prior + sum(int(model.weights[f, out[0], level]) for f, level in enumerate(out))

    return score


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
