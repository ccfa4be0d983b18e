"""What stands beside an answer: listed places, displaced strikes, models of days, further cylinders."""

from __future__ import annotations

import statistics
from itertools import pairwise, permutations
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.patterns.before_after import before_after
from solferino.patterns.displaced import WIDTHS, displaced
from solferino.patterns.events import on_earth
from solferino.patterns.listed import Place, listed
from solferino.patterns.proximity import places, proximity
from solferino.patterns.scan import scan

LISTED = st.lists(
    st.builds(
        Place, st.sampled_from("ab"), st.just(0), st.just(60), st.one_of(st.none(), st.integers(0, 60)),
        st.lists(st.integers(0, 60), max_size=9).map(tuple),
    ),
    min_size=4, max_size=7,
)  # fmt: skip


@settings(max_examples=40)
@given(LISTED)
def test_listing_against_every_exchange_of_days(told: list[Place]) -> None:
    """The mean of the draws is that over all exchanges of days of listing within strata, counted one by one."""
    found = listed(told, draws=1999)
    if found.expected is None:
        assert found.refusals[0].code == "NOTHING_TO_SHUFFLE"
        return
    total = 0.0
    for stratum in {p.stratum for p in told}:
        held = [p for p in told if p.stratum == stratum]
        hits = [p.hits for p in held]
        worlds = list(permutations([99 if p.listed is None else p.listed for p in held]))
        if len(worlds) > 720:
            return
        total += statistics.mean(sum(h > d for d, one in zip(w, hits, strict=True) for h in one) for w in worlds)

    assert found.expected == pytest.approx(total, abs=5 * ((found.variance or 0) / 1999) ** 0.5 + 1e-9)
    assert listed(told[::-1], draws=99) == listed(told, draws=99)


def test_listing_counts_rates_and_what_it_leaves_out() -> None:
    """Hits and days before and after by hand; a hit on the day itself is none after it, one while it was shut none."""
    told = [Place("t", 0, 99, 50, (10, 50, 60, 70, 200)), Place("t", 20, 79, None, (30, 40))]
    found = listed([*told, *[Place("u", 0, 99, d, tuple(range(0, 99, 9))) for d in (10, 40, 80)]], draws=99)

    assert found.dropped == {"while the place did not stand": 1}
    assert (found.facts["hits_after"], found.facts["hits_before"]) == (2 + 9 + 6 + 2, 2 + 2 + 2 + 5 + 9)
    assert (found.facts["days_after"], found.facts["days_before"]) == (49 + 89 + 59 + 19, 51 + 60 + 11 + 41 + 81)
    assert found.strata == (3, 2)


@pytest.mark.parametrize("globe", [False, True])
def test_a_displaced_strike_falls_by_the_normal_law(globe: bool) -> None:
    """One strike on one hospital: within r with probability 1 - exp(-r²/2h²); on the plane and at 52° north."""
    at = on_earth(np.array([52.0]), np.array([13.0])) if globe else np.zeros((1, 3))
    found = displaced(at, at, 800.0, metric="globe" if globe else "plane")

    for width in WIDTHS:
        assert found[f"{width:g}"] == pytest.approx(1 - exp(-(800**2) / (2 * width**2)), abs=0.02)


def test_proximity_shows_displaced_strikes_beside_its_answer() -> None:
    """Strikes kept where they fell, or moved: the wider the displacement, the fewer fall near."""
    rng = np.random.default_rng(3)
    at = rng.normal(0, 3000, (60, 2))
    found = proximity(at[rng.integers(0, 20, 300)] + rng.normal(0, 100, (300, 2)),
                      places(at, np.arange(60) < 20), radii=[400], draws=99)  # fmt: skip
    near = list(found.facts["were_strikes_displaced"].values())

    assert all(a > b for a, b in pairwise([found.observed, *near]))


def test_days_by_models_are_second_opinions() -> None:
    """Twenty days of one event and twenty of three: Poisson gives 1/20 + 1/60; with lag 2 the sums by hand."""
    before, after = [0, 2] * 10, [1, 1, 4, 6] * 5
    counts = np.array([1] * 100 + before + after + [1] * 100, dtype=np.int64)
    told = before_after(counts, 120, window=20).facts["were_days_a_model"]

    def variance(y: list[int], lag: int) -> float:
        mean = sum(y) / len(y)
        rest = [v - mean for v in y]
        sums = [sum(a * b for a, b in zip(rest[k:], rest, strict=False)) for k in range(lag + 1)]
        return (sums[0] + 2 * sum((1 - k / (lag + 1)) * sums[k] for k in range(1, lag + 1))) / sum(y) ** 2

    nb = sum(20 * max(sum(y) / 20, statistics.variance(y)) / sum(y) ** 2 for y in (before, after))
    hac = variance(before, 3) + variance(after, 3)
    for name, spread in (("negative_binomial", nb), ("newey_west", max(hac, 0))):
        assert told[name]["low"] == pytest.approx(exp(log(3) - 1.959963985 * sqrt(spread)), rel=1e-6)


def test_further_cylinders_share_no_place_with_a_better_one() -> None:
    """Two bursts far apart: the best is told, the other comes after it with its own p, and narrower windows beside."""
    at = np.array([[float(x), 0.0] for x in (0, 1, 2, 50, 51, 52, 100, 101, 102)])
    cases = np.ones((9, 30), dtype=np.int64)
    cases[0:3, 5:8] += 9
    cases[6:9, 20:23] += 7
    told = scan(at, cases, draws=99).facts

    assert (told["cylinder"]["places"], told["cylinder"]["first"], told["cylinder"]["last"]) == ([0, 1, 2], 5, 7)
    second = told["further"][0]
    assert (second["places"], second["first"], second["last"]) == ([6, 7, 8], 20, 22)
    assert second["p"] == 0.01
    assert second["score"] < told["cylinder"]["score"]
    seen = [set(one["places"]) for one in (told["cylinder"], *told["further"])]
    assert all(not a & b for n, a in enumerate(seen) for b in seen[:n])
    assert set(told["narrower"]) == {"0.1", "0.25"}
