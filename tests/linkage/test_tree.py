"""Average link under constraints: against a plain one that recomputes every mean, and what no tree may hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.linkage.engine import dendrogram
from solferino.linkage.engine.compete import compete
from solferino.linkage.engine.dendrogram import Apart, tree
from solferino.linkage.engine.expected import NEVER, PEOPLE, expected_matches, joins
from solferino.linkage.engine.sweep import Edges

ABSENT, LOWEST = -7000, -4500
Pairs = dict[tuple[int, int], int]


def edges_of(pairs: Pairs) -> Edges:
    """Return scored pairs as the engine holds them."""
    held = sorted(pairs.items())
    one, two = (np.array([p[k] for p, _ in held], dtype=np.int64) for k in (0, 1))
    score = np.array([s for _, s in held], dtype=np.int64)
    return Edges(one, two, score, np.zeros(len(held), dtype=np.int64))


def plain(
    rows: int, pairs: Pairs, source: list[int], cannot: set[tuple[int, int]], must: list[tuple[int, int]], stop: int
):
    """Join the two groups of the highest mean, again and again, recomputing everything."""
    groups = [{n} for n in range(rows)]
    for a, b in must:
        one, two = (next(g for g in groups if x in g) for x in (a, b))
        if one is not two:
            groups.remove(two)
            one |= two

    def mean(g: set[int], h: set[int]) -> Fraction:
        return Fraction(sum(pairs.get((min(a, b), max(a, b)), ABSENT) for a in g for b in h), len(g) * len(h))

    def may(g: set[int], h: set[int]) -> bool:
        held = {source[a] for a in g if source[a] >= 0} & {source[b] for b in h if source[b] >= 0}
        return not held and not any((min(a, b), max(a, b)) in cannot for a in g for b in h)

    while True:
        best = max(
            ((mean(g, h), -min(min(g), min(h)), -max(min(g), min(h)), g, h) for g, h in combinations(groups, 2) if may(g, h)),
            key=lambda t: t[:3], default=None,
        )  # fmt: skip
        if best is None or best[0] < stop:
            return sorted(tuple(sorted(g)) for g in groups)
        groups.remove(best[4])
        best[3].update(best[4])


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, Pairs, list[int], set[tuple[int, int]], list[tuple[int, int]]]:
    """Return rows, scored pairs, sources, pairs that must not and pairs that must join."""
    rows = draw(st.integers(2, 9))
    every = list(combinations(range(rows), 2))
    pairs = draw(st.dictionaries(st.sampled_from(every), st.integers(-6000, 9000), max_size=len(every)))
    source = draw(st.lists(st.integers(-1, 2), min_size=rows, max_size=rows))
    cannot = draw(st.sets(st.sampled_from(every), max_size=3))
    must = draw(st.lists(st.sampled_from([p for p in every if p not in cannot] or every), max_size=2))
    pairs = {p: s for p, s in pairs.items() if source[p[0]] < 0 or source[p[0]] != source[p[1]]}
    return rows, pairs, source, cannot, must


def built(case: tuple[int, Pairs, list[int], set[tuple[int, int]], list[tuple[int, int]]]) -> dendrogram.Tree:
    """Return the tree of a case."""
    rows, pairs, source, cannot, must = case
    no, yes = (tuple(np.array([p[k] for p in sorted(held)], dtype=np.int64) for k in (0, 1)) for held in (cannot, must))
    apart = Apart(np.array(source), np.full(rows, -1), *no)
    return tree(rows, edges_of(pairs), apart, absent=ABSENT, lowest=LOWEST, must=yes)


def groups_of(partition: np.ndarray) -> list[tuple[int, ...]]:
    """Return rows by group."""
    return sorted(tuple(np.flatnonzero(partition == g).tolist()) for g in np.unique(partition))


@given(cases(), st.sampled_from([LOWEST, -2000, 0, 3000]))
def test_it_is_average_link(case, threshold: int) -> None:
    """At every height the groups are those of a plain average link stopped there."""
    rows, pairs, source, cannot, must = case

    assert groups_of(built(case).partition(threshold)) == plain(rows, pairs, source, cannot, must, threshold)


@given(cases())
def test_steps_do_not_matter(case) -> None:
    """Going down in one step or in many gives the same tree."""
    before, held = built(case), dendrogram.STEPS
    try:
        dendrogram.STEPS = ()
        after = built(case)
    finally:
        dendrogram.STEPS = held

    for threshold in (LOWEST, -1000, 0, 2000, 5000):
        assert before.partition(threshold).tolist() == after.partition(threshold).tolist()


@given(cases())
def test_constraints_hold_at_every_height(case) -> None:
    """No group holds two records of one source or a pair kept apart, unless a judgement joined them."""
    _, _, source, cannot, must = case
    found = built(case)
    forced = groups_of(found.partition(10**9))
    for partition in (found.partition(height) for height in (LOWEST, -500, 2_000)):
        for group in groups_of(partition):
            for a, b in combinations(group, 2):
                together = any(a in g and b in g for g in forced)

                assert together or (a, b) not in cannot
                assert together or source[a] < 0 or source[a] != source[b]
        assert all(partition[a] == partition[b] for a, b in must)


@given(cases())
def test_competition_only_takes(case) -> None:
    """Rivals take evidence and give none; what a row may still be part of, in one source, adds up to no more than one."""
    rows, pairs, source, _, _ = case
    edges = edges_of(pairs)
    left = compete(edges, np.array(source))

    assert (left.loss <= 0).all()
    assert ((left.probability >= 0) & (left.probability < 1)).all()
    for row in range(rows):
        for s in {s for s in source if s >= 0}:
            mine = [
                e for e in range(len(edges))
                if (edges.one[e] == row and source[edges.two[e]] == s) or (edges.two[e] == row and source[edges.one[e]] == s)
            ]  # fmt: skip
            assert sum(left.probability[e] for e in mine) <= 1.002  # losses are whole millibits


def test_a_chain_is_no_event() -> None:
    """Three reports chained by two good pairs, the third pair absent, are two groups."""
    found = tree(
        3, edges_of({(0, 1): 3000, (1, 2): 2900}), Apart(np.full(3, -1), np.full(3, -1)), absent=ABSENT, lowest=LOWEST
    )

    assert groups_of(found.partition(0)) == [(0, 1), (2,)]


@pytest.mark.parametrize(("pairs", "height"), [(1, 3000), (2, 2000), (5, 2000)])
def test_the_base_is_where_the_expected_pairs_are_joined(pairs: int, height: int) -> None:
    """The height down to which as many pairs are joined as are asked for, or all there are."""
    found = tree(
        4, edges_of({(0, 1): 3000, (2, 3): 2000}), Apart(np.full(4, -1), np.full(4, -1)), absent=ABSENT, lowest=LOWEST
    )

    assert found.height_of(pairs, default=0) == height


@given(cases())
def test_a_pair_knows_the_join_that_brings_it_together(case) -> None:
    """The join found for a pair is the first, going down join by join, after which its rows are of one group."""
    _, pairs, *_ = case
    found = built(case)
    edges = edges_of(pairs)
    group = found.partition(10**9).tolist()
    first = {pair: PEOPLE for pair in pairs if group[pair[0]] == group[pair[1]]}
    for number, (kept, gone) in enumerate(zip(found.kept.tolist(), found.gone.tolist(), strict=True)):
        group = [kept if g == gone else g for g in group]
        first |= {pair: number for pair in pairs if group[pair[0]] == group[pair[1]] and pair not in first}

    assert joins(found, edges).tolist() == [first.get(pair, NEVER) for pair in sorted(pairs)]


def test_a_pair_joined_through_a_third_counts_as_its_join() -> None:
    """Two sure pairs and one doubtful between three reports: the doubtful one is as likely as the join of the three."""
    pairs = {(0, 1): 6000, (0, 2): 6000, (1, 2): -2000}
    nobody = np.full(3, -1)
    found = tree(3, edges_of(pairs), Apart(nobody, nobody), absent=ABSENT, lowest=LOWEST)
    edges = edges_of(pairs)

    # 64 to 1 for the first pair; the third report joins both at (6 - 2) / 2 = 2 bits, 4 to 1, and its good pair says more
    assert found.height.tolist() == [6000, 2000]
    assert expected_matches(found, edges, compete(edges, nobody)) == pytest.approx(64 / 65 + 64 / 65 + 4 / 5, abs=1e-5)
