"""Each kernel against a plain slow twin on small data, and what must change nothing."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import comb, dist, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.patterns.before_after import before_after, daily
from solferino.patterns.binned import tables
from solferino.patterns.bits import bits
from solferino.patterns.cylinder import Grid
from solferino.patterns.double_tap import double_tap
from solferino.patterns.events import Events, events, on_earth
from solferino.patterns.exact import Law
from solferino.patterns.knox import knox
from solferino.patterns.kst import kst
from solferino.patterns.labelling import labelling
from solferino.patterns.moments import exact, moments, pair_degrees, time_degrees
from solferino.patterns.near_repeat import near_repeat
from solferino.patterns.pairs import close_pairs
from solferino.patterns.proximity import places, proximity
from solferino.patterns.repeats import Event, drawn_pairs, repeats
from solferino.patterns.ripley import isotropic, k_own
from solferino.patterns.scan import scan
from solferino.patterns.weighed import weighed
from solferino.places.geo import distance_m
from solferino.words import compiled

POINT = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 9), st.integers(0, 2))
"""x, y, day and stratum."""
TOLD = st.lists(POINT, min_size=4, max_size=14)


def made(told: list[tuple[int, int, int, int]], *, strata: bool = True, shift: float = 0.0) -> Events:
    """Events of such points."""
    at = np.array([[x + shift, y - shift] for x, y, _, _ in told], dtype=float)
    return events(at, np.array([t for _, _, t, _ in told], dtype=float), [s for *_, s in told] if strata else None)


@given(TOLD)
def test_pairs_are_all_pairs_within_the_radius(told: list[Any]) -> None:
    """Every pair looked at, on straight lines and along streets; a pair at the very radius is in."""
    for metric, apart in (("plane", dist), ("streets", lambda a, b: abs(a[0] - b[0]) + abs(a[1] - b[1]))):
        at = np.array([[x, y, 0] for x, y, _, _ in told], dtype=float)
        found = close_pairs(at, 3, metric=metric)
        with pytest.MonkeyPatch.context() as patch:  # the kernel for many, uncompiled
            patch.setattr("solferino.patterns.pairs.COMPILE_FROM", 0)
            swept = close_pairs(at, 3, metric=metric)
        slow = [(i, j) for i, j in combinations(range(len(at)), 2) if apart(at[i], at[j]) <= 3 + 1e-9]

        assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == slow
        assert [x.tolist() for x in (swept.first, swept.second, swept.apart)] == [
            x.tolist() for x in (found.first, found.second, found.apart)
        ]


@given(st.lists(st.tuples(st.floats(-60, 60), st.floats(-5, 5)), min_size=2, max_size=6))
def test_distances_on_the_globe_are_those_of_the_ellipsoid(told: list[tuple[float, float]]) -> None:
    """Within 2,000 km the way over ground is within 0.4 % of the geodesic, whatever the latitude."""
    at = on_earth(np.array([a for a, _ in told]), np.array([b for _, b in told]))
    found = close_pairs(at, 2e6, metric="globe")
    for i, j, apart in zip(found.first.tolist(), found.second.tolist(), found.apart.tolist(), strict=True):
        assert apart == pytest.approx(distance_m(*told[i], *told[j]), rel=4e-3, abs=0.01)


@settings(max_examples=40)
@given(TOLD)
def test_exact_moments_are_those_of_many_shuffles(told: list[Any]) -> None:
    """Mean and variance of Barton and David against 4,000 shuffles by numpy."""
    made_ = made(told, strata=False)
    pairs = close_pairs(made_.at, 3)
    mean, variance = moments(pair_degrees(pairs, len(told)), time_degrees(made_.t, 2))
    rng = np.random.default_rng(1)
    null = [sum(abs(t[i] - t[j]) <= 2 for i, j in zip(pairs.first, pairs.second, strict=True))
            for t in (rng.permutation(made_.t) for _ in range(4000))]  # fmt: skip

    assert np.mean(null) == pytest.approx(mean, abs=5 * (variance / 4000) ** 0.5 + 1e-9)
    assert np.var(null) == pytest.approx(variance, rel=0.35, abs=0.15)


@settings(max_examples=40)
@given(TOLD)
def test_the_mean_within_strata_is_that_of_the_draws(told: list[Any]) -> None:
    """The kernel's draws, 3,000 of them, against the exact mean within strata."""
    made_ = made(told)
    found = tables(made_, [3], [2], draws=3000, seed=5)
    mean, _ = exact(made_, close_pairs(made_.at, 3), 2)

    assert found.drawn.mean() == pytest.approx(mean, abs=5 * (found.drawn.var() / 3000) ** 0.5 + 1e-9)


@given(TOLD)
def test_tables_count_each_pair_in_its_bin(told: list[Any]) -> None:
    """Ends belong to their bin; what lies beyond the last is in none."""
    made_ = made(told)
    found = tables(made_, [2, 5], [1, 4], draws=1, seed=1).observed
    slow = np.zeros((2, 2))
    for i, j in combinations(range(len(told)), 2):
        d, t = dist(made_.at[i], made_.at[j]), abs(made_.t[i] - made_.t[j])
        if d <= 5 + 1e-9 and t <= 4:
            slow[int(d > 2 + 1e-9), int(t > 1)] += 1

    assert found.tolist() == slow.tolist()


@given(TOLD, st.booleans())
def test_weighed_pairs_are_those_of_the_formula(told: list[Any], windowed: bool) -> None:
    """Every ordered pair: one over the part of its circle inside, twice where its gap reaches over an end; halved."""
    made_, window = made(told, strata=False), (-1.0, -1.0, 9.0, 9.0) if windowed else None
    found = weighed(made_, [2, 5], [1, 4], window=window, period=(-1, 10), draws=1, seed=1).observed
    slow, turns = np.zeros((2, 2)), np.exp(2j * np.pi * (np.arange(3600) + 0.5) / 3600)
    for i in range(len(told)):
        for j in set(range(len(told))) - {i}:
            d, t = dist(made_.at[i], made_.at[j]), abs(made_.t[i] - made_.t[j])
            ring = complex(*made_.at[i, :2]) + d * turns
            part = np.mean((abs(ring.real - 4) <= 5 + 1e-9) & (abs(ring.imag - 4) <= 5 + 1e-9)) if windowed else 1.0
            weight = (1 if t < min(made_.t[i] + 1, 10 - made_.t[i]) else 2) / part / 2
            slow += weight * np.outer([d <= 2 + 1e-9, d <= 5 + 1e-9], [t <= 1, t <= 4])

    assert found == pytest.approx(slow, rel=2e-3, abs=1e-5)


@pytest.mark.parametrize("correction", ["translation", "isotropic", "border"])
def test_corrected_k_of_points_by_chance_is_the_area_of_the_circle(correction: Any) -> None:
    """A hundred times fifty points thrown into a rectangle: on average what stood outside is made up for."""
    found = [k_own(np.random.default_rng(n).uniform(0, 1, (50, 2)) * [2, 1], [0.2], window=(0, 0, 2, 1),
               correction=correction)[0] for n in range(100)]  # fmt: skip

    assert np.mean(found) == pytest.approx(np.pi * 0.2**2, abs=4 * float(np.std(found)) / 10)


def test_a_point_in_a_corner_sees_a_quarter_of_its_circle() -> None:
    """And on a side half of it, and within all of it."""
    at = np.array([[0.0, 0], [5, 0], [5, 5]])

    assert isotropic(at, np.ones((3, 1)), (0, 0, 10, 10)).ravel() == pytest.approx([4, 2, 1])


@given(TOLD, st.randoms(use_true_random=False))
def test_order_place_and_compiler_change_nothing(told: list[Any], rng: Any) -> None:
    """Rows shuffled, the plane moved by 4,096 m, the kernel compiled or plain: the same result, draw by draw."""
    mixed = list(told)
    rng.shuffle(mixed)
    base = tables(made(told), [3], [2], draws=30, seed=2)
    other = tables(made(mixed, shift=4096), [3], [2], draws=30, seed=2)

    assert base.drawn.tolist() == other.drawn.tolist()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM", 0)
        assert base.drawn.tolist() == tables(made(told), [3], [2], draws=30, seed=2).drawn.tolist()


def told_in(order: np.ndarray, shift: float) -> list[Any]:
    """Every test that draws, on eighty made-up events told in one order, the plane moved by `shift`."""
    rng = np.random.default_rng(8)
    at, t = rng.integers(0, 40, (80, 2)) * 64.0 + shift, rng.integers(0, 60, 80).astype(float)
    town, marks = rng.integers(0, 3, 80), rng.integers(0, 3, 80)
    at, t, town, marks = at[order], t[order], town[order], marks[order]
    made_, window = events(at, t, town.tolist(), marks=marks), (shift, shift, shift + 2560, shift + 2560)
    names = [str(p) for p in town * 9 + marks]
    cases = np.zeros((3, 60), dtype=np.int64)
    np.add.at(cases, (town, t.astype(np.int64)), 1)
    return [
        knox(made_, distance=512, days=9, draws=49),
        near_repeat(made_, distances=[256, 640], days=[5, 12], draws=49),
        kst(made_, distances=[256, 640], days=[5, 12], window=window, draws=49),
        labelling(made_, marks[made_.order], radii=[640], draws=49),
        proximity(at, places(at, marks == 1, town.tolist()), radii=[320], draws=49),
        double_tap(names, (t * 1440 + marks * 37 + town * 11 + at[:, 0] - shift).astype(np.int64), draws=49),
        repeats([Event(str(a), b) for a, b in zip(town, names, strict=True)], {"0": 9, "1": 9, "2": 9}, seed=1, draws=49),
        scan(np.array([[0.0, 0], [64, 0], [0, 128]]) + shift, cases, draws=9),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_no_test_hears_in_which_order_it_was_told(seed: int) -> None:
    """Rows in another order, all points 4,096 m away: the same results, to the last digit (but for where they lie)."""
    for base, other in zip(told_in(np.arange(80), 0.0), told_in(np.random.default_rng(seed).permutation(80), 4096.0),
                           strict=True):  # fmt: skip
        one, two = base.whole(), other.whole()
        for key in ("window", "were_places_anywhere"):
            one["facts"].pop(key, None)
            two["facts"].pop(key, None)

        assert one == two


@settings(max_examples=30)
@given(st.lists(st.tuples(POINT, st.booleans()), min_size=6, max_size=16), st.lists(POINT, min_size=6, max_size=20))
def test_proximity_is_what_counting_gives(told: list[Any], struck: list[Any]) -> None:
    """Strikes near any protected place, and the mean over all relocations that there are (one stratum)."""
    at = np.array([[x, y] for (x, y, _, _), _ in told], dtype=float)
    mine = np.array([m for _, m in told])
    if mine.all() or not mine.any():
        return
    strikes = np.array([[x, y] for x, y, _, _ in struck], dtype=float)
    found = proximity(strikes, places(at, mine), radii=[2], draws=2000, seed=1)
    near = [{n for n, s in enumerate(strikes) if dist(s, p) <= 2 + 1e-9} for p in at]
    exact_ = len(set().union(*(near[i] for i in np.flatnonzero(mine))))
    k = int(mine.sum())
    chance = sum(1 - comb(len(at) - sum(n in p for p in near), k) / comb(len(at), k) for n in range(len(strikes)))

    assert found.observed == exact_
    assert found.expected == pytest.approx(chance, abs=0.35)


def test_the_rate_ratio_weighs_towns_and_doubts_by_towns() -> None:
    """Twelve towns, a hospital and three schools each: 24 strikes on hospitals, 36 on schools are twice the rate."""
    town = np.repeat(np.arange(12), 4)
    at = np.stack([town * 1000.0, np.tile(np.arange(4) * 100.0, 12)], axis=1)
    mine = np.tile([True, False, False, False], 12)
    strikes = np.concatenate([at[mine], at[mine], at[~mine]])
    found = proximity(strikes, places(at, mine, town.tolist()), radii=[10], draws=99).facts["rate_ratio"][0]
    uneven = proximity(np.concatenate([strikes, *[at[:1]] * 30]), places(at, mine, town.tolist()), radii=[10], draws=99)

    assert found == {"value": 2.0, "low": 2.0, "high": 2.0}  # every town is alike
    assert uneven.facts["rate_ratio"][0]["value"] == pytest.approx(54 / 12)
    assert uneven.facts["rate_ratio"][0]["low"] < 54 / 12 < uneven.facts["rate_ratio"][0]["high"]


@settings(max_examples=30)
@given(st.lists(st.tuples(POINT, st.booleans()), min_size=8, max_size=20))
def test_labelling_is_what_counting_gives(told: list[Any]) -> None:
    """Pairs of labelled events within a radius, and their mean by the share of labels (one stratum)."""
    marks = np.array([int(m) for _, m in told])
    if marks.sum() < 2 or marks.all():
        return
    at = np.array([[x, y] for (x, y, _, _), _ in told], dtype=float)
    ordered = events(at, np.zeros(len(at)), marks=marks)
    found = labelling(ordered, marks[ordered.order], radii=[3], draws=2000, seed=1)
    near = [(i, j) for i, j in combinations(range(len(at)), 2) if dist(at[i], at[j]) <= 3 + 1e-9]
    n, k = len(at), int(marks.sum())

    assert found.observed == sum(marks[i] and marks[j] for i, j in near)
    assert found.expected == pytest.approx(len(near) * k * (k - 1) / (n * (n - 1)), rel=0.25, abs=0.5)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 99))
def test_occupancy_is_a_multinomial(sizes: list[int], seed: int) -> None:
    """The very bits of the kernel, laid out by hand: places by thirds of 2**32."""
    found = drawn_pairs(sizes, [[1.0, 1.0, 1.0]] * len(sizes), seed, 4)
    drawn, slow = iter(bits(seed, 0, 4 * sum(sizes)).tolist()), []
    for _ in range(4):
        pairs = 0
        for n in sizes:
            hits = [0, 0, 0]
            for _ in range(n):
                place = min(int(next(drawn) * 3 / 2**32), 2)
                pairs += hits[place]
                hits[place] += 1
        slow.append(pairs)

    assert found.tolist() == slow


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3 * 1440)), min_size=2, max_size=25))
def test_returns_are_gaps_after_a_salvo(told: list[tuple[int, int]]) -> None:
    """Counted by hand: strikes sorted by place, salvos joined, gaps of 6 to 60 minutes."""
    told = [(p, 7 * m + 1) for p, m in told]
    found = double_tap([str(p) for p, _ in told], np.array([m for _, m in told]), draws=9)
    slow = 0
    for p in {p for p, _ in told}:
        times = sorted(m for q, m in told if q == p)
        kept = times[:1] + [b for a, b in pairwise(times) if b - a > 5]
        slow += sum(5 < b - a <= 60 for a, b in pairwise(kept))

    assert found.observed is None or found.observed == slow


@settings(max_examples=25)
@given(st.lists(st.integers(0, 3), min_size=24, max_size=24), st.booleans())
def test_the_scan_finds_the_best_of_all_cylinders(counts: list[int], alive: bool) -> None:
    """Four places, six days: every centre, every number of neighbours, every window, its score by the formula."""
    cases, at = np.array(counts).reshape(4, 6), np.array([[0, 0], [1, 0], [3, 0], [7, 1]], dtype=float)
    total = int(cases.sum())
    if total < 10:
        return
    measure = np.outer(cases.sum(axis=1), cases.sum(axis=0)) / total
    near = np.argsort(np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1)), axis=1)
    best = 0.0
    for row in near:
        for k in range(1, 5):
            if measure[row[:k]].sum() > total / 2 + 1e-9:
                break
            for a in range(6):
                for b in range(a + 1, min(a + 3, 6) + 1):
                    c, m = int(cases[row[:k], a:b].sum()), float(measure[row[:k], a:b].sum())
                    if c > m and c >= 2 and (b == 6 or not alive):
                        best = max(
                            best, c * log(c / m) + ((total - c) * log((total - c) / (total - m)) if c < total else 0)
                        )
    grid = Grid("permutation", measure, near, total / 2 + 1e-9, 3, alive)

    assert grid.best(cases).score == pytest.approx(best, abs=1e-9)
    assert scan(at, cases, draws=9).p == scan(at[::-1], cases[::-1], draws=9).p


@pytest.mark.parametrize("model", ["permutation", "poisson", "bernoulli"])
def test_random_worlds_keep_what_the_model_keeps(model: str) -> None:
    """All keep the number of cases; permutation both margins; bernoulli no more cases than events anywhere."""
    rng = np.random.default_rng(3)
    cases, every = rng.poisson(1.0, (5, 8)), rng.poisson(3.0, (5, 8)) + 8
    measure = every.astype(float) if model == "bernoulli" else every * cases.sum() / every.sum()
    grid = Grid(model, measure, np.zeros((5, 5), dtype=np.int64), 1.0, 4, False)
    world = grid.world(cases, bits(1, 0, grid.width(int(cases.sum()))))

    assert world.sum() == cases.sum()
    if model == "permutation":
        assert world.sum(axis=1).tolist() == cases.sum(axis=1).tolist()
        assert world.sum(axis=0).tolist() == cases.sum(axis=0).tolist()
    if model == "bernoulli":
        assert (world <= every).all()


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3
    )
)
def test_the_law_of_tables_is_a_convolution(told: list[Any]) -> None:
    """Each chance is the share of ways to deal the margins, by whole numbers."""
    ways: dict[int, int] = {0: 1}
    for a, b, c, d in told:
        each = {k: comb(a + b, k) * comb(c + d, a + c - k) for k in range(a + b + 1) if 0 <= a + c - k <= c + d}
        ways = {t: sum(w * each[t - s] for s, w in ways.items() if t - s in each) for t in
                {s + k for s in ways for k in each}}  # fmt: skip
    law, whole = Law(told), sum(ways.values())

    assert dict(zip(law.values.tolist(), law.chances(0.0).tolist(), strict=True)) == pytest.approx(
        {t: w / whole for t, w in ways.items()}, abs=1e-12
    )


def test_before_after_counts_other_days() -> None:
    """A step from one a day to three: the ratio, and how few other days show as much."""
    days = [d for d in range(200) for _ in range(1 if d < 100 else 3)]
    found = before_after(daily(days, first=0, last=199), 100, window=20)

    assert (found.expected, found.observed) == (20, 60)
    assert found.ratio == pytest.approx(60.5 / 20.5)
    assert found.facts["as_large_elsewhere"] == 0
    assert found.p == pytest.approx(2 / 161)


def test_a_scan_of_an_even_field_finds_nothing() -> None:
    """One case for each place and day: no cylinder has more than its share."""
    found = scan(np.array([[0.0, 0], [1, 0], [2, 0]]), np.ones((3, 10), dtype=np.int64), draws=19)

    assert (found.p, found.ratio) == (1.0, 1.0)
    assert (found.ratio_low or 0) <= 1


def test_no_sentence_speaks_of_intent() -> None:
    """Whatever is found, the words say what was counted and what chance gives."""
    at = np.repeat(np.arange(10.0), 10)[:, None] * [1000.0, 0.0]
    found = knox(events(at, np.repeat(np.arange(10.0), 10) * 30), distance=10, days=3, draws=99)

    assert found.p == 0.01
    assert not {"deliberate", "deliberately", "targeted", "intent"} & set(found.sentence.lower().split())
