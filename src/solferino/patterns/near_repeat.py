"""Does an event raise the chance of another nearby soon after, and how near, how soon?

Pairs are counted by bands of distance and of days, and the times exchanged as in `knox`. A table of twenty cells shows
some cell below five per cent in half of all tables where nothing is the matter: each cell has a second p that allows
for the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.binned import tables
from solferino.patterns.chance import concluded, family, refused, strongest
from solferino.patterns.events import Events
from solferino.patterns.knox import ANYWHERE, WITHIN
from solferino.patterns.result import Refusal, Result


def near_repeat(
    events: Events, *, distances: Sequence[float], days: Sequence[float], draws: int = 999, seed: int = 1, **more: Any
) -> Result:  # fmt: skip
    """Test pairs by bands; each end begins the next band: (0, 1, 201) are the bands [0, 1) and [1, 201).

    The result speaks of all bands together, pairs nearer than the last ends; `family` of each. Refuses as `knox` does.
    """
    n = len(events)
    if max(events.sizes, default=0) < 2:
        return refused("near-repeat", Refusal("NOTHING_TO_SHUFFLE", {"events": n}), n=n, seed=seed, **more)
    space, time = _ends(distances), _ends(days)
    found = tables(events, space, time, draws=draws, seed=seed, closed=False)
    names = [f"{a}, {b} days" for a in _bands(space) for b in _bands(time)]
    cells = family(names, found.observed.ravel(), found.drawn.reshape(draws, -1))
    sentence = (
        f"{n} events: {int(found.observed.sum())} pairs are nearer than {space[-1]:g} and {time[-1]:g} days where "
        f"chance gives {{expected}} ({{ratio}} times, p = {{p}}){strongest(cells, 'bands')}"
    )
    facts = {"distances": list(space), "days": list(time), "table": found.observed.astype(int).tolist()}
    return concluded(
        "near-repeat", float(found.observed.sum()), drawn=found.drawn.sum(axis=(1, 2)), n=n, seed=seed,
        sentence=sentence, null=ANYWHERE if len(events.begins) == 2 else WITHIN, strata=events.sizes, family=cells,
        facts=facts, figure=_figure(space, time, [c.ratio for c in cells], [c.p_family for c in cells]), **more,
    )  # fmt: skip


def _ends(given: Sequence[float]) -> list[float]:
    """Return the upper ends of bands that begin at zero."""
    return sorted({float(x) for x in given if x > 0})


def _bands(ends: Sequence[float]) -> list[str]:
    return [f"{a:g} to below {b:g}" for a, b in zip([0.0, *ends[:-1]], ends, strict=True)]


def _figure(space: Sequence[float], time: Sequence[float], ratios: Sequence[Any], ps: Sequence[Any]) -> dict[str, Any]:
    shape = (len(space), len(time))
    return {
        "kind": "table", "rows": _bands(space), "columns": [f"{b} days" for b in _bands(time)],
        "ratios": np.array(ratios, dtype=object).reshape(shape).tolist(),
        "p": np.array(ps, dtype=object).reshape(shape).tolist(),
    }  # fmt: skip
