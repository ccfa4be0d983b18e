"""How often each level is met, among chance pairs and among matches, from counts of patterns."""

from __future__ import annotations

import numpy as np

from solferino.linkage.engine.fields import Field, Ints, Reals, Scheme
from solferino.linkage.engine.sweep import Met

CHANCE = 200.0
"""Pseudo-pairs by which a rate at one place leans on the rate at all places, and that one on the shipped rate."""
MATCH = 20.0
"""Pseudo-pairs by which a rate among matches leans on the shipped one."""
CYCLES = 200
LEAST = 1e-12


def levels(spec: Ints, codes: Ints) -> list[Ints]:
    """Return the level of each field in each pattern."""
    return [(codes // stride) % many for _, _, many, stride, _ in spec.tolist()]


def evidence(field: Field) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which levels of a field are evidence."""
    return np.array([field.known(level) for level in range(field.levels)])


def chance_rates(scheme: Scheme, spec: Ints, met: Met, displaced: Met) -> list[Reals]:
    """Return, per field, the rates among chance pairs: a row per place, a column per level.

    They are those of pairs displaced in time, given the place. Where few were met, they lean on all places. How busy
    a neighbourhood is depends on time itself: what displacing changes there is measured on pairs that are known to be
    two events, near and displaced, and set right.
    """
    at, n = levels(spec, displaced[0]), displaced[1].astype(np.float64)
    near = levels(spec, met[0])
    places = scheme.fields[0].levels
    found = []
    for number, (f, level) in enumerate(zip(scheme.fields, at, strict=True)):
        shipped, told = np.array(f.u), evidence(f)
        if f.kind == "place":
            whole = np.bincount(level, n, places) + CHANCE * shipped
            found.append(np.tile(whole / whole.sum(), (places, 1)))
            continue
        table = np.bincount(at[0] * f.levels + level, n, places * f.levels).reshape(places, f.levels) * told
        if f.kind == "busy":
            for rows in (at[0] < places - 8, at[0] >= places - 8):  # districts count their neighbours in another way
                where = np.unique(at[0][rows])
                here = np.isin(near[0], where)
                known = np.bincount(near[number][here], met[2][here], f.levels)
                moved = np.bincount(level[rows], displaced[2][rows], f.levels)
                table[where] *= _ratio(known, moved, table[where].sum(axis=0))
        whole = table.sum(axis=0) + CHANCE * shipped * told
        table = table + CHANCE * whole / whole.sum()
        found.append(table / table.sum(axis=1, keepdims=True))
    return found


def _ratio(known: Reals, moved: Reals, table: Reals) -> Reals:
    """Return by how much displacing changed each level, leaning on no change where little is known."""
    share = table / max(table.sum(), 1.0)
    lean = CHANCE / max(float(known.sum()), 1.0)
    a, b = known / max(known.sum(), 1.0), moved / max(moved.sum(), 1.0)
    out: Reals = (a + lean * share + LEAST) / (b + lean * share + LEAST)
    return out


def match_rates(
    scheme: Scheme, spec: Ints, codes: Ints, counts: Reals, u: list[Reals]
) -> tuple[list[Reals], list[Reals], float]:
    """Return, per field, the rates among matches; those among chance pairs; and the share of matches.

    By expectation and maximisation over patterns. Where chance pairs lie is learned along, what else they show is not:
    a common place would otherwise pass for a common event.
    """
    at, told = levels(spec, codes), [evidence(f) for f in scheme.fields]
    shipped = [np.array(f.m) for f in scheme.fields]
    chance = np.zeros(len(codes))
    for level, rates, known in list(zip(at, u, told, strict=True))[1:]:
        chance += np.where(known[level], np.log(np.maximum(rates[at[0], level], LEAST)), 0.0)
    m = [rates * known / (rates * known).sum() for rates, known in zip(shipped, told, strict=True)]
    place, share = u[0][0], scheme.prior
    for _ in range(CYCLES):
        match = np.full(len(codes), np.log(share))
        for rates, known, level in zip(m, told, at, strict=True):
            match += np.where(known, np.log(np.maximum(rates, LEAST)), 0.0)[level]
        other = np.log1p(-share) + chance + np.log(np.maximum(place, LEAST))[at[0]]
        p = counts / (1 + np.exp(np.clip(other - match, -700, 700)))
        held = np.bincount(at[0], counts - p, len(place)) + CHANCE * u[0][0]
        place = held / held.sum()
        m = []
        for f, level, known, rates in zip(scheme.fields, at, told, shipped, strict=True):
            held = (np.bincount(level, p, f.levels) + MATCH * rates) * known
            m.append(held / held.sum())
        before, share = share, float(p.sum() / counts.sum())
        if abs(share - before) < 1e-7:
            break
    return m, [np.tile(place, (len(place), 1)), *u[1:]], share
