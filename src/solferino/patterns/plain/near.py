"""Tests of events near one another, on plain tables: knox, near-repeat, kst, labelling."""

from __future__ import annotations

from collections.abc import Sequence
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
from solferino.words.errors import UsageError

COARSE = "placed less exactly than the distance"


def knox_table(paths: Sequence[Path], told: Columns, *, distance: float, days: float, draws: int, seed: int) -> Result:
    """Run `knox` on the rows of plain tables."""
    made = placed(sheet(paths), told, exact=distance)
    return coarse("knox", made, distance, seed) or knox(
        _events(made), distance=distance, days=days, draws=draws, seed=seed, dropped=made.dropped
    )


def near_repeat_table(
    paths: Sequence[Path], told: Columns, *, distances: Sequence[float], days: Sequence[float], draws: int, seed: int,
    streets: bool = False,
) -> Result:  # fmt: skip
    """Run `near_repeat` on the rows of plain tables; streets at right angles are for coordinates in a plane."""
    made = placed(sheet(paths), told, exact=min(d for d in distances if d > 0))
    if streets and made.metric == "globe":
        raise UsageError("distances along streets need x and y in a plane", "project them, or leave out --streets")
    return coarse("near-repeat", made, max(distances), seed) or near_repeat(
        _events(made, "streets" if streets else ""), distances=distances, days=days, draws=draws, seed=seed,
        dropped=made.dropped,
    )  # fmt: skip


def kst_table(
    paths: Sequence[Path], told: Columns, *, distances: Sequence[float], days: Sequence[float], draws: int, seed: int
) -> Result:
    """Run `kst` on the rows of plain tables."""
    made = placed(sheet(paths), told, exact=min(distances))
    return coarse("kst", made, min(distances), seed) or kst(
        _events(made), distances=distances, days=days, draws=draws, seed=seed,
        dropped=made.dropped,
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
        dropped=made.dropped,
    )  # fmt: skip


def coarse(kind: str, made: Placed, distance: float, seed: int) -> Result | None:
    """Refuse where most rows are placed less exactly than the distance that is asked about."""
    lost, n = made.dropped.get(COARSE, 0), len(made.at)
    if lost <= MOST * (lost + n):
        return None
    facts: dict[str, Any] = {"distance": distance, "less exact": lost, "records": lost + n}
    return refused(kind, Refusal("COARSE_POSITIONS", facts), n=n, seed=seed, dropped=made.dropped)


def _events(made: Placed, metric: str = "") -> Events:
    return events(made.at, made.t, made.strata, metric=metric or made.metric)
