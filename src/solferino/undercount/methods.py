"""All methods on one table that passed the gate, and what of their answers refuses an estimate after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.undercount.chosen import MOST_LISTS, all_subsets
from solferino.undercount.decomposable import Posterior, decomposable
from solferino.undercount.gate import Gated
from solferino.undercount.latent import BLOCK, CAP, CLASSES, Latent, latent
from solferino.undercount.list_rates import chao
from solferino.undercount.method import Method
from solferino.undercount.overlap import LISTS, Reals
from solferino.undercount.refusal import Refusal
from solferino.undercount.stepwise import BOUND, DRAWS, stepwise

MOVES = 0.25
"""Part of the estimate by which another prior may move it."""
APART = 2.0
"""Times by which models that fit alike may differ."""
SATURATED, EDGE = 0.05, 0.01
SWEEPS = 32_000
OTHER_CLASSES = (5, 15)
POOL = 2000
"""Draws kept of a posterior."""


@dataclass(frozen=True)
class Told:
    """What the methods say of a table, and the codes that refuse it for what they say."""

    methods: tuple[Method, ...]
    refusals: tuple[Refusal, ...]


def every(gated: Gated, *, seed: int = 1, draws: int = DRAWS, sweeps: int = SWEEPS) -> Told:
    """Run every method that the number of lists allows. The Chao-type figure is shown, and has no say."""
    made: list[Method] = []
    refusals: list[Refusal] = []
    n, j = gated.table.n, len(gated.table.lists)
    if LISTS[0] <= j <= LISTS[1]:
        made.append(_graphs(gated, refusals, seed))
    if j <= MOST_LISTS:
        made += _subsets(gated, refusals)
    built = stepwise(gated, draws=draws, seed=seed)
    if built is None:
        refusals.append(Refusal("EXIST", {"model": "independent lists", "documented": n}))
    else:
        told = {"pairs": [list(p) for p in built.pairs], "bound": BOUND, "resamples": built.draws, "seed": seed,
                "interval": "bias-corrected and accelerated, the model built anew for each resample"}  # fmt: skip
        made.append(Method("loglinear-stepwise", built.estimate, built.low, built.high, told))
    made.append(_latent(gated, refusals, seed, sweeps))
    refusals += _apart(made)
    made.append(Method("chao-list-rate", chao(gated), None, None, {"has a say": False}))
    return Told(tuple(made), _by_code(refusals))


def _graphs(gated: Gated, refusals: list[Refusal], seed: int) -> Method:
    found = decomposable(gated)
    middle = found.quantile(0.5)
    other = {"prior/4": decomposable(gated, shrink=0.25), "prior*4": decomposable(gated, shrink=4.0),
             "range*3": decomposable(gated, times=90)}  # fmt: skip
    medians = {name: one.quantile(0.5) for name, one in other.items()}
    facts: dict[str, Any] = {}
    if found.saturated > SATURATED:
        facts["saturated graph"] = round(found.saturated, 4)
    if found.edge > EDGE:
        facts["at the end of the range"] = round(found.edge, 4)
    if any(abs(m - middle) > MOVES * middle for m in medians.values()):
        facts["decomposable"] = {"median": middle, **medians}
    if facts:
        refusals.append(Refusal("PRIOR", facts))
    told = {"saturated": round(found.saturated, 6), "best_graph": round(found.best, 6), "edge": round(found.edge, 6),
            "delta": found.delta, "step": found.step, "medians": medians}  # fmt: skip
    return Method("decomposable", float(middle), float(found.quantile(0.025)), float(found.quantile(0.975)), told,
                  sampled(found, POOL, seed))  # fmt: skip


def sampled(found: Posterior, many: int, seed: int) -> Reals:
    """Return evenly spread draws of a posterior on a grid, in an order that a seed decides."""
    parts = (np.arange(many) + 0.5) / many
    at = np.minimum(np.searchsorted(np.cumsum(found.weight), parts), len(found.total) - 1)
    return np.random.Generator(np.random.PCG64(seed)).permutation(found.total[at])


def _subsets(gated: Gated, refusals: list[Refusal]) -> list[Method]:
    found = all_subsets(gated)
    if found is None:
        refusals.append(Refusal("EXIST", {"model": "any set of pairs", "documented": gated.table.n}))
        return []
    told = {"pairs": [list(p) for p in found.pairs], "interval": "profile likelihood, given the model",
            "rivals": {"within_bic": 6, "models": found.rivals, "low": round(found.rivals_low, 1),
                       "high": round(found.rivals_high, 1)},
            "deviance": round(found.deviance, 4), "freedom": found.freedom}  # fmt: skip
    if found.rivals_high > APART * found.rivals_low:
        refusals.append(Refusal("MODELS", {"models that fit alike": found.rivals, "low": round(found.rivals_low, 1),
                                           "high": round(found.rivals_high, 1)}))  # fmt: skip
    return [Method("loglinear-bic", found.estimate, found.low, found.high, told)]


def _latent(gated: Gated, refusals: list[Refusal], seed: int, sweeps: int) -> Method:
    # To settle takes long: it is waited for where the answer can still be given.
    found = latent(gated, sweeps=BLOCK if refusals else sweeps, seed=seed)
    middle = found.quantile(0.5)
    medians: dict[str, float] = {}
    if not found.settled and not refusals:
        facts = {"r_hat": round(found.r_hat, 3), "effective": round(found.effective), "chains": len(found.draws)}
        refusals.append(Refusal("MIX", facts))
    elif not refusals:
        for classes in OTHER_CLASSES:
            one = latent(gated, classes=classes, sweeps=2 * BLOCK, seed=seed)
            medians[f"classes {classes}"] = round(one.quantile(0.5), 1)
        if any(abs(m - middle) > MOVES * middle for m in medians.values()):
            refusals.append(Refusal("PRIOR", {"latent-class": {"median": round(middle, 1), **medians}}))
    return Method("latent-class", middle, found.quantile(0.025), found.quantile(0.975), _settled(found, medians),
                  thinned(found.draws.ravel(), seed))  # fmt: skip


def _settled(found: Latent, medians: dict[str, float]) -> dict[str, Any]:
    return {
        "mean": round(float(found.draws.mean()), 1), "r_hat": round(found.r_hat, 4), "ess": round(found.effective),
        "chains": len(found.draws), "classes": CLASSES, "cap": CAP, "rungs": found.rungs,
        "swaps": None if found.swaps is None else round(found.swaps, 3), "fit": round(found.fit, 3),
        "chain_medians": [round(float(np.median(c)), 1) for c in found.draws], "medians": medians, "seed": found.seed,
    }  # fmt: skip


def thinned(draws: Reals, seed: int) -> Reals:
    """Return POOL draws at random, so that those of several tables can be added up."""
    rng = np.random.Generator(np.random.PCG64(seed))
    return rng.choice(draws, POOL, replace=len(draws) < POOL)


def _apart(made: Sequence[Method]) -> list[Refusal]:
    told = {m.name: m.estimate for m in made if m.estimate is not None}
    if not told or max(told.values()) <= APART * min(told.values()):
        return []
    return [Refusal("MODELS", {"methods": {name: round(value, 1) for name, value in told.items()}})]


def _by_code(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Return one refusal for each code, its facts together."""
    facts: dict[str, dict[str, Any]] = {}
    for one in refusals:
        facts.setdefault(one.code, {}).update(one.facts)
    return tuple(Refusal(code, told) for code, told in facts.items())
