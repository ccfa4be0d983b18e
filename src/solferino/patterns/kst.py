"""At which scales do events cluster in space and time together? The space-time K function against its product.

Statistic: the sum over scales of D(s, t) = K(s, t) - K(s) K(t) (Diggle et al. 1995), corrected for the edges of the
period, and of the window where one is given. K(s) and K(t) stay as they are when times are exchanged, so the sum of D
is as extreme among the draws as the pairs within s and t, added up over all scales: these are what is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.chance import concluded, family, refused, strongest
from solferino.patterns.events import Events
from solferino.patterns.knox import ANYWHERE, WITHIN
from solferino.patterns.result import Refusal, Result
from solferino.patterns.ripley import Window
from solferino.patterns.weighed import weighed


def kst(
    events: Events, *, distances: Sequence[float], days: Sequence[float], window: Window | None = None,
    period: tuple[float, float] | None = None, draws: int = 999, seed: int = 1, **more: Any,
) -> Result:  # fmt: skip
    """Test pairs within each distance and number of days, ends included; observed is their mean over all scales.

    A pair counts for more where part of the same distance or gap would lie outside of `window` (a rectangle, in a
    plane), or of `period`, which is else the first to the last time told. `family` has each scale, with a p that
    allows for the search (the largest D over its standard deviation). Refuses as `knox` does.
    """
    n = len(events)
    if max(events.sizes, default=0) < 2:
        return refused("kst", Refusal("NOTHING_TO_SHUFFLE", {"events": n}), n=n, seed=seed, **more)
    space, time = sorted({float(x) for x in distances}), sorted({float(x) for x in days})
    ends = period or (float(events.t.min()), float(events.t.max()))
    found = weighed(events, space, time, window=window, period=ends, draws=draws, seed=seed)
    shape = (len(space), len(time))
    names = [f"within {s:g} and {t:g} days" for s in space for t in time]
    counts, drawn = found.observed.ravel(), found.drawn.reshape(draws, -1)
    scales = family(names, counts, drawn)
    total = float(counts.mean())
    sentence = (
        f"{n} events: on average over {len(scales)} scales {total:.1f} pairs, edges allowed for, lie within both where "
        f"chance gives {{expected}} ({{ratio}} times, p = {{p}}){strongest(scales, 'scales')}"
    )

    def table(values: Sequence[Any]) -> list[Any]:
        return np.array(values, dtype=object).reshape(shape).tolist()

    spread = np.maximum(drawn.std(axis=0), 1e-9)
    return concluded(
        "kst", total, drawn=drawn.mean(axis=1), n=n, seed=seed, sentence=sentence,
        null=ANYWHERE if len(events.begins) == 2 else WITHIN, strata=events.sizes, family=scales,
        figure={"kind": "table", "rows": [f"≤ {s:g}" for s in space], "columns": [f"≤ {t:g} days" for t in time],
                "ratios": table([c.ratio for c in scales]), "p": table([c.p_family for c in scales])},
        facts={"distances": space, "days": time, "window": window, "period": ends,
               "d_over_sd": np.round((counts - drawn.mean(axis=0)) / spread, 6).reshape(shape).tolist()}, **more,
    )  # fmt: skip
