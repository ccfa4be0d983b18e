"""Incidents that belong together without being one: a second blow on one facility, or on one place, within a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.compiled import run
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.greedy import roots
from solferino.linkage.engine.learned import Incidents
from solferino.linkage.engine.sweep import EMPTY

SHARED = ("place", "weapon", "party", "target", "busy")
"""What a second blow shares with the first; its day and its dead are its own."""
ONE_NAME = 1
"""Level of names that are one."""
AHEAD = 4
"""How many reports further, in order of days, one is held against: joins go on from there, so few are enough."""


@dataclass(frozen=True)
class Families:
    """`of` has for each row the smallest row of its family; `one`, `two`, `score` the pairs that told and no edge is.

    An incident without relatives is a family of its own.
    """

    of: Ints
    one: Ints
    two: Ints
    score: Ints


def families(found: Incidents) -> Families:
    """Return which incidents are one family.

    Two are related where reports of them name one facility, no further apart than the family days of the model. Where
    no facility is told, a source that lists each event once, or one document, must tell them as two blows on one place,
    and what a second blow shares with the first must be as likely as not to agree because it is one.
    """
    columns, model, groups = found.columns, found.model, found.groups()
    if "family_days" not in model.scheme.windows:
        return Families(groups, EMPTY, EMPTY, EMPTY)
    facility = columns.cells[:, model.scheme.columns()["facility"]]
    place = np.where(facility < 0, columns.cells[:, kernel.SKELETON], -1)
    told = [_shown(found, *_after(found, groups, facility), least=None)]
    for once in (columns.source, columns.document):
        key = np.where((place >= 0) & (once >= 0), once * (place.max(initial=0) + 1) + place, -1)
        told.append(_shown(found, *_after(found, groups, key), least=0))
    one, two, score = np.unique(np.concatenate(told, axis=1), axis=1)
    rows = np.arange(len(columns), dtype=np.int64)
    parent = rows.copy()
    run(roots, (np.concatenate([groups, one]), np.concatenate([rows, two])), [parent], steps=2 * len(rows))
    edges = found.edges
    fresh = ~np.isin(one * len(rows) + two, edges.one.astype(np.int64) * len(rows) + edges.two)
    return Families(parent, one[fresh], two[fresh], score[fresh])


def _after(found: Incidents, groups: Ints, key: Ints) -> tuple[Ints, Ints]:
    """Return pairs of rows of one key in two incidents, the second within the days of a family after the first."""
    cells, days = found.columns.cells, found.model.scheme.windows["family_days"]
    rows = np.flatnonzero((key >= 0) & (cells[:, kernel.START] > 0) & (cells[:, kernel.CLASS] < kernel.COARSE))
    rows = rows[np.lexsort([rows, cells[rows, kernel.START], key[rows]])]
    made = [EMPTY], [EMPTY]
    for step in range(1, AHEAD + 1):
        one, two = rows[:-step], rows[step:]
        near = (key[one] == key[two]) & (cells[two, kernel.START] - cells[one, kernel.END] <= days)
        near &= groups[one] != groups[two]
        made[0].append(one[near])
        made[1].append(two[near])
    return np.concatenate(made[0]), np.concatenate(made[1])


def _shown(found: Incidents, one: Ints, two: Ints, *, least: int | None) -> Ints:
    """Return the pairs that lie near each other, with their scores: one, two, score.

    With `least`, only those of one name of which what a second blow shares scores as much.
    """
    columns, model = found.columns, found.model
    rows, at = np.unique(np.stack([one, two]), return_inverse=True)
    cells, points = columns.cells[rows].tolist(), columns.points[rows].tolist()
    names, lengths, spec = columns.names.tolist(), columns.lengths.tolist(), model.spec.tolist()
    slack, out = float(model.scheme.windows["slack_m"]), [0] * len(spec)
    shared = [n for n, f in enumerate(model.scheme.fields) if f.name in SHARED]
    made = []
    for a, b, (i, j) in zip(one.tolist(), two.tolist(), at.reshape(2, -1).T.tolist(), strict=True):
        if not kernel.compare(i, j, 0, cells, points, names, lengths, spec, slack, out):
            continue
        parts = [int(model.weights[n, out[0], level]) for n, level in enumerate(out)]
        if least is None or (out[0] % 4 == ONE_NAME and model.prior + sum(parts[n] for n in shared) >= least):
            made.append((min(a, b), max(a, b), model.prior + sum(parts)))
    return np.array(made, dtype=np.int64).reshape(-1, 3).T
