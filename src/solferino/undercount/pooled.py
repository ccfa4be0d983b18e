"""What every method says of tables in which missed links are drawn back, pooled over the draws."""

from __future__ import annotations

import numpy as np

from solferino.undercount.chosen import MOST_LISTS, all_subsets
from solferino.undercount.decomposable import decomposable
from solferino.undercount.gate import Gated, passed_on
from solferino.undercount.latent import latent
from solferino.undercount.method import Method, summed
from solferino.undercount.methods import MOVES, POOL, sampled, thinned
from solferino.undercount.overlap import LISTS
from solferino.undercount.refusal import Refusal
from solferino.undercount.relinked import DRAWS, relinked

SHORT = 3000
"""Sweeps of the latent classes on each of a few tables with links drawn back."""
FEW = 6


def pooled(gated: Gated, error: float, seed: int) -> tuple[tuple[Method, ...], tuple[Refusal, ...]]:
    """Return what the methods say of tables with the missed links drawn back, pooled over them."""
    tables = [passed_on(gated, t) for t in relinked(gated.table, error, seed=seed)]
    methods, refusals = [], list[Refusal]()
    lists = len(gated.table.lists)
    more = {"link_error": error, "link_draws": DRAWS}
    if LISTS[0] <= lists <= LISTS[1]:
        told = [decomposable(t) for t in tables]
        medians = np.array([t.quantile(0.5) for t in told])
        low, middle, high = np.quantile(medians, [0.05, 0.5, 0.95]).tolist()
        if high - middle > MOVES * middle or middle - low > MOVES * middle:
            facts = {"medians": [round(low), round(middle), round(high)], "link error": error}
            refusals.append(Refusal("LINKAGE", facts))
        pool = np.concatenate([sampled(t, POOL // 10, seed) for t in told])
        methods.append(summed("decomposable", thinned(pool, seed), {**more, "medians": [low, middle, high]}))
    if lists <= MOST_LISTS:
        rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 9])))
        found = [c for t in tables if (c := all_subsets(t)) is not None and c.high is not None]
        if found:
            drawn = [rng.normal(np.log(c.estimate - gated.table.n + 1), _spread(c.low, c.high, gated.table.n), 100)
                     for c in found]  # fmt: skip
            methods.append(summed("loglinear-bic", np.exp(np.concatenate(drawn)) + gated.table.n - 1, more))
    some = tables[:: max(1, len(tables) // FEW)][:FEW]
    runs = [latent(t, sweeps=SHORT, seed=seed) for t in some]
    worst = max(r.r_hat for r in runs)
    pool = thinned(np.concatenate([r.draws.ravel() for r in runs]), seed)
    methods.append(summed("latent-class", pool, {**more, "link_draws": len(runs), "r_hat": round(worst, 4)}))
    return tuple(methods), tuple(refusals)


def _spread(low: float, high: float | None, n: int) -> float:
    assert high is not None
    return float(np.log((high - n + 1) / (max(low - n, 0) + 1)) / (2 * 1.959963985))
