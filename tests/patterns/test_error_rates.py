"""False alarms where nothing is the matter, and power where something is: a sample here, all of it by `make simulate`.

PATTERN_RUNS says how many random worlds each test is run on. From 2,000 on the upper 95 % bound of the rate of false
alarms must stay at 7 % or below, for p <= 0.05 and for the rule that claims use, ratio_low > 1.
"""

from __future__ import annotations

import os

import pytest

from patterns.worlds import NULLS, POWER, measured
from solferino.patterns.exact import share

RUNS = int(os.environ.get("PATTERN_RUNS", "40"))
WHOLE = 2000
"""Runs from which a bound on the rate is asked; below, the rate must only be compatible with it."""

CEILING = 0.07


def alarms_stay_below(hits: int) -> bool:
    """Whether the rate is below the ceiling: by its upper bound where runs are many, else by its lower."""
    low, high = share(hits, RUNS)
    return (high if RUNS >= WHOLE else low) <= CEILING


@pytest.mark.slow
@pytest.mark.parametrize("name", NULLS)
def test_false_alarms(name: str) -> None:
    """At nominal 5 %, whatever danger for a naive test is built into the world."""
    rate = measured(NULLS[name], RUNS, seed=20261126)
    print(
        f"{name}: {rate.by_p / RUNS:.4f} by p, {rate.by_ratio / RUNS:.4f} by ratio_low > 1, {rate.refused} refused, {RUNS} runs"
    )

    assert rate.refused <= RUNS / 4
    assert alarms_stay_below(rate.by_p)
    assert alarms_stay_below(rate.by_ratio)


@pytest.mark.slow
@pytest.mark.parametrize("name", POWER)
def test_power(name: str) -> None:
    """One strike in ten aimed at hospitals is found in nine worlds of ten (notes on a prototype: 0.98)."""
    rate = measured(POWER[name], min(RUNS, 400), seed=20261126)
    print(f"{name}: found in {rate.by_p / rate.runs:.3f} of {rate.runs} worlds")

    assert rate.by_p >= 0.9 * rate.runs
