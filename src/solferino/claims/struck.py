"""Tests of places on incidents: strikes near protected places among comparable ones, and returns within the hour.

Both need more than incidents: a list of places that stood, with their points, which stays sealed; and times of day.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from solferino.claims.question import Question
from solferino.patterns.chance import refused
from solferino.patterns.double_tap import double_tap
from solferino.patterns.events import on_earth
from solferino.patterns.proximity import MOST, places, proximity
from solferino.patterns.result import Refusal, Result
from solferino.store.namespace import Rows

_CLOCK = re.compile(r"^([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?$")
_NO_TIME, _NOWHERE = "no one time to the minute", "no place known"
_LISTED = ("object", "place_id", "stratum", "lat", "lon", "date_from", "date_to")


def near_protected(asked: Question, rows: Rows) -> Result:
    """Run `proximity` on incidents of any object, against listed places of other kinds in the same town and stratum."""
    strikes = [r for r in rows if r["lat"] is not None and r["lon"] is not None]
    lost = {"no point": len(rows) - len(strikes)} if len(strikes) < len(rows) else {}
    listed, unplaced = _listed(asked, strikes)
    mine = np.array([r["object"] in asked.protected for r in listed], dtype=bool)
    more: dict[str, Any] = {"seed": asked.settings["seed"], "dropped": lost}
    if not strikes:
        facts: dict[str, Any] = {"distance": asked.numbers("distance")[0], "strikes": len(rows), "with a point": 0}
        return refused("proximity", Refusal("COARSE_POSITIONS", facts), n=0, **more)
    if not mine.any():
        facts = {"strikes": len(rows), "listed without a point": unplaced,
                 "needs": "places that stood, protected and comparable, with their points"}  # fmt: skip
        return refused("proximity", Refusal("NO_SPARE_CONTROL", facts), n=len(rows), **more)
    if unplaced:
        lost["listed places without a point"] = unplaced
    strata = [f"{r['place_id']} · {r['stratum']}" for r in listed]
    among = places(_points(listed), mine, strata)
    precision = np.array([float(r["precision_m"] or 0) for r in strikes])
    return proximity(_points(strikes), among, radii=asked.numbers("distance"), precision=precision, metric="globe",
                     draws=asked.settings["draws"], **more)  # fmt: skip


def _listed(asked: Question, strikes: Rows) -> tuple[Rows, int]:
    """Return the listed places, protected and comparable, that stood while strikes fell; how many have no point."""
    days = [d for r in strikes for d in (r["date_from"], r["date_to"]) if d]
    first, last = min(days, default=None), max(days, default=None)
    columns = ", ".join(_LISTED)
    listed = asked.tables.rows(f"SELECT {columns} FROM protected_places ORDER BY ALL", of=["protected_places"])
    meant = {*asked.protected, *(asked.settings.get("controls") or {r["object"] for r in listed})}
    stood = [
        r for r in listed
        if r["object"] in meant
        and not (r["date_to"] and first and r["date_to"] < first)
        and not (r["date_from"] and last and r["date_from"] > last)
    ]  # fmt: skip
    found = [r for r in stood if r["lat"] is not None and r["lon"] is not None]
    return found, len(stood) - len(found)


def _points(rows: Rows) -> Any:
    return on_earth(np.array([float(r["lat"]) for r in rows]), np.array([float(r["lon"]) for r in rows]))


def struck_again(asked: Question, rows: Rows) -> Result:
    """Run `double_tap` on incidents at a known place whose reports agree on one time of day, told to the minute."""
    kept: list[tuple[str, int]] = []
    dropped: dict[str, int] = {}
    for row in rows:
        place, minute = row["facility_id"], _minute(row)
        if place and minute is not None:
            kept.append((place, minute))
        else:
            why = _NO_TIME if place else _NOWHERE
            dropped[why] = dropped.get(why, 0) + 1
    more: dict[str, Any] = {"seed": asked.settings["seed"], "dropped": dropped}
    if dropped.get(_NO_TIME, 0) > MOST * len(rows) or not kept:
        facts = {"incidents": len(rows), "with place and time": len(kept), "without a place": dropped.get(_NOWHERE, 0),
                 "needs": "a known place and a time of day, told to the minute"}  # fmt: skip
        return refused("double-tap", Refusal("NOT_TO_THE_MINUTE", facts), n=len(kept), **more)
    span = {k: asked.settings[k] for k in ("least", "most") if k in asked.settings}
    minutes = np.array([m for _, m in kept], dtype=np.int64)
    return double_tap([p for p, _ in kept], minutes, draws=asked.settings["draws"], **span, **more)


def _minute(row: dict[str, Any]) -> int | None:
    """Return the minute of an incident since the first day of the calendar; None without one day and one time."""
    told = {m.groups() for text in row.get("_times") or () if (m := _CLOCK.match(text.strip()))}
    if len(told) != 1 or row["date_from"] is None or row["date_from"] != row["date_to"]:
        return None
    ((hour, minute),) = told
    return int(row["date_from"].toordinal()) * 1440 + int(hour) * 60 + int(minute)
