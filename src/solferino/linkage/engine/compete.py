"""Competition: of the records of a deduplicated source one at most is about an event, so rivals share the evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine.fields import Ints, Reals
from solferino.linkage.engine.sweep import Edges

MOST = 40_000
"""Millibits beyond which more makes no difference."""


@dataclass(frozen=True)
class Competed:
    """`loss`: millibits that rivals take from each pair, never above 0; `probability` what is left, in 0 to 1."""

    loss: Ints
    probability: Reals


def compete(edges: Edges, source: Ints) -> Competed:
    """Return what rivals take from each pair: other records of the one source, for either of its two reports."""
    odds = np.exp2(np.minimum(edges.score, MOST) / 1000)
    pairs = len(edges)
    mine, theirs = np.concatenate([edges.one, edges.two]), np.concatenate([edges.two, edges.one])
    ends = np.flatnonzero(source[theirs] >= 0)
    key = mine[ends].astype(np.int64) * (int(source.max(initial=0)) + 1) + source[theirs[ends]]
    _, at = np.unique(key, return_inverse=True)
    pair = ends % max(pairs, 1)
    others = np.maximum(np.bincount(at, weights=odds[pair])[at] - odds[pair], 0.0)
    rival = np.zeros((2, pairs))
    rival[ends // max(pairs, 1), pair] = others
    loss = -np.rint(1000 * np.log2(1 + rival.max(axis=0))).astype(np.int64)
    left = np.exp2(np.minimum(edges.score + loss, MOST) / 1000)
    return Competed(loss, np.minimum(left / (1 + left), 0.9999))
