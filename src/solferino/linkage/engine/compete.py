"""Competition: of the records of a deduplicated source one at most is about an event, so rivals share the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    rival = np.zeros(len(edges))
    for mine, theirs in ((edges.one, edges.two), (edges.two, edges.one)):
        key = np.where(
            source[theirs] >= 0, mine.astype(np.int64) * (int(source.max(initial=0)) + 1) + source[theirs], -1
        )
        _, at = np.unique(key, return_inverse=True)
        total = np.bincount(at, weights=odds)[at] if len(key) else odds
        rival += np.where(key >= 0, np.maximum(total - odds, 0.0), 0.0)
    loss = -np.rint(1000 * np.log2(1 + rival)).astype(np.int64)
    left = np.exp2(np.minimum(edges.score + loss, MOST) / 1000)
    return Competed(loss, np.minimum(left / (1 + left), 0.9999))


def expected_f1(probability: Any) -> int:
    """Return the score, in millibits, at which joining pairs has the best expected F1, by the probabilities themselves.

    Joining a pair pays where its probability is at least half the best F1 that can be expected.
    """
    p = np.sort(np.asarray(probability, dtype=np.float64))[::-1]
    if not len(p):
        return 0
    best = float((2 * np.cumsum(p) / (np.arange(1, len(p) + 1) + p.sum())).max())
    half = min(max(best / 2, 0.05), 0.5)
    return round(1000 * float(np.log2(half / (1 - half))))
