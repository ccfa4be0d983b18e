"""A Chao-type figure from who stands on one list or two, with a rate of its own for every list.

It bounds the missed from below where units differ in how visible they are and lists do not depend on each other; a
dependence of lists breaks it either way. So it is a figure beside the estimates, and never "at least".
"""

from __future__ import annotations

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.loglinear import Design, fits, observed


def chao(gated: Gated) -> float:
    """Return the total: lists by themselves, and a bend for every number of lists beyond two that is not negative."""
    table = gated.table
    j = len(table.lists)
    on = np.arange(1, 1 << j)[:, None] >> np.arange(j) & 1
    many = on.sum(axis=1)
    bends = [tuple(np.maximum(many - k, 0).astype(float).tolist()) for k in range(2, j)]
    while True:
        design = Design(j, tuple(bends))
        uses = design.model(np.zeros((1, len(design.pairs)), dtype=bool))
        uses[:, len(uses[0]) - len(bends) :] = len(bends) > 0
        made = fits(design, observed(table), uses)
        told = made.beta[0, len(uses[0]) - len(bends) :] if bends else np.zeros(0)
        if not len(told) or told.min() >= 0:
            return float(table.n + made.missing[0])
        bends = [b for b, value in zip(bends, told, strict=True) if value >= 0]
