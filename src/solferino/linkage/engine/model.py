"""What agreement is worth: weights in whole millibits per field, place and level, learned from the reports themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from solferino.linkage.engine.fields import Ints, Reals, Scheme
from solferino.linkage.engine.words import Words

LEARN_FROM = 5_000
"""Pairs near in space and time below which nothing is learned: the shipped judgements stand."""
CHANCE = 200.0
"""Pseudo-pairs by which a rate at one place leans on the rate at all places, and that one on the shipped rate."""
CYCLES = 200


@dataclass(frozen=True)
class Model:
    """`weights[field][place][level]` and `prior` in millibits; `m`, `u` the rates behind them; `pairs` what they rest on."""

    scheme: Scheme
    spec: Ints
    weights: Ints
    prior: int
    m: tuple[Reals, ...]
    u: tuple[Reals, ...]
    learned: bool
    pairs: int
    chance_pairs: int
    matches: float
    words: Mapping[str, Words] = field(default_factory=dict)


def fit(
    scheme: Scheme, spec: Ints, met: tuple[Ints, Ints], displaced: tuple[Ints, Ints], words: Mapping[str, Words]
) -> Model:
    """Return the model of the patterns met among near pairs, given those among pairs displaced in time.

    Rates among chance pairs come from the displaced ones, given the place; rates among matches from the near pairs,
    by expectation and maximisation over patterns. Below LEARN_FROM near pairs the shipped rates are returned.
    """
    codes, counts = met
    pairs, chance = int(counts.sum()), int(displaced[1].sum())
    places = scheme.fields[0].levels
    shipped_m = [np.array(f.m) for f in scheme.fields]
    shipped_u = [np.array(f.u) for f in scheme.fields]
    if pairs < LEARN_FROM or chance < LEARN_FROM:
        u = [np.tile(v, (places, 1)) for v in shipped_u]
        return _model(scheme, spec, shipped_m, u, scheme.prior, words, learned=False, pairs=pairs, chance=chance)
    u = chance_rates(scheme, spec, displaced, shipped_u)
    m, share = match_rates(scheme, spec, codes, counts.astype(np.float64), u, shipped_m)
    return _model(scheme, spec, m, u, share, words, learned=True, pairs=pairs, chance=chance)


def levels(spec: Ints, codes: Ints) -> list[Ints]:
    """Return the level of each field in each pattern."""
    return [(codes // stride) % many for _, _, many, stride, _ in spec.tolist()]


def chance_rates(scheme: Scheme, spec: Ints, displaced: tuple[Ints, Ints], shipped: list[Reals]) -> list[Reals]:
    """Return, per field, a rate for each place and level; where few pairs were met it leans on all places."""
    at, n = levels(spec, displaced[0]), displaced[1].astype(np.float64)
    places = scheme.fields[0].levels
    found = []
    for f, level in zip(scheme.fields, at, strict=True):
        if f.kind == "place":
            whole = np.bincount(level, n, places) + CHANCE * shipped[0]
            found.append(np.tile(whole / whole.sum(), (places, 1)))
            continue
        told = np.array([f.known(v) for v in range(f.levels)])
        table = np.bincount(at[0] * f.levels + level, n, places * f.levels).reshape(places, f.levels) * told
        whole = table.sum(axis=0) + CHANCE * shipped[len(found)] * told
        whole /= whole.sum()
        table = table + CHANCE * whole
        found.append(table / table.sum(axis=1, keepdims=True))
    return found


def match_rates(
    scheme: Scheme, spec: Ints, codes: Ints, counts: Reals, u: list[Reals], shipped: list[Reals]
) -> tuple[list[Reals], float]:
    """Return, per field, the rates among matches, and the share of matches among near pairs."""
    at = levels(spec, codes)
    told = [np.array([f.known(v) for v in range(f.levels)]) for f in scheme.fields]
    chance = np.zeros(len(codes))
    for f, level, rates, known in zip(scheme.fields, at, u, told, strict=True):
        chance += np.where(known[level], np.log(np.maximum(rates[at[0], level], 1e-12)), 0.0)
    m, share = [rates * known / (rates * known).sum() for rates, known in zip(shipped, told, strict=True)], scheme.prior
    for _ in range(CYCLES):
        logs = [np.where(known, np.log(np.maximum(rates, 1e-12)), 0.0) for rates, known in zip(m, told, strict=True)]
        match = np.log(share) + sum(log[level] for log, level in zip(logs, at, strict=True))
        other = np.log1p(-share) + chance
        p = counts / (1 + np.exp(np.clip(other - match, -700, 700)))
        now = float(p.sum() / counts.sum())
        m = []
        for f, level, known, rates in zip(scheme.fields, at, told, shipped, strict=True):
            held = (np.bincount(level, p, f.levels) + CHANCE / 10 * rates) * known
            m.append(held / held.sum())
        if abs(now - share) < 1e-7:
            break
        share = now
    return m, share


def _model(
    scheme: Scheme, spec: Ints, m: list[Reals], u: list[Reals], share: float, words: Mapping[str, Words], *,
    learned: bool, pairs: int, chance: int,
) -> Model:  # fmt: skip
    places = scheme.fields[0].levels
    most = max(f.levels for f in scheme.fields)
    weights = np.zeros((len(scheme.fields), places, most), dtype=np.int64)
    for n, (f, yes, no) in enumerate(zip(scheme.fields, m, u, strict=True)):
        for level in range(f.levels):
            if f.known(level):
                weights[n, :, level] = np.rint(1000 * np.log2(np.maximum(yes[level], 1e-9) / np.maximum(no[:, level], 1e-9)))
    prior = round(1000 * float(np.log2(share / (1 - share))))
    return Model(scheme, spec, weights, prior, tuple(m), tuple(u), learned, pairs, chance, share * pairs, words)
