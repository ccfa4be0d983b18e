"""How many pairs of reports are one event, as far as the probabilities know: what the base of a partition rests on."""

from __future__ import annotations

import numpy as np

from solferino.linkage.engine.compete import Competed
from solferino.linkage.engine.dendrogram import Tree
from solferino.linkage.engine.fields import Ints, Reals
from solferino.linkage.engine.sweep import Edges

MILLION = 1_000_000
NEVER, PEOPLE = -1, -2
ALL = 10**9
"""A height that no join reaches: what is one group there was joined by people."""


def expected_matches(found: Tree, edges: Edges, competed: Competed) -> float:
    """Return the matches expected, to a millionth: each pair counts its probability or that of its join, the higher.

    Two reports that hardly resemble each other are one event where both are the event of a third. A pair that was
    never scored counts as its join does. What people joined is no match that anybody expects: it counts nowhere. Whole
    millionths, so that no sum depends on its order.
    """
    at = joins(found, edges)
    inside = at >= 0
    level = _millionths(1 / (1 + np.exp2(-np.clip(found.height, -40_000, 40_000) / 1000)))
    own = _millionths(competed.probability)
    total = int(own[at == NEVER].sum()) + int(np.maximum(own[inside], level[at[inside]]).sum())
    unscored = found.pairs - np.bincount(at[inside], minlength=len(found.pairs))
    return (total + int((unscored * level).sum())) / MILLION


def joins(found: Tree, edges: Edges) -> Ints:
    """Return for each pair the number of the join that brings its rows together; NEVER, PEOPLE where none does."""
    above, when = np.arange(found.rows, dtype=np.int64), np.full(found.rows, ALL, dtype=np.int64)
    above[found.gone], when[found.gone] = found.kept, np.arange(len(found.gone))
    start = found.partition(ALL)
    one, two = start[edges.one], start[edges.two]
    at = np.where(one == two, PEOPLE, NEVER).astype(np.int64)
    live = np.flatnonzero(one != two)
    while len(live):  # the group that was joined away first steps up, until both have come to one group
        a, b = one[live], two[live]
        first = when[a] < when[b]
        low = np.where(first, a, b)
        ends = when[low] == ALL
        at[live] = np.where(ends, NEVER, when[low])
        a, b = np.where(first, above[a], a), np.where(first, b, above[b])
        one[live], two[live] = a, b
        live = live[~ends & (a != b)]
    return at


def _millionths(probability: Reals) -> Ints:
    out: Ints = np.rint(probability * MILLION).astype(np.int64)
    return out
