"""Partitions drawn at random: what comes after linking can carry its doubt along."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solferino.linkage.engine.dendrogram import Tree
from solferino.linkage.engine.fields import Ints


def partitions(found: Tree, *, base: int, seed: int, draws: int = 100) -> Iterator[Ints]:
    """Yield `draws` partitions of a tree, the same for a seed; each row's group is named by its smallest row.

    Each component is cut at a height of its own around `base`, so that two groups are joined as often as the
    probability that their mean score stands for. What is joined in one draw is a group of the tree, so that
    constraints hold in all of them.
    """
    part = found.partition(-(10**9))
    joined = part[found.kept]
    odds = np.random.default_rng(seed)
    for _ in range(draws):
        share = odds.random(found.rows)
        cut = base + np.rint(1000 * np.log2(share / (1 - share + 1e-300) + 1e-300)).astype(np.int64)
        yield found.partition(cut[joined])


def count(found: Tree, *, base: int, seed: int, draws: int = 100) -> Ints:
    """Return how many groups each drawn partition has."""
    return np.array([len(np.unique(p)) for p in partitions(found, base=base, seed=seed, draws=draws)], dtype=np.int64)
