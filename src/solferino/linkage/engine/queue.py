"""What to ask people first: pairs whose answer would move published figures most, and an audit nobody selected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine.calibrate import audit_sample
from solferino.linkage.engine.fields import Ints, Reals
from solferino.linkage.engine.learned import Incidents


@dataclass(frozen=True)
class Queue:
    """Pairs by row, dearest first: `worth` is the change expected in figures, `audit` rows of pairs drawn blindly."""

    one: Ints
    two: Ints
    probability: Reals
    worth: Reals
    audit: Ints


def queue(found: Incidents, *, most: int = 500, per_bin: int = 30, seed: int = 0) -> Queue:
    """Return the pairs worth a person's minute.

    Worth is the chance that the answer is other than what was linked, times what it would move: one incident, the
    reports of the smaller side that change hands, and the dead counted there.
    """
    edges, groups, p = found.edges, found.groups(), found.competed.probability
    killed = _killed(found)
    size = np.bincount(groups, minlength=len(groups))
    most_killed = np.zeros(len(groups))
    np.maximum.at(most_killed, groups, killed)
    a, b = groups[edges.one], groups[edges.two]
    same = a == b
    smaller = np.where(same, size[a] / 2, np.minimum(size[a], size[b]))
    dead = np.where(same, np.minimum(killed[edges.one], killed[edges.two]), np.minimum(most_killed[a], most_killed[b]))
    worth = np.where(same, 1 - p, p) * (1 + np.log2(1 + smaller) + dead)
    order = np.lexsort([edges.two, edges.one, -np.round(worth, 6)])[:most]
    return Queue(
        edges.one[order], edges.two[order], p[order], worth[order], audit_sample(p, per_bin=per_bin, seed=seed)
    )


def _killed(found: Incidents) -> Reals:
    at = found.model.scheme.columns().get("killed")
    if at is None:
        return np.zeros(len(found.columns))
    return np.maximum(found.columns.cells[:, at], 0).astype(np.float64)
