"""Random numbers that are the same on every machine: the raw stream of a generator that never changes.

Kernels take them as whole numbers below 2**32, and make a place in 0..n-1 of one as `(bits * n) >> 32`: compiled or
plain, the same draw. How many threads there are has no say in it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

BLOCK = 1 << 20
"""Numbers made at a time: what bounds the memory of a test."""

Words = np.ndarray[tuple[int], np.dtype[np.uint32]]


def bits(seed: int, block: int, n: int) -> Words:
    """Return `n` numbers below 2**32 of one block of a seed's stream: of each word the lower half, then the upper."""
    raw = np.random.PCG64(np.random.SeedSequence([seed, block])).random_raw((n + 1) // 2)
    return raw.astype("<u8", copy=False).view("<u4")[:n].astype(np.uint32, copy=False)


def blocks(seed: int, draws: int, width: int) -> Iterator[tuple[int, int, Words]]:
    """Yield (first draw, how many, their numbers) until `draws` are made, each of which uses up to `width`."""
    size = max(1, min(draws, BLOCK // max(width, 1)))
    for number, first in enumerate(range(0, draws, size)):
        count = min(size, draws - first)
        yield first, count, bits(seed, number, count * max(width, 1))
