"""Partitions drawn at random: what comes after linking can carry its doubt along."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from hashlib import shake_128

from solferino.linkage.tree import Branch

SEED = "solferino partition draw"
DRAWS = 100
SPAN = 4_000


def centre(tree: Sequence[Branch], *, base: int) -> int:
    """Return the height around which to draw, in millibits, so that as many joins are expected as the base makes.

    Most joins stand well above the base, fewer just below: drawn around the base itself, more would be lost than won.
    """
    heights = [b.joins[n][0] for b in tree for n in range(len(b.joins)) if b.events(n + 1) < b.events(n)]
    made = sum(height >= base for height in heights)
    low, high = base - SPAN, base + SPAN
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if sum(chance(h - middle) for h in heights) > made else (low, middle)
    return low if 0 < made < len(heights) else base


def chance(millibits: int) -> float:
    """Return log odds as a probability."""
    return 1 / (1 + math.exp2(-max(-40_000, min(40_000, millibits)) / 1000))


def cuts(tree: Sequence[Branch], *, base: int, draws: int = DRAWS) -> list[list[int]]:
    """Return for each draw how many joins are made in each component.

    Each component is cut at a height of its own around the centre, so that two groups are joined as often as the
    probability that their mean score stands for. What is joined in one draw is a group of the tree, so that
    constraints hold in all of them. The heights come from a hash of the component: reports elsewhere move nothing but
    the centre.
    """
    drawn, around = [], centre(tree, base=base)
    for branch in tree:
        if not branch.joins:
            drawn.append([0] * draws)
            continue
        raw = shake_128(f"{SEED} {branch.first}".encode()).digest(4 * draws)
        shares = [(int.from_bytes(raw[n : n + 4], "big") + 0.5) / 2**32 for n in range(0, 4 * draws, 4)]
        drawn.append([branch.made(around + round(1000 * math.log2(u / (1 - u)))) for u in shares])
    return [list(draw) for draw in zip(*drawn, strict=True)]


def counts(tree: Sequence[Branch], *, base: int, draws: int = DRAWS) -> list[int]:
    """Return how many incidents each draw has."""
    return [
        sum(branch.events(n) for branch, n in zip(tree, draw, strict=True))
        for draw in cuts(tree, base=base, draws=draws)
    ]


def partitions(tree: Sequence[Branch], *, base: int, draws: int = DRAWS) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the groups of each draw, as sorted ids of reports."""
    memo: dict[tuple[int, int], tuple[tuple[str, ...], ...]] = {}
    for draw in cuts(tree, base=base, draws=draws):
        for at in enumerate(draw):
            if at not in memo:
                memo[at] = tree[at[0]].cut(at[1])
        yield tuple(sorted(group for at in enumerate(draw) for group in memo[at]))


def events(tree: Sequence[Branch], threshold: int) -> int:
    """Return how many incidents there are at one threshold."""
    return sum(branch.events(branch.made(threshold)) for branch in tree)
