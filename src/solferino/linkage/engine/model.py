"""What agreement is worth: whole millibits per field, place and level, learned from the reports themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from solferino.linkage.engine.fields import Ints, Reals, Scheme
from solferino.linkage.engine.rates import chance_rates, evidence, levels, match_rates
from solferino.linkage.engine.sweep import Met
from solferino.linkage.engine.words import Words

LEARN_FROM = 5_000
"""Pairs near in space and time, and as many displaced, below which nothing is learned: the shipped judgements stand."""


@dataclass(frozen=True)
class Model:
    """`weights[field][place][level]` and `prior` in millibits; `m`, `u` are the rates behind them, of `pairs` pairs."""

    scheme: Scheme
    spec: Ints
    weights: Ints
    prior: int
    m: tuple[Reals, ...]
    u: tuple[Reals, ...]
    learned: bool
    pairs: int
    chance_pairs: int
    share: float
    words: Mapping[str, Words] = field(default_factory=dict)

    def bars(self, code: int) -> list[tuple[str, int, int]]:
        """Return (field, level, millibits) of each field that is evidence in a pattern; with the prior, the score."""
        at = [int(level[0]) for level in levels(self.spec, np.array([code], dtype=np.int64))]
        return [
            (f.name, level, int(self.weights[n, at[0], level]))
            for n, (f, level) in enumerate(zip(self.scheme.fields, at, strict=True))
            if f.known(level)
        ]


def fit(scheme: Scheme, spec: Ints, met: Met, displaced: Met, words: Mapping[str, Words]) -> Model:
    """Return the model of the patterns met among near pairs, given those among pairs displaced in time.

    Below LEARN_FROM pairs of either kind the shipped rates are returned as they are.
    """
    pairs, chance = int(met[1].sum()), int(displaced[1].sum())
    if min(pairs, chance) < LEARN_FROM:
        places = scheme.fields[0].levels
        m, u, share = (
            [np.array(f.m) for f in scheme.fields],
            [np.tile(f.u, (places, 1)) for f in scheme.fields],
            scheme.prior,
        )
    else:
        u = chance_rates(scheme, spec, met, displaced)
        m, u, share = match_rates(scheme, spec, met[0], met[1].astype(np.float64), u)
    prior = round(1000 * float(np.log2(share / (1 - share))))
    learned = min(pairs, chance) >= LEARN_FROM
    return Model(scheme, spec, weighed(scheme, m, u), prior, tuple(m), tuple(u), learned, pairs, chance, share, words)


def weighed(scheme: Scheme, m: list[Reals], u: list[Reals]) -> Ints:
    """Return rates as weights: rounded once, so that no sum depends on its order."""
    made = np.zeros((len(scheme.fields), scheme.fields[0].levels, max(f.levels for f in scheme.fields)), dtype=np.int64)
    for n, (f, yes, no) in enumerate(zip(scheme.fields, m, u, strict=True)):
        worth = 1000 * np.log2(np.maximum(yes, 1e-9) / np.maximum(no, 1e-9))
        made[n, :, : f.levels] = np.where(evidence(f), np.rint(worth), 0).astype(np.int64)
    return made
