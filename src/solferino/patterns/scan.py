"""Where and when is the excess? The scan over all cylinders of place and time (Kulldorff), the search allowed for.

Three nulls: days exchanged among cases (space-time permutation, where nobody knows the exposure), cases spread by
exposure (Poisson), cases drawn among all events (Bernoulli). The edge of a cylinder is no border, and prospective
looks, repeated every day, are many looks.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.chance import FEWEST, TOLERANCE, histogram, p_above, refused
from solferino.patterns.cylinder import Cylinder, Grid
from solferino.patterns.events import Ints, Reals, flattened
from solferino.patterns.result import Refusal, Result

NULLS = {
    "permutation": "the days of all cases exchanged, places kept",
    "poisson": "as many cases, spread by exposure",
    "bernoulli": "as many cases, drawn among all events",
}


FURTHER = 3
"""Cylinders told after the best."""

NARROWER = (0.1, 0.25)
"""Parts of the cases that the best cylinder is also told for."""


def scan(
    at: Reals, cases: Ints, *, model: str = "permutation", weights: Reals | None = None, most: float = 0.5,
    days: float = 0.5, alive: bool = False, drawn_at: Reals | None = None, draws: int = 999, seed: int = 1, **more: Any,
) -> Result:  # fmt: skip
    """Scan cases (places by days) for the least likely cylinder; `most` and `days` are the largest parts it may hold.

    `weights` are exposures (poisson) or all events (bernoulli), places by days. `alive` looks only at cylinders that
    last to the end. `observed` and `expected` are cases in the best; `ratio_low` is the excess left after what the
    search finds by chance: above 1 where fewer than one draw in forty scores as high. `facts` hold further cylinders
    that share no place with a better one, their p against the best of each draw, which errs on the side of chance; and
    the best of narrower ones, since half of a country is no place. `drawn_at` are points for the
    map, where those of places are too exact to show; all alike, there is none. Refuses below five expected: with fewer
    than ten cases in all.
    """
    total = int(cases.sum())
    more |= {"n": total, "seed": seed}
    if total < 2 * FEWEST or len(at) < 2 or cases.shape[1] < 2:
        few = {"cases": total, "places": len(at), "days": cases.shape[1], "needs": 2 * FEWEST}
        return refused("scan", Refusal("FEW_EXPECTED", few), told=f"{total} cases", **more)
    rank = np.lexsort(at.T[::-1])
    cases = cases[rank].astype(np.int64)
    measure = _measure(model, cases, None if weights is None else weights[rank])
    longest = max(1, int(days * cases.shape[1]))
    whole = float(measure.sum())
    grid = Grid(model, measure, _near(at[rank]), most * whole + TOLERANCE, longest, alive, draws)
    found = grid.best(cases)
    if not found.places:  # no excess anywhere: the whole stands for it
        found = Cylinder((), 0, cases.shape[1] - 1, total, whole, 0.0)
    null = np.array([
        grid.best(grid.world(cases, one)).score
        for _, count, drawn in blocks(seed, draws, grid.width(total))
        for one in drawn.reshape(count, -1)
    ])  # fmt: skip
    p = p_above(found.score, null)
    needed = float(np.sort(null)[min(draws, int(np.ceil(0.975 * (draws + 1)))) - 1])
    expected = float(grid.expected(found.measure, total))
    low = min(_left(grid, found, needed, total), found.cases / expected)
    further = _further(grid, cases, found)
    facts: dict[str, Any] = {
        "model": model, "cylinder": _told(grid, found, total, rank) | {"score_needed": round(needed, 6)},
        "further": [_told(grid, one, total, rank) | {"p": round(p_above(one.score, null), 9)} for one in further],
        "narrower": {
            f"{part:g}": _told(grid, replace(grid, most=part * whole + TOLERANCE).best(cases), total, rank)
            for part in NARROWER if part < most
        },
    }  # fmt: skip
    shown = (at if drawn_at is None else drawn_at)[rank]
    figure = _map(shown, cases, found) if np.ptp(shown, axis=0).any() else histogram(found.score, null)
    sentence = (
        f"of {total} cases, {found.cases} lie in the place and time that stand out most, where {expected:.1f} "
        f"would be expected ({found.cases / expected:.2f} times); p = {p:.2g} after the search"
    )
    return Result(
        "scan", permutations=draws, sentence=sentence, observed=float(found.cases), expected=round(expected, 9),
        ratio=round(found.cases / expected, 9), ratio_low=round(low, 9), p=round(p, 9), null=NULLS[model],
        strata=(total,), figure=figure, facts=facts, **more,
    )  # fmt: skip


def _further(grid: Grid, cases: Ints, found: Cylinder) -> list[Cylinder]:
    """Return the next cylinders in order of their scores, none with a place of one before it."""
    told, taken = list[Cylinder](), list(found.places)
    while found.places and len(told) < FURTHER:
        found = grid.best(cases, np.array(taken, dtype=np.int64))
        if found.places:
            told.append(found)
            taken += found.places
    return told


def _told(grid: Grid, found: Cylinder, total: int, rank: Ints) -> dict[str, Any]:
    return {
        "places": sorted(rank[list(found.places)].tolist()), "first": found.first, "last": found.last,
        "cases": found.cases, "expected": round(float(grid.expected(found.measure, total)), 6),
        "score": round(found.score, 6),
    }  # fmt: skip


def _map(at: Reals, cases: Ints, found: Cylinder) -> dict[str, Any]:
    """Return the places as points of a map without a scale, each with its cases, and those in the cylinder's days.

    Coordinates are hundredths of the map's larger side: enough to see where, too little to find a place by.
    """
    flat = flattened(at)
    low = flat.min(axis=0)
    side = max(float(np.ptp(flat, axis=0).max()), 1e-300)
    share = np.round(100 * (flat - low) / side).astype(np.int64)
    then = cases[:, found.first : found.last + 1].sum(axis=1)
    inside = set(found.places)
    return {
        "kind": "map", "days": [found.first + 1, found.last + 1, cases.shape[1]],
        "places": [[*xy, int(n), int(m), k in inside]
                   for k, (xy, n, m) in enumerate(zip(share.tolist(), cases.sum(axis=1), then, strict=True))],
    }  # fmt: skip


def _measure(model: str, cases: Ints, weights: Reals | None) -> Reals:
    """Return what cases are held against: what chance would give each place and day, or all events there."""
    total = int(cases.sum())
    if weights is None:
        return np.asarray(np.outer(cases.sum(axis=1), cases.sum(axis=0)) / total)
    whole = weights.astype(np.float64)
    return whole if model == "bernoulli" else whole * (total / whole.sum())


def _near(at: Reals) -> Ints:
    """Return each place's neighbours, nearest first, equals in the order of their coordinates."""
    apart = np.sqrt(((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2))
    apart = np.round(apart / max(float(apart.max()), 1e-300), 9)
    return np.argsort(apart, axis=1, kind="stable").astype(np.int64)


def _left(grid: Grid, found: Cylinder, needed: float, total: int) -> float:
    """Return by what the measure could be multiplied for the cylinder to score no more than `needed`."""
    low, high = 1e-6, 1e6
    cases = np.array([found.cases])
    for _ in range(100):
        middle = (low * high) ** 0.5
        score = float(grid.scores(cases, np.array([found.measure * middle]), total)[0])
        low, high = (middle, high) if score > needed + TOLERANCE else (low, middle)
    return low
