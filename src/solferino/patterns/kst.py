"""At which scales do events cluster in space and time together? The space-time K function against its product.

K(s, t) counts pairs within s and t of each other. Were time independent of place, K(s, t) would be K(s) times K(t);
permuting the times gives the same comparison without a correction for edges, which both sides of it share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.binned import tables
from solferino.patterns.chance import FEWEST, concluded, family, refused, strongest
from solferino.patterns.events import Events, Reals
from solferino.patterns.knox import ANYWHERE, WITHIN
from solferino.patterns.result import Refusal, Result


def kst(
    events: Events, *, distances: Sequence[float], days: Sequence[float], draws: int = 999, seed: int = 1, **more: Any
) -> Result:
    """Test pairs within each distance and number of days, ends included; observed is their mean over all of them,
    each weighed by the inverse of its standard deviation under chance.

    `family` has each scale, with a p that allows for the search. Refuses as `knox` does.
    """
    n = len(events)
    if max(events.sizes, default=0) < 2:
        return refused("kst", Refusal("NOTHING_TO_SHUFFLE", {"events": n}), n=n, seed=seed, **more)
    space, time = sorted({float(x) for x in distances}), sorted({float(x) for x in days})
    found = tables(events, space, time, draws=draws, seed=seed).cumulated()
    names = [f"within {s:g} and {t:g} days" for s in space for t in time]
    counts, drawn = found.observed.ravel(), found.drawn.reshape(draws, -1)
    scales = family(names, counts, drawn)
    weight = np.where(drawn.mean(axis=0) >= FEWEST, 1 / np.maximum(drawn.std(axis=0), 1e-9), 0.0)
    weight = weight / weight.sum() if weight.any() else np.full(len(weight), 1 / len(weight))
    total = float((counts * weight).sum())
    sentence = (
        f"{n} events: over {len(scales)} scales, each weighed by how well it is known, {total:.1f} pairs lie within "
        f"both where chance gives {{expected}} ({{ratio}} times, p = {{p}}){strongest(scales, 'scales')}"
    )
    shape = (len(space), len(time))
    figure = {
        "kind": "table", "rows": [f"≤ {s:g}" for s in space], "columns": [f"≤ {t:g} days" for t in time],
        "ratios": np.array([c.ratio for c in scales], dtype=object).reshape(shape).tolist(),
        "p": np.array([c.p_family for c in scales], dtype=object).reshape(shape).tolist(),
    }  # fmt: skip
    return concluded(
        "kst", total, drawn=drawn @ weight, n=n, seed=seed, sentence=sentence,
        null=ANYWHERE if len(events.begins) == 2 else WITHIN, strata=events.sizes, family=scales, figure=figure,
        facts={"distances": space, "days": time, "pairs": found.observed.astype(int).tolist()}, **more,
    )  # fmt: skip


def time_k(t: Reals, spans: Sequence[float], *, begin: float, end: float) -> list[float]:
    """Return K(t) of times between `begin` and `end`: twice the days within which another falls, edges corrected.

    A pair counts once, or twice where the same gap on the other side of an event reaches the end of the period.
    """
    gap = np.abs(t[:, None] - t[None, :])
    inside = np.minimum(t - begin, end - t)[:, None]
    weight = np.where(gap < inside, 1.0, 2.0)
    np.fill_diagonal(weight, 0.0)
    scale = (end - begin) / (len(t) * (len(t) - 1))
    return [float(scale * weight[gap <= span].sum()) for span in spans]
