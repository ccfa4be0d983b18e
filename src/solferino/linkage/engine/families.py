"""Incidents that belong together without being one: a second blow on one facility, or on one place, within a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.fields import Ints, Reals
from solferino.linkage.engine.greedy import roots
from solferino.linkage.engine.learned import Incidents
from solferino.linkage.engine.sweep import EMPTY
from solferino.words.compiled import run

SHARED = ("weapon", "party", "target", "busy")
"""What a second blow on a place shares with the first; its day and its dead are its own."""
AHEAD = 4
"""How many reports further, in order of days, one is held against: joins go on from there, so few are enough."""
CYCLES = 200


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
    and the second must be as likely as not to follow from the first.
    """
    columns, scheme, groups = found.columns, found.model.scheme, found.groups()
    if "family_days" not in scheme.windows:
        return Families(groups, EMPTY, EMPTY, EMPTY)
    facility = columns.cells[:, scheme.columns()["facility"]]
    place = np.where(facility < 0, columns.cells[:, kernel.SKELETON], -1)
    told = [_shown(found, *_after(found, groups, facility))]
    listed = [
        _after(found, groups, np.where((place >= 0) & (once >= 0), once * (place.max(initial=0) + 1) + place, -1))
        for once in (columns.source, columns.document)
    ]
    again = _shown(found, *np.unique(np.concatenate(listed, axis=1), axis=1))
    told.append(again[:, follows(again[3]) >= 0.5])
    one, two, score, _ = np.unique(np.concatenate(told, axis=1), axis=1)
    rows = np.arange(len(columns), dtype=np.int64)
    parent = rows.copy()
    run(roots, (np.concatenate([groups, one]), np.concatenate([rows, two])), [parent], steps=2 * len(rows))
    edges = found.edges
    fresh = ~np.isin(one * len(rows) + two, edges.one.astype(np.int64) * len(rows) + edges.two)
    return Families(parent, one[fresh], two[fresh], score[fresh])


def follows(shared: Ints) -> Reals:
    """Return how likely each pair of blows on one place is a first and a second, given what they share in millibits.

    The share of such pairs among all is learned along, from even odds: in a place at war most blows within a day have
    nothing to do with each other.
    """
    odds, share = np.exp2(np.clip(shared, -40_000, 40_000) / 1000), 0.5
    likely = np.full(len(odds), share)
    for _ in range(CYCLES if len(odds) else 0):
        likely = share * odds / (share * odds + 1 - share)
        share = float((likely.sum() + 0.5) / (len(odds) + 1))
    return likely


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


def _shown(found: Incidents, one: Ints, two: Ints) -> Ints:
    """Return the pairs that lie near each other: one, two, score, and how much of it is of what blows share."""
    columns, model = found.columns, found.model
    rows, at = np.unique(np.stack([one, two]), return_inverse=True)
    cells, points = columns.cells[rows].tolist(), columns.points[rows].tolist()
    names, lengths, spec = columns.names.tolist(), columns.lengths.tolist(), model.spec.tolist()
    slack, out = float(model.scheme.windows["slack_m"]), [0] * len(spec)
    shared = [n for n, f in enumerate(model.scheme.fields) if f.name in SHARED]
    made = []
    for a, b, (i, j) in zip(one.tolist(), two.tolist(), at.reshape(2, -1).T.tolist(), strict=True):
        if kernel.compare(i, j, 0, cells, points, names, lengths, spec, slack, out):
            parts = [int(model.weights[n, out[0], level]) for n, level in enumerate(out)]
            made.append((min(a, b), max(a, b), model.prior + sum(parts), sum(parts[n] for n in shared)))
    return np.array(made, dtype=np.int64).reshape(-1, 4).T
