"""Tests of events near one another, on plain tables: knox, near-repeat, kst, labelling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from solferino.patterns.chance import refused
from solferino.patterns.events import Events, events
from solferino.patterns.knox import knox
from solferino.patterns.kst import kst
from solferino.patterns.labelling import labelling
from solferino.patterns.near_repeat import near_repeat
from solferino.patterns.plain.sheet import sheet
from solferino.patterns.plain.where import Columns, Placed, placed
from solferino.patterns.proximity import MOST
from solferino.patterns.result import Refusal, Result
from solferino.patterns.ripley import Window
from solferino.words.errors import UsageError

COARSE = "placed less exactly than the distance"


def knox_table(paths: Sequence[Path], told: Columns, *, distance: float, days: float, draws: int, seed: int) -> Result:
    """Run `knox` on the rows of plain tables."""
    made = placed(sheet(paths), told, exact=distance)
    return coarse("knox", made, distance, seed) or knox(
        _events(made), distance=distance, days=days, draws=draws, seed=seed, **made.more
    )


def near_repeat_table(
    paths: Sequence[Path], told: Columns, *, distances: Sequence[float], days: Sequence[float], draws: int, seed: int,
    streets: bool = False,
) -> Result:  # fmt: skip
    """Run `near_repeat` on the rows of plain tables; streets at right angles are for coordinates in a plane."""
    made = placed(sheet(paths), told, exact=min(d for d in distances if d > 0))
    if streets and made.metric == "globe":
        raise UsageError("distances along streets need x and y in a plane", "project them, or leave out --streets")
    return coarse("near-repeat", made, min(d for d in distances if d > 0), seed) or near_repeat(
        _events(made, "streets" if streets else ""), distances=distances, days=days, draws=draws, seed=seed,
        **made.more,
    )  # fmt: skip


def kst_table(
    paths: Sequence[Path], told: Columns, *, distances: Sequence[float], days: Sequence[float], draws: int, seed: int,
    window: Window | None = None, first: str = "", last: str = "",
) -> Result:  # fmt: skip
    """Run `kst` on the rows of plain tables inside of `window`, a rectangle in a plane, and from `first` to `last`."""
    made = placed(sheet(paths), told, exact=min(distances))
    if window is not None and (made.metric == "globe" or window[0] >= window[2] or window[1] >= window[3]):
        raise UsageError("a window is a rectangle in x and y, its south-western corner first", "X0,Y0,X1,Y1")
    low, high = (_moment(text, end) for text, end in ((first, made.t.min()), (last, made.t.max())))
    seen = (made.t >= low) & (made.t <= high)
    if window is not None:
        seen &= (made.at[:, :2] >= window[:2]).all(axis=1) & (made.at[:, :2] <= window[2:]).all(axis=1)
    made = made.only(seen, "outside of the window or the period")
    return coarse("kst", made, min(distances), seed) or kst(
        _events(made), distances=distances, days=days, window=window, period=(low, high), draws=draws, seed=seed,
        **made.more,
    )  # fmt: skip


def labelling_table(
    paths: Sequence[Path], told: Columns, *, of: str, to: str, places: Path | None, radii: Sequence[float], draws: int,
    seed: int,
) -> Result:  # fmt: skip
    """Run `labelling` on the rows of plain tables: `of` and `to` are COLUMN=VALUE, `places` a table of points."""
    table = sheet(paths)
    timed = bool(told.t or told.date or {"t", "date"} & set(table.columns))
    made = placed(table, told, timed=timed, exact=radii[0])
    marks = table.holds(of).astype(np.int64)
    if to:
        marks = np.where(table.holds(to) & (marks == 0), 2, marks)
    labels = marks[made.keep]
    near = None
    if places is not None:
        points = placed(sheet(places), Columns(told.x, told.y, told.lat, told.lon), timed=False)
        if points.metric != made.metric:
            raise UsageError("events and places are told in different coordinates", "x and y for both, or lat and lon")
        near = points.at
    ordered = events(made.at, made.t, made.strata, marks=labels, metric=made.metric)
    return coarse("labelling", made, radii[0], seed) or labelling(
        ordered, labels[ordered.order], radii=radii, places=near, draws=draws, seed=seed,
        **made.more,
    )  # fmt: skip


def coarse(kind: str, made: Placed, distance: float, seed: int) -> Result | None:
    """Refuse where most rows are placed less exactly than the distance that is asked about."""
    lost, n = made.dropped.get(COARSE, 0), len(made.at)
    if lost <= MOST * (lost + n):
        return None
    facts: dict[str, Any] = {"distance": distance, "less exact": lost, "records": lost + n}
    return refused(kind, Refusal("COARSE_POSITIONS", facts), n=n, seed=seed, **made.more)


def _moment(text: str, otherwise: float) -> float:
    """Return a day as the number that stands for it: a date, or a number of days as in the column of times."""
    if not text:
        return float(otherwise)
    try:
        return float(date.fromisoformat(text).toordinal() if "-" in text[1:] else float(text))
    except ValueError:
        raise UsageError(f"{text!r} is no day", "a date such as 2016-11-24, or a number as in the column t") from None


def _events(made: Placed, metric: str = "") -> Events:
    return events(made.at, made.t, made.strata, metric=metric or made.metric)
