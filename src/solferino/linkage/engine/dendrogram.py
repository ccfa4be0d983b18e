"""Scored pairs to a tree of joins: one pass gives the partition at every threshold, and the range between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from solferino.linkage.engine.compiled import run
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.greedy import merge_all, roots
from solferino.linkage.engine.sweep import EMPTY, Edges

STEPS = (6_000, 3_000, 1_500, 500, -500, -1_500, -2_500)
"""Heights, in millibits, at which components are taken anew. Average link never rises, so stopping at one and going on
from its groups is the same as going through; small components keep memory small."""


@dataclass(frozen=True)
class Apart:
    """What is never joined: rows of one number in `source` or `document` (-1: none), and the pairs `one`, `two`."""

    source: Ints
    document: Ints
    one: Ints = field(default_factory=EMPTY.copy)
    two: Ints = field(default_factory=EMPTY.copy)


@dataclass(frozen=True)
class Tree:
    """Joins in the order they were made: group `gone` went into group `kept` at `height`, joining `pairs` pairs.

    A group is named by its smallest row.
    """

    rows: int
    kept: Ints
    gone: Ints
    height: Ints
    pairs: Ints
    must: tuple[Ints, Ints] = field(default_factory=lambda: (EMPTY, EMPTY))

    def partition(self, threshold: int) -> Ints:
        """Return for each row the smallest row of its group at a threshold."""
        on = self.height >= threshold
        one, two = (np.concatenate(p) for p in zip(self.must, (self.kept[on], self.gone[on]), strict=True))
        parent = np.arange(self.rows, dtype=np.int64)
        run(roots, (one, two), [parent], steps=len(one) + self.rows)
        return parent

    def height_of(self, pairs: float, *, default: int) -> int:
        """Return the height down to which `pairs` pairs are joined."""
        if not len(self.height):
            return default
        order = np.argsort(-self.height, kind="stable")
        at = int(np.searchsorted(np.cumsum(self.pairs[order]), pairs))
        return int(self.height[order[min(at, len(order) - 1)]])


def tree(
    rows: int, edges: Edges, apart: Apart, *, absent: int, lowest: int, must: tuple[Ints, Ints] = (EMPTY, EMPTY)
) -> Tree:
    """Return the joins of constrained average link down to `lowest`, best first; pairs in `must` are joined before."""
    label = np.arange(rows, dtype=np.int64)
    run(roots, must, [label], steps=len(must[0]))
    found: list[tuple[Ints, ...]] = []
    parts = label.copy()  # nothing is ever joined across components of the lowest threshold, or of judgements
    run(roots, _ends(edges.score >= lowest, edges, must), [parts], steps=len(edges) + rows)
    near = parts[edges.one] == parts[edges.two]
    one, two = edges.one[near].astype(np.int64), edges.two[near].astype(np.int64)
    excess = edges.score[near].astype(np.int64) - absent
    for threshold in [*(s for s in STEPS if s > lowest), lowest]:
        one, two, excess = _between(label, one, two, excess, rows)
        size = np.bincount(label, minlength=rows)
        strong = excess >= (threshold - absent) * size[one] * size[two]
        if not strong.any():
            continue
        part = np.arange(rows, dtype=np.int64)
        run(roots, (one[strong], two[strong]), [part], steps=int(strong.sum()) + rows)
        joins = _level(label, size, part, (one, two, excess), apart, absent, threshold)
        found.append(joins)
        run(roots, (joins[0], joins[1]), [label_of := np.arange(rows, dtype=np.int64)], steps=rows)
        label = label_of[label]
    kept, gone, height, joined = (np.concatenate(p) for p in zip(*found, strict=True)) if found else (EMPTY,) * 4
    return Tree(rows, kept, gone, height, joined, must)


def _ends(strong: np.ndarray[Any, np.dtype[np.bool_]], edges: Edges, must: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    one, two = edges.one[strong].astype(np.int64), edges.two[strong].astype(np.int64)
    return np.concatenate([one, must[0]]), np.concatenate([two, must[1]])


def _between(label: Ints, one: Ints, two: Ints, excess: Ints, rows: int) -> tuple[Ints, Ints, Ints]:
    """Return sums between groups; pairs inside a group fall away."""
    a, b = label[one], label[two]
    out = a != b
    key, at = np.unique(np.minimum(a, b)[out] * rows + np.maximum(a, b)[out], return_inverse=True)
    total = np.zeros(len(key), dtype=np.int64)
    np.add.at(total, at, excess[out])
    return key // rows, key % rows, total


def _level(
    label: Ints, size: Ints, part: Ints, pairs: tuple[Ints, Ints, Ints], apart: Apart, absent: int, threshold: int
) -> tuple[Ints, ...]:
    """Return the joins inside the components of `part`, whose numbers are their smallest groups."""
    names = np.flatnonzero(label == np.arange(len(label)))
    many = np.bincount(part[names], minlength=len(label)) > 1
    names = names[many[part[names]]]
    names = names[np.lexsort([names, part[names]])]
    held, first = np.unique(part[names], return_index=True)
    first = np.append(first, len(names)).astype(np.int64)
    at = np.full(len(label), -1, dtype=np.int64)  # each group's number inside its component
    at[names] = np.arange(len(names)) - np.repeat(first[:-1], np.diff(first))
    one, two, excess = pairs
    inside = (part[one] == part[two]) & (at[one] >= 0) & (at[two] >= 0)
    one, two, excess = one[inside], two[inside], excess[inside]
    order = np.lexsort([two, one, part[one]])
    one, two, excess = one[order], two[order], excess[order]
    pairs_from = np.searchsorted(part[one], np.append(held, len(label)))
    key, holder, keys_from = _keys(label, part, at, held, apart)
    no, no_two, no_from = _cannot(label, part, at, held, apart)
    widest = int(np.diff(first).max())
    room = len(names)
    joins = [np.zeros(room, dtype=np.int64) for _ in range(4)]
    given = (
        first, pairs_from, at[one], at[two], excess, keys_from, key, holder, no_from, no, no_two, size[names], absent,
        threshold, names,
    )  # fmt: skip
    made = [
        *joins, np.zeros((widest, widest), dtype=np.int64), np.zeros((widest, widest), dtype=np.bool_),
        np.zeros(widest, dtype=np.int64), np.zeros(widest, dtype=np.bool_), np.zeros(widest, dtype=np.int64),
    ]  # fmt: skip
    done = run(merge_all, given, made, steps=int((np.diff(first) ** 2).sum()))
    return tuple(j[:done] for j in joins)


def _keys(label: Ints, part: Ints, at: Ints, held: Ints, apart: Apart) -> tuple[Ints, Ints, Ints]:
    """Return key and group of each row of the components that has a source or document of its own, in order."""
    found = []
    for keys, odd in ((apart.source, 0), (apart.document, 1)):
        rows = np.flatnonzero((keys >= 0) & (at[label] >= 0))
        found.append(np.stack([part[label[rows]], keys[rows] * 2 + odd, label[rows]], axis=1))
    table = np.unique(np.concatenate(found), axis=0)
    return table[:, 1], at[table[:, 2]], np.searchsorted(table[:, 0], np.append(held, len(label)))


def _cannot(label: Ints, part: Ints, at: Ints, held: Ints, apart: Apart) -> tuple[Ints, Ints, Ints]:
    one, two = label[apart.one], label[apart.two]
    inside = (part[one] == part[two]) & (at[one] >= 0) & (at[two] >= 0) & (one != two)
    one, two = one[inside], two[inside]
    order = np.lexsort([two, one, part[one]])
    one, two = one[order], two[order]
    return at[one], at[two], np.searchsorted(part[one], np.append(held, len(label)))


def bounds(found: Tree, thresholds: Sequence[int]) -> list[int]:
    """Return how many groups there are at each threshold."""
    return [len(np.unique(found.partition(t))) for t in thresholds]
