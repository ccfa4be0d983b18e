"""Where and when the rows of a table were, in what strata, and which rows cannot be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from solferino.patterns.events import Reals, on_earth
from solferino.patterns.plain.sheet import Sheet
from solferino.words.errors import UsageError

Mask = np.ndarray[Any, np.dtype[np.bool_]]
_GRID = re.compile(r"^(\d+(?:\.\d+)?)(m|km)$")
_SPAN = re.compile(r"^(\d+)d$")
KM_A_DEGREE = 111.195
"""Kilometres in a degree on the mean sphere: for cells of a grid, never for distances."""


@dataclass(frozen=True)
class Columns:
    """Which columns say where and when; an empty name is guessed from what the table has."""

    x: str = ""
    y: str = ""
    lat: str = ""
    lon: str = ""
    t: str = ""
    date: str = ""
    precision: str = ""
    within: str = ""


@dataclass(frozen=True)
class Placed:
    """Rows of a table that can be used: points, with the metric of their distances (see `pairs`), and times."""

    keep: Mask
    at: Reals
    t: Reals
    metric: str
    dropped: dict[str, int]
    strata: list[str] | None
    read: str = ""

    @property
    def more(self) -> dict[str, Any]:
        """Return what a result says of the rows beside what it found."""
        return {"dropped": self.dropped, "read": self.read}

    def only(self, those: Mask, why: str) -> Placed:
        """Return what is left of those rows; the others are counted as dropped."""
        if those.all():
            return self
        keep = self.keep.copy()
        keep[np.flatnonzero(keep)[~those]] = False
        strata = None if self.strata is None else [s for s, k in zip(self.strata, those, strict=True) if k]
        dropped = {**self.dropped, why: int((~those).sum())}
        return Placed(keep, self.at[those], self.t[those], self.metric, dropped, strata, self.read)


def placed(table: Sheet, told: Columns, *, timed: bool = True, exact: float | None = None) -> Placed:
    """Return where and when rows were. Rows without a place or a time are left out and counted.

    So are those whose precision is coarser than `exact`.
    """
    flat, earth = _points(table, told)
    t, days = _times(table, told) if timed else (np.zeros(len(table)), False)
    keep = ~np.isnan(flat).any(axis=1)
    dropped = {"no place": int((~keep).sum())}
    dropped["no time"] = int((np.isnan(t) & keep).sum())
    keep &= ~np.isnan(t)
    if told.precision and exact is not None:
        coarse = table.numbers(told.precision, low=0) > exact
        dropped["placed less exactly than the distance"] = int((coarse & keep).sum())
        keep &= ~coarse
    table.settled()
    if not keep.any():
        raise UsageError(f"no row of {table.name} can be used: " + _said(dropped), "each needs a place and a time")
    strata = _strata(table, told.within, flat, t, keep=keep, earth=earth, days=days) if told.within else None
    at = on_earth(flat[keep, 0], flat[keep, 1]) if earth else flat[keep]
    flat3 = np.zeros((len(at), 3))
    flat3[:, : at.shape[1]] = at
    return Placed(keep, flat3, t[keep], "globe" if earth else "plane", {k: n for k, n in dropped.items() if n}, strata,
                  _read(flat[keep], earth=earth))  # fmt: skip


def _points(table: Sheet, told: Columns) -> tuple[Reals, bool]:
    """Return two columns of coordinates, and whether they are degrees: latitude, then longitude."""
    if (told.x or told.y) and (told.lat or told.lon):
        raise UsageError("a place is said by x and y, or by lat and lon", "leave out one of the pairs")
    plane = bool(told.x or told.y) or (not (told.lat or told.lon) and {"x", "y"} <= set(table.columns))
    if plane:
        return np.stack([table.numbers(told.x or "x"), table.numbers(told.y or "y")], axis=1), False
    lat, lon = told.lat or "lat", told.lon or "lon"
    return np.stack([table.numbers(lat, low=-90, high=90), table.numbers(lon, low=-180, high=180)], axis=1), True


def _times(table: Sheet, told: Columns) -> tuple[Reals, bool]:
    """Return times as numbers of days, and whether they are days of the calendar."""
    if told.t and told.date:
        raise UsageError("a time is said by t or by date", "leave out one of them")
    if told.date or (not told.t and "date" in table.columns):
        return table.days(told.date or "date"), True
    return table.numbers(told.t or "t"), False


def _strata(table: Sheet, within: str, flat: Reals, t: Reals, *, keep: Mask, earth: bool, days: bool) -> list[str]:
    """Return the name of each kept row's stratum: columns, months, spans such as 30d, grid cells such as 10km."""
    parts: list[Sequence[str]] = []
    for word in (w.strip() for w in within.split(",")):
        grid, span = _GRID.match(word), _SPAN.match(word)
        if word in table.columns:
            parts.append([c for c, k in zip(table.texts(word), keep, strict=True) if k])
        elif word == "month":
            if not days:
                raise UsageError("month needs days of the calendar", "say --date, or a span such as 30d")
            parts.append([date.fromordinal(int(d)).isoformat()[:7] for d in t[keep]])
        elif span:
            parts.append([f"{k:.0f}" for k in np.floor((t[keep] - t[keep].min()) / int(span[1]))])
        elif grid:
            parts.append(_cells(flat[keep], float(grid[1]) * (1000 if grid[2] == "km" else 1), earth=earth))
        else:
            raise UsageError(f"{word!r} is no column of {table.name} and no other stratum",
                             "a column, month, a span such as 30d, or a grid such as 10km")  # fmt: skip
    return [" · ".join(names) for names in zip(*parts, strict=True)]


def _cells(flat: Reals, side: float, *, earth: bool) -> list[str]:
    """Return the cell of a grid that holds each point; the grid begins at the south-western corner."""
    if earth:
        scale = 1000 * KM_A_DEGREE
        flat = np.stack([flat[:, 0] * scale, flat[:, 1] * scale * np.cos(np.radians(flat[:, 0].mean()))], axis=1)
    steps = np.floor((flat - flat.min(axis=0)) / side + 1e-9).astype(np.int64)
    return [f"{a} {b}" for a, b in steps.tolist()]


def _read(flat: Reals, *, earth: bool) -> str:
    """Return between what the coordinates lie, roughly: enough to see that two columns were taken for each other."""
    (a, b), (c, d) = flat.min(axis=0), flat.max(axis=0)
    if not earth:
        return f"x from {a:.6g} to {c:.6g}, y from {b:.6g} to {d:.6g}"
    return f"{a:.1f} to {c:.1f} degrees north, {b:.1f} to {d:.1f} degrees east"


def _said(dropped: dict[str, int]) -> str:
    return ", ".join(f"{n} {why}" for why, n in dropped.items() if n) or "nothing is left"
