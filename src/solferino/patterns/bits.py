"""Random numbers that are the same on every machine: the raw stream of a generator that never changes.

Kernels take them as whole numbers below 2**32, and make a place in 0..n-1 of one as `(bits * n) >> 32`: compiled or
plain, the same draw. How many threads there are has no say in it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

BLOCK = 1 << 20
"""Numbers made at a time: what bounds the memory of a test."""

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def bits(seed: int, block: int, n: int) -> Ints:
    """Return `n` numbers below 2**32 of one block of a seed's stream."""
    raw = np.random.PCG64(np.random.SeedSequence([seed, block])).random_raw((n + 1) // 2)
    made = np.empty(2 * len(raw), dtype=np.int64)
    made[0::2] = (raw & np.uint64(0xFFFFFFFF)).astype(np.int64)
    made[1::2] = (raw >> np.uint64(32)).astype(np.int64)
    return made[:n]


def blocks(seed: int, draws: int, width: int) -> Iterator[tuple[int, int, Ints]]:
    """Yield (first draw, how many, their numbers) until `draws` are made, each of which uses up to `width`."""
    size = max(1, min(draws, BLOCK // max(width, 1)))
    for number, first in enumerate(range(0, draws, size)):
        count = min(size, draws - first)
        yield first, count, bits(seed, number, count * max(width, 1))
