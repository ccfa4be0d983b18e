"""Did protected places draw more strikes than comparable places nearby?

Null: matched relocation. In each stratum (town, ring, zone of control) as many places as are protected there are
drawn among all that are comparable, the protected ones included. Strikes stay where they fell. Placing hospitals
anywhere on a map instead rejects in every world where nothing is aimed, because both they and strikes keep to towns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.patterns.binned import edges
from solferino.patterns.bits import bits, blocks
from solferino.patterns.chance import concluded, family, refused
from solferino.patterns.displaced import displaced
from solferino.patterns.events import Ints, Reals, flattened
from solferino.patterns.pairs import near_places
from solferino.patterns.result import Refusal, Result
from solferino.words.compiled import run

NULL = "protected places drawn anew among comparable places of their stratum, strikes kept"
MOST = 0.5
"""Part of the strikes that may be known less exactly than the radius; they are left out. Beyond it, nothing is said."""

FEWEST_STRATA = 10
"""Strata below which drawing them anew says nothing of their spread."""

BOOTSTRAP = 999


@dataclass(frozen=True)
class Places:
    """Comparable places in canonical order: by stratum, the protected ones first, then by where they are."""

    at: Reals
    begins: Ints
    chosen: Ints

    @property
    def protected(self) -> Reals:
        """Return the points of the protected places."""
        return np.concatenate([self.at[a : a + n] for a, n in zip(self.begins[:-1], self.chosen, strict=True)])

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Return (protected, all) by stratum, most places first."""
        return tuple(sorted(zip(self.chosen.tolist(), np.diff(self.begins).tolist(), strict=True),
                            key=lambda s: (-s[1], -s[0])))  # fmt: skip


def places(at: Reals, protected: Any, within: Sequence[Any] | None = None) -> Places:
    """Return places with the strata that `within` names; strata without a protected place take no part."""
    points = np.zeros((len(at), 3))
    points[:, : at.shape[1]] = at
    keys = np.array([str(w) for w in within]) if within is not None else np.full(len(at), "")
    keep = np.isin(keys, keys[protected])
    points, keys, mine = points[keep], keys[keep], np.asarray(protected)[keep]
    order = np.lexsort((points[:, 2], points[:, 1], points[:, 0], ~mine, keys))
    points, keys, mine = points[order], keys[order], mine[order]
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1], True]) if len(keys) else np.zeros(1, np.int64)
    return Places(points, begins.astype(np.int64), np.add.reduceat(mine, begins[:-1]).astype(np.int64)
                  if len(keys) else np.zeros(0, np.int64))  # fmt: skip


def proximity(
    strikes: Reals, among: Places, *, radii: Sequence[float], precision: Reals | None = None,
    metric: str = "plane", draws: int = 999, seed: int = 1, **more: Any,
) -> Result:  # fmt: skip
    """Test how many strikes fell within a radius of any protected place. The first radius is the one asked about.

    `precision` is how exactly each strike is placed: one less exact than that radius is left out. Refuses where most
    are (COARSE_POSITIONS), where a stratum has nothing to draw in a protected place's stead (NO_SPARE_CONTROL), and
    below five expected.
    """
    at = np.zeros((len(strikes), 3))
    at[:, : strikes.shape[1]] = strikes
    told = len(at)
    if precision is not None:
        at = at[~(precision > radii[0])]
        if told - len(at):
            more["dropped"] = {**more.get("dropped", {}), "placed less exactly than the radius": told - len(at)}
    more |= {"n": len(at), "seed": seed}
    if told - len(at) > MOST * told:
        facts: dict[str, Any] = {"radius": radii[0], "less exact": told - len(at), "strikes": told}
        return refused("proximity", Refusal("COARSE_POSITIONS", facts), told=f"{told} strikes", **more)
    if not len(among.chosen) or (bare := sum(c == n for c, n in among.sizes)):
        facts = {"strata": len(among.chosen), "without control": bare if len(among.chosen) else 0}
        return refused("proximity", Refusal("NO_SPARE_CONTROL", facts), told=f"{told} strikes", **more)
    reach = sorted({float(r) for r in radii})
    at = at[np.lexsort((at[:, 2], at[:, 1], at[:, 0]))]
    who, which, apart = near_places(at, among.at, reach[-1], metric=metric)
    band = np.searchsorted(edges(reach, closed=True), apart, side="left")
    keep = band < len(reach)
    who, which, band = who[keep], which[keep], band[keep].astype(np.int64)
    starts = np.searchsorted(who, np.arange(len(among.at) + 1)).astype(np.int64)
    seen, null = _draw(among, starts, which, band, len(reach), len(at), draws=draws, seed=seed)
    asked = reach.index(float(radii[0]))
    k = len(reach)
    members = family([f"within {r:g}" for r in reach], seen[:k], null[:, :k])
    rates = [_rate_ratio(among, who[band <= b], seed) for b in range(k)]
    struck: dict[str, float] = {
        "observed": float(seen[k + asked]),
        "expected": round(float(null[:, k + asked].mean()), 9),
    }
    facts = {"radii": reach, "places_struck": struck, "protected": int(among.chosen.sum()),
             "comparable": len(among.at), "rate_ratio": rates,
             "were_places_anywhere": _anywhere(at, among, radii[0], float(seen[asked])),
             "were_strikes_displaced": displaced(at, among.protected, radii[0], metric=metric)}  # fmt: skip
    sentence = (
        f"{int(seen[asked])} of {len(at)} strikes fell within {radii[0]:g} of a protected place where comparable "
        "places of the same stratum give {expected} ({ratio} times, p = {p})"
    )
    figure = {"kind": "family", "names": [m.name for m in members], "observed": [m.observed for m in members],
              "expected": [m.expected for m in members],
              "low": np.quantile(null[:, :k], 0.025, axis=0).tolist(),
              "high": np.quantile(null[:, :k], 0.975, axis=0).tolist()}  # fmt: skip
    return concluded(
        "proximity", float(seen[asked]), drawn=null[:, asked], sentence=sentence, null=NULL,
        strata=tuple(n for _, n in among.sizes), family=members, facts=facts, figure=figure, **more,
    )  # fmt: skip


def _draw(
    among: Places, starts: Ints, which: Any, band: Ints, bands: int, strikes: int, *, draws: int, seed: int
) -> tuple[Reals, Reals]:
    """Return strikes near, then places struck, up to each radius: as they are, and of every draw."""
    order = np.arange(len(among.at), dtype=np.int64)
    mark, best = np.full(strikes, -1, dtype=np.int64), np.zeros(strikes, dtype=np.int64)
    width = int(among.chosen.sum())
    cost = int(len(which) * width / max(len(among.at), 1)) + width

    def counts(begins: Ints, drawn: Any, count: int) -> Reals:
        mark[:] = -1
        found = np.zeros(count * 2 * bands, dtype=np.int64)
        given = (starts, which, band, among.begins, among.chosen, drawn, count, len(begins))
        run(relocated, given, (order, mark, best, found), steps=count * cost)
        return found.reshape(count, 2, bands).cumsum(axis=2).reshape(count, 2 * bands).astype(np.float64)

    seen = counts(among.begins[:0], among.begins[:0], 1)[0]
    null = np.concatenate([counts(among.begins, drawn, count) for _, count, drawn in blocks(seed, draws, width)])
    return seen, null


def relocated(
    starts: Any, which: Any, band: Any, begins: Any, chosen: Any, bits: Any, draws: int, moving: int, order: Any,
    mark: Any, best: Any, found: Any,
) -> None:  # fmt: skip
    """Draw places in each stratum, as many as are protected; count strikes near any, and places struck.

    Where `moving` is 0 the protected places themselves are counted.
    """
    at = 0
    bands = len(found) // (2 * draws)
    for b in range(draws):
        base = b * 2 * bands
        for s in range(len(chosen)):
            low, size = begins[s], begins[s + 1] - begins[s]
            for c in range(chosen[s]):
                i = low + c
                if moving:
                    j = i + ((bits[at] * (size - c)) >> 32)
                    at += 1
                    order[i], order[j] = order[j], order[i]
                place = order[i]
                nearest = bands
                for p in range(starts[place], starts[place + 1]):
                    strike, d = which[p], band[p]
                    nearest = min(nearest, d)
                    if mark[strike] != b:
                        mark[strike] = b
                        best[strike] = d
                        found[base + d] += 1
                    elif d < best[strike]:
                        found[base + best[strike]] -= 1
                        found[base + d] += 1
                        best[strike] = d
                if nearest < bands:
                    found[base + bands + nearest] += 1


def _anywhere(at: Reals, among: Places, radius: float, seen: float) -> dict[str, float]:
    """Return what a naive map suggests: the strikes near, were protected places spread over the whole map alike."""
    area = max(float(np.prod(np.ptp(flattened(np.concatenate([at, among.at])), axis=0))), 1e-300)
    part = min(np.pi * radius**2 / area, 1.0)
    expected = len(at) * (1 - (1 - part) ** int(among.chosen.sum()))
    return {"expected": round(expected, 9), "ratio": round(seen / expected, 9)} if expected else {}


def _rate_ratio(among: Places, who: Any, seed: int) -> dict[str, float | None]:
    """Return strikes per protected place over strikes per control, by Mantel and Haenszel over the strata.

    Its 95 % interval draws whole strata anew, as many with replacement (bootstrap): strikes of one town are not
    independent. Below FEWEST_STRATA there is no interval.
    """
    struck = np.bincount(who, minlength=len(among.at))
    sizes = np.diff(among.begins)
    both = np.add.reduceat(struck, among.begins[:-1])
    mine = np.array([struck[a : a + c].sum() for a, c in zip(among.begins[:-1], among.chosen, strict=True)])
    over, under = mine * (sizes - among.chosen) / sizes, (both - mine) * among.chosen / sizes
    if not under.sum():
        return {"value": None, "low": None, "high": None}
    value = round(float(over.sum() / under.sum()), 9)
    k = len(sizes)
    if k < FEWEST_STRATA:
        return {"value": value, "low": None, "high": None}
    again = (bits(seed, 0, BOOTSTRAP * k).astype(np.int64).reshape(BOOTSTRAP, k) * k) >> 32
    above, below = over[again].sum(axis=1), under[again].sum(axis=1)
    ratios = np.sort(np.divide(above, below, out=np.full(BOOTSTRAP, np.inf), where=below > 0))
    low, high = (float(ratios[round(part * (BOOTSTRAP + 1)) - 1]) for part in (0.025, 0.975))
    return {"value": value, "low": round(low, 9), "high": round(high, 9) if np.isfinite(high) else None}
