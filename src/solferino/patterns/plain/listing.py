"""The test of listed places, on plain tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from solferino.patterns.listed import Place, listed
from solferino.patterns.plain.sheet import sheet
from solferino.patterns.result import Result
from solferino.words.errors import UsageError


def listed_table(
    paths: Sequence[Path], *, places: Path, place: str, date: str, listing: str, first: str, last: str, within: str,
    draws: int, seed: int,
) -> Result:  # fmt: skip
    """Run `listed` on tables of hits and one of places; both name a place in the column `place`.

    Of the places, `listing` is the day of listing (empty: never), `first` and `last` the days they stood (columns that
    are left out, and empty cells: from the first day told anywhere to the last), `within` columns that make strata.
    Hits on a place that is not in its table, or without a day, are counted as dropped.
    """
    hits, there = sheet(paths), sheet(places)
    struck, days = hits.texts(place), hits.days(date)
    names, since = there.texts(place), there.days(listing)
    begins, ends = (there.days(c) if c else np.full(len(there), np.nan) for c in (first, last))
    columns = [c.strip() for c in within.split(",") if c.strip()]
    strata = [" · ".join(cells) for cells in zip(*(there.texts(c) for c in columns), strict=True)] if columns else [
        ""
    ] * len(there)  # fmt: skip
    hits.settled()
    there.settled()
    twice = sorted({n for n in names if names.count(n) > 1}) if len(set(names)) < len(names) else []
    if twice:
        raise UsageError(f"{there.name}: the place {twice[0]!r} is listed twice", "give every place one row")
    known = {name: n for n, name in enumerate(names)}
    on: dict[int, list[int]] = {}
    lost = 0
    for name, day in zip(struck, days.tolist(), strict=True):
        if name in known and not np.isnan(day):
            on.setdefault(known[name], []).append(int(day))
        else:
            lost += 1
    every = [d for d in (*days.tolist(), *since.tolist(), *begins.tolist(), *ends.tolist()) if not np.isnan(d)]
    low, high = (int(f(every)) for f in (min, max)) if every else (0, 0)
    made = [
        Place(strata[n], _whole(begins[n], low), _whole(ends[n], high), None if np.isnan(d) else int(d),
              tuple(on.get(n, ())))
        for n, d in enumerate(since.tolist())
    ]  # fmt: skip
    dropped = {"no listed place, or no day": lost} if lost else {}
    return listed(made, draws=draws, seed=seed, dropped=dropped)


def _whole(told: float, otherwise: int) -> int:
    return otherwise if np.isnan(told) else int(told)
