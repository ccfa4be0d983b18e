"""What true links that were missed do to a table: drawn back, again and again.

Of units on two lists or more a part shows as two: on one list alone, and on the others. A draw joins as many such pairs
again as that part leads to expect, whichever they were.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from solferino.undercount.overlap import OverlapTable, Reals

DRAWS = 50


def relinked(table: OverlapTable, error: float, *, draws: int = DRAWS, seed: int = 1) -> list[OverlapTable]:
    """Return tables in which links missed with probability `error` are found again, at random."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 7])))
    return [table.with_cells(_restored(table.cells(), len(table.lists), error, rng)) for _ in range(draws)]


def _restored(cells: Reals, lists: int, error: float, rng: Any) -> Reals:
    made = cells.copy()
    for s in (s for s in range(1, 1 << lists) if s.bit_count() > 1 and cells[s] > 0):
        missed = int(rng.negative_binomial(int(cells[s]), 1 - error))
        singles = [1 << k for k in range(lists) if s >> k & 1]
        share = rng.multinomial(missed, [1 / len(singles)] * len(singles))
        for single, count in zip(singles, share.tolist(), strict=True):
            moved = min(count, made[single], made[s ^ single])
            made[[single, s ^ single]] -= moved
            made[s] += moved
    return made
