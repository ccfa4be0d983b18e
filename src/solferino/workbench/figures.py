"""Figures of the workbench, drawn on the server: where and when accounts lie, and why a pair scored as it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.draw.waterfall import bits
from solferino.draw.weeks import monday
from solferino.words.window import Window
from solferino.workbench.shelf import steps

Json = Mapping[str, Any]
_EARTH_KM = 6371.0
_AROUND = timedelta(days=14)


def reasons(link: Json) -> Markup:
    """Return the reasons of a scored pair as a waterfall."""
    found = steps(link)
    verdict = "for" if link["score"] > 0 else "against"
    return Markup(draw.waterfall(found, title=f"{bits(link['score'])} bits {verdict} one event"))


def where(rows: Sequence[tuple[str, Json]]) -> Markup | None:
    """Return a map of named accounts; None where none has a point."""
    placed = [(label, r) for label, r in rows if r.get("lat") is not None and r.get("lon") is not None]
    if not placed:
        return None
    points = [
        draw.Point(r["lat"], r["lon"], label, r.get("precision_m"), accent=n == 0)
        for n, (label, r) in enumerate(placed)
    ]
    title = "Where the account places it" if len(placed) == 1 else "Where the accounts place it"
    if len(placed) == 2:
        title = _apart(placed[0][1], placed[1][1])
    return Markup(draw.map(points, title=title, note="A circle is what the point stands for."))


def _apart(a: Json, b: Json) -> str:
    """Say how far two points lie apart, and whether that is more than they stand for."""
    lat, lon = radians(b["lat"] - a["lat"]), radians(b["lon"] - a["lon"])
    h = sin(lat / 2) ** 2 + cos(radians(a["lat"])) * cos(radians(b["lat"])) * sin(lon / 2) ** 2
    km = 2 * _EARTH_KM * asin(sqrt(h))
    if km * 1000 <= (a.get("precision_m") or 0) + (b.get("precision_m") or 0):
        return f"{km:.1f} km apart, which is within what the points stand for"
    return f"{km:.1f} km apart"


def when(rows: Sequence[tuple[str, Json]]) -> Markup | None:
    """Return named accounts on a line of time, with a fortnight around them; None where none has a day."""
    events = [
        draw.Event(date.fromisoformat(r["date_from"]), date.fromisoformat(r["date_to"] or r["date_from"]), label)
        for label, r in rows
        if r.get("date_from")
    ]
    if not events:
        return None
    around = Window(min(e.start for e in events) - _AROUND, max(e.end for e in events) + _AROUND)
    return Markup(draw.timeline(events, around, title="When the accounts say it was"))


def histogram(days: Mapping[str, int], title: str) -> Markup | None:
    """Return how many there are by week, from days in ISO form; None where no day is known."""
    counts: dict[date, int] = {}
    for text, n in days.items():
        week = monday(date.fromisoformat(text))
        counts[week] = counts.get(week, 0) + n
    if not counts:
        return None
    return Markup(draw.weeks([("by week of the first day", {w: (n, n) for w, n in counts.items()})], title=title))
