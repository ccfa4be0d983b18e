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


def unlinked(table: OverlapTable, error: float, *, seed: int = 1) -> OverlapTable:
    """Return a table in which links were missed: each unit on several lists falls in two with probability `error`."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 8])))
    cells, made = table.cells(), table.cells()
    for s in _several(len(table.lists)):
        broken = int(rng.binomial(int(cells[s]), error))
        _split(made, s, _parts(s), rng.multinomial(broken, [1 / s.bit_count()] * s.bit_count()), back=False)
    return table.with_cells(made)


def _restored(cells: Reals, lists: int, error: float, rng: Any) -> Reals:
    made = cells.copy()
    for s in _several(lists):
        if cells[s] > 0:
            missed = int(rng.negative_binomial(int(cells[s]), 1 - error))
            share = rng.multinomial(missed, [1 / s.bit_count()] * s.bit_count())
            _split(made, s, _parts(s), share, back=True)
    return made


def _split(made: Reals, s: int, parts: list[int], many: Any, *, back: bool) -> None:
    for single, count in zip(parts, many.tolist(), strict=True):
        moved = min(count, made[single], made[s ^ single]) if back else count
        sign = 1 if back else -1
        made[[single, s ^ single]] -= sign * moved
        made[s] += sign * moved


def _several(lists: int) -> list[int]:
    return [s for s in range(1, 1 << lists) if s.bit_count() > 1]


def _parts(s: int) -> list[int]:
    return [1 << k for k in range(s.bit_length()) if s >> k & 1]
