"""Random worlds in which nothing is the matter: what the error rates of the tests are measured on.

One function per test and danger, from a generator to a result. In each the null is true, and the danger is there that
makes a naive test raise the alarm: uneven towns, moving fronts, waves, hospitals in town centres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

import numpy as np

from solferino.patterns.before_after import before_after
from solferino.patterns.double_tap import double_tap
from solferino.patterns.events import events
from solferino.patterns.knox import knox
from solferino.patterns.kst import kst
from solferino.patterns.labelling import labelling
from solferino.patterns.listed import Place, listed
from solferino.patterns.near_repeat import near_repeat
from solferino.patterns.odds import odds
from solferino.patterns.proximity import places, proximity
from solferino.patterns.repeats import Event, repeats
from solferino.patterns.result import Result
from solferino.patterns.scan import scan

DRAWS = 199
Rng = np.random.Generator
World = Callable[[Rng], Result]


def strikes_in_towns(rng: Rng, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Points around towns of uneven size, 60 km wide, and the town of each."""
    centres = rng.uniform(0, 60_000, (12, 2))
    town = rng.choice(12, n, p=np.arange(1, 13) / 78)
    return centres[town] + rng.normal(0, 1500, (n, 2)), town


def towns(rng: Rng) -> Result:
    """Knox: strikes keep to towns, days are independent of places."""
    at, _ = strikes_in_towns(rng, 150)
    return knox(events(at, rng.integers(0, 365, 150).astype(float)), distance=2000, days=14, draws=DRAWS)


def fronts(rng: Rng) -> Result:
    """Knox within towns and 30 days: every town has an offensive of its own, strikes independent within it."""
    at, town = strikes_in_towns(rng, 200)
    t = np.floor(np.clip(rng.uniform(0, 365, 12)[town] + rng.normal(0, 25, 200), 0, 365))
    within = [f"{a} {b:.0f}" for a, b in zip(town, t // 15, strict=True)]
    return knox(events(at, t, within), distance=1000, days=5, draws=DRAWS)


def bands(rng: Rng) -> Result:
    """Near repeat in six bands: as `towns`."""
    at, _ = strikes_in_towns(rng, 120)
    told = events(at, rng.integers(0, 365, 120).astype(float))
    return near_repeat(told, distances=[1000, 2000], days=[7, 14, 28], draws=DRAWS)


def scales(rng: Rng) -> Result:
    """Space-time K over six scales: as `towns`."""
    at, _ = strikes_in_towns(rng, 120)
    return kst(
        events(at, rng.integers(0, 365, 120).astype(float)), distances=[1000, 2000], days=[7, 14, 28], draws=DRAWS
    )


def labels(rng: Rng) -> Result:
    """Labelling within towns: one actor is active in some towns more than in others, and nowhere aims otherwise."""
    at, town = strikes_in_towns(rng, 150)
    marks = (rng.uniform(size=150) < rng.uniform(0.1, 0.6, 12)[town]).astype(np.int64)
    if marks.min() == marks.max():
        marks[0] = 1 - marks[0]
    told = events(at, np.zeros(150), town.tolist(), marks=marks)
    return labelling(told, marks[told.order], radii=[1500], draws=DRAWS)


def hospitals(rng: Rng) -> Result:
    """Proximity within town and ring: hospitals nearer to centres than schools, strikes blind to both."""
    return _blind(rng, aimed=0.0)


def aimed(rng: Rng) -> Result:
    """As `hospitals`, but one strike in ten is aimed at a hospital: what the test should find."""
    return _blind(rng, aimed=0.1)


def aimed_rarely(rng: Rng) -> Result:
    """As `hospitals`, but one strike in twenty is aimed at a hospital."""
    return _blind(rng, aimed=0.05)


def _blind(rng: Rng, *, aimed: float) -> Result:
    centres = rng.uniform(0, 60_000, (12, 2))
    size = np.arange(1, 13) / 78
    strikes = centres[rng.choice(12, 400, p=size)] + rng.normal(0, 2000, (400, 2))
    town = rng.choice(12, 260, p=size)
    kind = np.arange(260) < 40
    at = centres[town] + rng.normal(0, 1, (260, 2)) * np.where(kind, 1300, 2000)[:, None]
    ring = np.digitize(np.hypot(*(at - centres[town]).T), [700, 1400, 2200, 3200])
    within = np.array([f"{a} {b}" for a, b in zip(town, ring, strict=True)])
    keep = ~kind | np.isin(within, within[~kind])
    mine = rng.uniform(size=400) < aimed
    strikes[mine] = at[kind][rng.integers(0, 40, int(mine.sum()))] + rng.normal(0, 60, (int(mine.sum()), 2))
    return proximity(strikes, places(at[keep], kind[keep], within[keep].tolist()), radii=[360], draws=DRAWS)


def tables(rng: Rng) -> Result:
    """Odds in ten strata of uneven danger: both groups hit alike within each."""
    found = []
    for _ in range(10):
        danger, n, m = rng.uniform(0.05, 0.6), int(rng.integers(5, 15)), int(rng.integers(20, 60))
        a, c = int(rng.binomial(n, danger)), int(rng.binomial(m, danger))
        found.append((a, n - a, c, m - c))
    return odds(found)


def hit_again(rng: Rng) -> Result:
    """Repeats within towns of uneven size and danger."""
    stood, attacks = {"a": 4, "b": 12, "c": 40}, {"a": 10, "b": 14, "c": 16}
    told = [Event(t, f"{t}{rng.integers(m)}") for t, m in stood.items() for _ in range(attacks[t])]
    return repeats(told, stood, seed=int(rng.integers(1 << 30)), draws=DRAWS)


def hours(rng: Rng) -> Result:
    """Double tap: places struck in waves of days, mostly in the afternoon, minutes independent."""
    days = rng.choice(40, 160)
    clock = np.clip(rng.normal(14 * 60, 200, 160), 0, 1439).astype(np.int64)
    return double_tap([f"p{p}" for p in rng.choice(3, 160)], days * 1440 + clock, draws=DRAWS)


def fronts_reach(rng: Rng, *, drawn: float = 1.0) -> Result:
    """Listing: a front reaches each town in its own time and hits all its places more, listed or not.

    Half are listed, on days blind to the front; with `drawn` above one, a listed place is hit so many times as often.
    """
    made = []
    for town in range(6):
        reached = rng.uniform(60, 300)
        for _ in range(8):
            since = int(rng.integers(30, 330)) if rng.uniform() < 0.5 else None
            days = np.arange(360)
            rate = np.where(days < reached, 0.004, 0.02)
            if since is not None:
                rate = np.where(days > since, rate * drawn, rate)
            hits = tuple(int(d) for d in days[rng.uniform(size=360) < rate])
            made.append(Place(f"town {town}", 0, 359, since, hits))
    return listed(made, draws=DRAWS, seed=int(rng.integers(1 << 30)))


def drawn_by_the_list(rng: Rng) -> Result:
    """As `fronts_reach`, but places are hit twice as often once they are listed."""
    return fronts_reach(rng, drawn=2.0)


def cases(rng: Rng) -> Result:
    """Scan: places of uneven size, a season, no place out of step with it."""
    at = rng.uniform(0, 100, (10, 2))
    where = rng.choice(10, 80, p=np.arange(1, 11) / 55)
    day = np.clip(rng.normal(7, 4, 80), 0, 14).astype(np.int64)
    found = np.zeros((10, 15), dtype=np.int64)
    np.add.at(found, (where, day), 1)
    return scan(at, found, draws=99, seed=int(rng.integers(1 << 30)))


def waves(rng: Rng) -> Result:
    """Before and after: counts of a war in waves (AR(1) on the log scale), and a day chosen without looking."""
    level, counts = 0.0, []
    for _ in range(900):
        level = 0.95 * level + rng.normal(0, 0.25)
        counts.append(rng.poisson(1.2 * exp(level)))
    return before_after(np.array(counts, dtype=np.int64), int(rng.integers(60, 840)), window=30)


@dataclass(frozen=True)
class Rate:
    """How often a test raised the alarm: by p, and by the rule ratio_low > 1; refusals raise none."""

    runs: int
    by_p: int
    by_ratio: int
    refused: int


def measured(world: World, runs: int, *, seed: int, first: int = 0) -> Rate:
    """Run a test on `runs` random worlds, from number `first` on."""
    by_p = by_ratio = refused = 0
    for n in range(first, first + runs):
        result = world(np.random.default_rng([seed, n]))
        refused += bool(result.refusals)
        by_p += result.p is not None and result.p <= 0.05
        by_ratio += result.ratio_low is not None and result.ratio_low > 1
    return Rate(runs, by_p, by_ratio, refused)


NULLS: dict[str, World] = {
    "knox, towns": towns, "knox within, moving fronts": fronts, "near-repeat": bands, "kst": scales,
    "labelling within": labels, "proximity within": hospitals, "odds": tables, "repeats": hit_again,
    "double-tap": hours, "listed": fronts_reach, "scan": cases, "before-after": waves,
}  # fmt: skip
POWER: dict[str, tuple[World, float]] = {
    "proximity within, one strike in ten aimed": (aimed, 0.98),
    "proximity within, one strike in twenty aimed": (aimed_rarely, 0.60),
    "listed, hit twice as often": (drawn_by_the_list, 0.90),
}
"""Worlds in which something is the matter, and in what part of them the prototype found it; `listed` had none."""
