"""Classes that nobody sees, each with its own rate of being listed (Manrique-Vallier 2016), by Gibbs sampling.

A Dirichlet process cut off at `classes` sticks. Chains run side by side as one axis of arrays. By
themselves they stay where they began for long; so each has a ladder of tempered copies that know ever fewer of the
units, and states move up and down it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.undercount.gate import Gated
from solferino.undercount.mixing import FEWEST_DRAWS, MOST_R_HAT, effective, r_hat
from solferino.undercount.overlap import Ints, Reals

CLASSES = 10
SHAPE = 0.25
"""Both parameters of the gamma law of the process' concentration."""

CAP = 20
"""Times as many as documented that may be missing, at most."""

CHAINS, RUNGS, COLDEST = 4, 10, 0.02
BLOCK, THIN, SWAP = 4000, 4, 2
"""Sweeps after which settling is looked at, after which a draw is kept, and after which places are changed."""
SPARE = 1.25
"""Times the effective draws, and the part of R-hat's room, at which it is enough."""
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Latent:
    """Draws of the total (chains by draws), how far they settled, and how well drawn tables resemble the one observed.

    `fit` is the part of drawn tables that lie further from what they expect than the observed one does: far from 0 and
    1 where the model fits. `rungs` is 1 without tempering; `swaps` the rarest rate at which neighbours change places.
    """

    draws: Reals
    r_hat: float
    effective: float
    classes: int
    rungs: int
    swaps: float | None
    fit: float
    seed: int

    @property
    def settled(self) -> bool:
        """Return whether R-hat and the effective number of draws are good enough to be believed."""
        return self.r_hat <= MOST_R_HAT and self.effective >= FEWEST_DRAWS

    def quantile(self, part: float) -> float:
        """Return a quantile of all draws."""
        return float(np.quantile(self.draws, part))


def latent(gated: Gated, *, classes: int = CLASSES, sweeps: int = 32_000, seed: int = 1, rungs: int = RUNGS) -> Latent:
    """Sample the total under a prior of 1 over it, at most CAP times the documented missing; `rungs` 1: no ladder.

    Stops, after any BLOCK of sweeps, once the chains have settled with room to spare, and after `sweeps` at the latest.
    The first quarter is left out.
    """
    return _run(gated, classes, sweeps=sweeps, chains=CHAINS, rungs=rungs, seed=seed)


@dataclass
class _State:
    """What moves: log weights of classes (copies by classes), rates (copies by lists by classes), concentration."""

    weights: Reals
    rates: Reals
    alpha: Reals

    def swap(self, a: Ints, b: Ints) -> None:
        """Let copies change places."""
        for held in (self.weights, self.rates, self.alpha):
            held[a], held[b] = held[b].copy(), held[a].copy()


def _run(gated: Gated, classes: int, *, sweeps: int, chains: int, rungs: int, seed: int) -> Latent:
    table = gated.table
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, classes, rungs])))
    on = table.patterns.astype(np.float64)
    heat = COLDEST ** (np.arange(rungs) / max(rungs - 1, 1))
    # Roundings are staggered: else all patterns of one unit would vanish on the same rung.
    offset = np.mod((np.arange(len(on)) + 1) * _GOLDEN, 1.0)
    known = np.where(heat[:, None] == 1, table.counts, np.floor(heat[:, None] * table.counts + offset)).astype(np.int64)
    counts = np.tile(known, (chains, 1))
    n = counts.sum(axis=1)
    cap = CAP * np.maximum(n, 1)
    copies = chains * rungs
    # Chains start where a fifth to five times as many as the documented are missing, rates as the sizes of lists.
    scale = 1 + 5.0 ** np.tile(np.linspace(-1, 1, chains)[:, None], (1, rungs)).ravel()
    about = np.clip(table.counts @ on / table.n / scale[:, None], 1e-4, 0.95)[:, :, None]
    rates = rng.beta(*(20 * x * np.ones((1, 1, classes)) for x in (about, 1 - about)))
    state = _State(np.log(rng.dirichlet(np.ones(classes), copies)), np.clip(rates, 1e-6, 1 - 1e-6),
                   np.full(copies, 0.5))  # fmt: skip
    kept, worse, tried, moved = [], [], np.zeros(max(rungs - 1, 1)), np.zeros(max(rungs - 1, 1))
    cold = np.arange(chains) * rungs
    draws, hat, worth = np.zeros((chains, 0)), np.inf, 0.0
    for turn in range(1, sweeps + 1):
        joint = _joint(state, on)
        missing = _sweep(rng, state, joint, counts, n, cap, on)
        if rungs > 1 and turn % SWAP == 0:
            _ladder(rng, state, on, counts, n, cap, chains, rungs, turn // SWAP % 2, tried, moved)
        if turn % THIN == 0:
            kept.append(n[cold] + missing[cold])
        if turn % (THIN * 10) == 0:
            worse.append(_further(rng, joint[cold], table.counts))
        if turn % BLOCK == 0 or turn == sweeps:
            draws = np.array(kept[len(kept) // 4 :]).T.astype(np.float64)
            hat, worth = r_hat(draws), effective(draws)
            if hat <= 1 + (MOST_R_HAT - 1) / SPARE and worth >= SPARE * FEWEST_DRAWS:
                break
    swaps = float((moved / np.maximum(tried, 1)).min()) if rungs > 1 else None
    return Latent(draws, hat, worth, classes, rungs, swaps, float(np.mean(worse[len(worse) // 4 :])), seed)


def _joint(state: _State, on: Reals) -> Reals:
    """Return the probability of every pattern and class; the last row is of no list at all."""
    yes, no = np.log(state.rates), np.log1p(-state.rates)
    logs = np.einsum("mj,cjk->cmk", on, yes - no) + no.sum(axis=1)[:, None, :]
    whole = np.concatenate([logs, no.sum(axis=1)[:, None, :]], axis=1) + state.weights[:, None, :]
    return np.asarray(np.exp(whole))


def _sweep(rng: Any, state: _State, joint: Reals, counts: Ints, n: Ints, cap: Ints, on: Reals) -> Ints:
    """Draw the missing, classes, rates, weights and concentration in turn; return how many are missing."""
    classes = joint.shape[2]
    unseen = np.minimum(joint[:, -1].sum(axis=1), 1 - 1e-12)
    missing = _missing(rng, unseen, n, cap)
    every = np.concatenate([counts, missing[:, None]], axis=1)
    parts = joint / np.maximum(joint.sum(axis=2, keepdims=True), 1e-300)
    held = rng.multinomial(every, parts / parts.sum(axis=2, keepdims=True))
    size = held.sum(axis=1)
    listed = np.einsum("cmk,mj->cjk", held[:, :-1].astype(np.float64), on)
    state.rates = np.clip(rng.beta(1 + listed, 1 + size[:, None, :] - listed), 1e-12, 1 - 1e-12)
    after = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
    sticks = np.clip(rng.beta(1.0 + size, state.alpha[:, None] + after), 1e-300, 1 - 1e-12)
    sticks[:, -1] = 1.0
    rest = np.log1p(-sticks[:, :-1]).cumsum(axis=1)
    state.weights = np.log(sticks)
    state.weights[:, 1:] += rest
    state.alpha = np.maximum(rng.gamma(SHAPE + classes - 1, 1 / (SHAPE - rest[:, -1])), 1e-6)
    return missing


def _missing(rng: Any, unseen: Reals, n: Ints, cap: Ints) -> Ints:
    """Draw how many are missing: negative binomial, drawn again where it passes the cap, at last by its inverse."""
    found = rng.negative_binomial(np.maximum(n, 1), 1 - unseen)
    for _ in range(20):
        over = np.flatnonzero(found > cap)
        if not len(over):
            return np.asarray(found)
        found[over] = rng.negative_binomial(np.maximum(n[over], 1), 1 - unseen[over])
    from scipy.stats import nbinom

    over = np.flatnonzero(found > cap)
    law = nbinom(np.maximum(n[over], 1), 1 - unseen[over])
    found[over] = np.minimum(np.nan_to_num(law.ppf(rng.uniform(size=len(over)) * law.cdf(cap[over])), nan=0), cap[over])
    return np.asarray(found)


def _ladder(
    rng: Any, state: _State, on: Reals, counts: Ints, n: Ints, cap: Ints, chains: int, rungs: int, odd: int,
    tried: Reals, moved: Reals,
) -> None:  # fmt: skip
    """Let neighbours on the ladders change places, at the ratio of what each would make of the other's counts."""
    from scipy.special import betainc

    low = np.arange(odd, rungs - 1, 2)
    if not len(low):
        return
    a = (np.arange(chains)[:, None] * rungs + low).ravel()
    b = a + 1
    seen = _joint(state, on)
    patterns, unseen = np.log(np.maximum(seen[:, :-1].sum(axis=2), 1e-300)), seen[:, -1].sum(axis=1)
    logs = np.log1p(-np.minimum(unseen, 1 - 1e-12))

    def height(parameters: Ints, known: Ints) -> Reals:
        below = betainc(np.maximum(n[known], 1), cap[known] + 1, np.exp(logs[parameters]))
        told = (counts[known] * patterns[parameters]).sum(axis=1)
        return np.asarray(told - n[known] * logs[parameters] + np.log(np.maximum(below, 1e-300)))

    gain = height(b, a) + height(a, b) - height(a, a) - height(b, b)
    yes = np.log(rng.uniform(size=len(a))) < gain
    state.swap(a[yes], b[yes])
    np.add.at(tried, np.tile(low, chains), 1)
    np.add.at(moved, np.tile(low, chains)[yes], 1)


def _further(rng: Any, joint: Reals, counts: Ints) -> float:
    """Return how many drawn tables lie further from what they expect than the observed one (Freeman and Tukey)."""
    part = joint[:, :-1].sum(axis=2)
    n = int(counts.sum())
    expected = part / part.sum(axis=1, keepdims=True) * n
    drawn = rng.multinomial(n, expected / expected.sum(axis=1, keepdims=True))
    apart = [((np.sqrt(t) - np.sqrt(expected)) ** 2).sum(axis=1) for t in (drawn, counts[None])]
    return float((apart[0] >= apart[1]).mean())
