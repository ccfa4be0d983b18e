"""Tests of events and places, on plain tables: proximity, odds, repeats, double-tap.

Places that were never hit are a list of targets in the wrong hands: of them only the sizes of strata leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from solferino.patterns.double_tap import double_tap
from solferino.patterns.odds import odds, strata_tables
from solferino.patterns.plain.sheet import Sheet, sheet
from solferino.patterns.plain.where import Columns, placed
from solferino.patterns.proximity import places as placed_among
from solferino.patterns.proximity import proximity
from solferino.patterns.repeats import Event, repeats
from solferino.patterns.result import Result
from solferino.words.errors import UsageError


def proximity_table(
    paths: Sequence[Path], told: Columns, *, places: Path, protected: str, radii: Sequence[float], draws: int, seed: int
) -> Result:
    """Run `proximity` on tables of strikes and one of comparable places, of which `protected` (COLUMN=VALUE) are meant.

    `told.within` names the strata of places: columns of theirs, or a grid.
    """
    among = sheet(places)
    there = placed(among, Columns(told.x, told.y, told.lat, told.lon, within=told.within), timed=False)
    strikes = sheet(paths)
    made = placed(strikes, Columns(told.x, told.y, told.lat, told.lon), timed=False)
    if there.metric != made.metric:
        raise UsageError("strikes and places are told in different coordinates", "x and y for both, or lat and lon")
    precision = strikes.numbers(told.precision, low=0)[made.keep] if told.precision else None
    strikes.settled()
    return proximity(
        made.at, placed_among(there.at, among.holds(protected)[there.keep], there.strata), radii=radii,
        precision=precision, metric=made.metric, draws=draws, seed=seed, **made.more,
    )  # fmt: skip


def odds_table(paths: Sequence[Path], *, group: str, hit: str, within: str, count: str, seed: int) -> Result:
    """Run `odds` on the rows of plain tables: `group` and `hit` are COLUMN=VALUE, `count` how many a row stands for."""
    table = sheet(paths)
    ours, struck = table.holds(group), table.holds(hit)
    units = table.numbers(count, low=0) if count else np.ones(len(table))
    names = [" · ".join(cells) for cells in zip(*(table.texts(c.strip()) for c in within.split(",")), strict=True)] if (
        within
    ) else [""] * len(table)  # fmt: skip
    table.settled()
    keep = ~np.isnan(units)
    for column in {group.partition("=")[0].strip(), hit.partition("=")[0].strip()}:
        keep &= np.array([bool(cell) for cell in table.texts(column)])
    stratum = np.unique(np.array(names)[keep], return_inverse=True)[1]
    lost = {"group or outcome not known": int((~keep).sum())} if not keep.all() else {}
    made = strata_tables(ours[keep], struck[keep], stratum, units[keep].astype(np.int64))
    return odds(made, seed=seed, dropped=lost)


def repeats_table(
    paths: Sequence[Path], *, town: str, place: str, standing: Path | None, weight: str, draws: int, seed: int
) -> Result:
    """Run `repeats` on tables of attacks; `standing` lists every place that stood, one a row, by the same columns."""
    table = sheet(paths)
    told = [Event(t, p) for t, p in zip(_towns(table, town), table.texts(place), strict=True)]
    if standing is None:
        return repeats(told, None, seed=seed, draws=draws)
    among = sheet(standing)
    weights = among.numbers(weight, low=0) if weight else np.ones(len(among))
    among.settled()
    stood: dict[str, dict[str, float]] = {}
    for t, p, w in zip(_towns(among, town), among.texts(place), weights.tolist(), strict=True):
        if p and w > 0:
            stood.setdefault(t, {})[p] = w
    listed: dict[str, int | Sequence[float]] = {t: [w for _, w in sorted(s.items())] for t, s in stood.items()}
    return repeats(told, listed, seed=seed, draws=draws)


def double_tap_table(
    paths: Sequence[Path], *, place: str, time: str, least: int, most: int, draws: int, seed: int
) -> Result:
    """Run `double_tap` on tables of strikes with a place and a date with its time of day."""
    table = sheet(paths)
    minutes, names = table.minutes(time), table.texts(place)
    table.settled()
    keep = [n for n, (m, name) in enumerate(zip(minutes, names, strict=True)) if name and not np.isnan(m)]
    lost = {"no place or no time": len(table) - len(keep)} if len(keep) < len(table) else {}
    return double_tap(
        [names[n] for n in keep], minutes[keep].astype(np.int64), least=least, most=most, draws=draws, seed=seed,
        dropped=lost,
    )  # fmt: skip


def _towns(table: Sheet, town: str) -> list[str]:
    """Return the town of each row; without a column of towns there is one for all."""
    return table.texts(town) if town else ["all"] * len(table)
