"""A map on which a box is drawn or typed: what may be seen, counted in squares, in straight degrees, as SVG."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import cos, log10, radians
from typing import Any

from markupsafe import Markup

from solferino.draw.palette import INKS, RULES
from solferino.draw.svg import element, figure, words
from solferino.words.errors import UsageError
from solferino.workbench.finding import Box
from solferino.workbench.shelf import Shelf
from solferino.workbench.tags import SIZES, at, side

WIDTH, TALLEST, LOWEST = 640.0, 420.0, 160.0
WORLD = Box(-90, -180, 90, 180)
EDGES = ("south", "west", "north", "east")
_COARSE = 2
"""The size of squares in which the whole extent is taken."""
_ACROSS = 80
"""Squares that are counted at most from side to side."""
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,6})?")
_NAMES = tuple(zip(EDGES, (90, 180, 90, 180), strict=True))


def box(texts: Iterable[str]) -> Box | None:
    """Return the box of four edges (south, west, north, east) as they were typed; those left empty are open.

    None where all are. UsageError for what is no number of degrees, or ends before it begins.
    """
    edges, given = [], False
    for (name, most), text, open_ in zip(_NAMES, texts, (-90.0, -180.0, 90.0, 180.0), strict=True):
        text, given = text.replace("\N{MINUS SIGN}", "-").replace(",", "."), given or bool(text)
        if text and (not _NUMBER.fullmatch(text) or not text.isascii() or abs(float(text)) > most):
            raise UsageError(f"{name} is no number of degrees: {text[:40]!r}", f"from -{most} to {most}, such as 36.2")
        edges.append(float(text) if text else open_)
    found = Box(*edges)
    if found.south > found.north or found.west > found.east:
        raise UsageError("the box ends before it begins", "south is below north, and west is left of east")
    return found if given else None


def where(found: Box | None) -> dict[str, dict[str, float]]:
    """Return the box as conditions of a claim; open edges are left out."""
    if found is None:
        return {}
    sides = {"lat": ("south", "north"), "lon": ("west", "east")}
    told = {column: {how: _short(getattr(found, edge)) for how, edge in zip(("from", "to"), two, strict=True)
                     if getattr(found, edge) != getattr(WORLD, edge)} for column, two in sides.items()}  # fmt: skip
    return {column: ends for column, ends in told.items() if ends}


def drawn(shelf: Shelf, kind: str, *, levels: Iterable[str], chosen: Box | None) -> Markup | None:
    """Return the map of all reports or incidents of these levels, with the box; None where none has a point.

    A small box is shown with what lies around it, so that a smaller one can be drawn within.
    """
    seen = list(levels)
    whole = _extent(shelf, kind, seen)
    if whole is None:
        return None
    frame = _framed(_near(chosen, whole) if chosen else whole)
    size = next(
        (k for k in range(SIZES) if max(frame.north - frame.south, frame.east - frame.west) <= side(k) * _ACROSS),
        SIZES - 1,
    )
    sql = f"""SELECT up, across, sum(n) AS n FROM spots WHERE kind = ? AND size = ? AND up BETWEEN ? AND ?
      AND across BETWEEN ? AND ? AND sensitivity IN ({", ".join("?" * len(seen)) or "NULL"}) GROUP BY up, across"""
    (low, left), (top, right) = at(size, frame.south, frame.west), at(size, frame.north, frame.east)
    rows = shelf.rows(sql, [kind, size, low, top, left, right, *seen])
    high = _height(frame)
    body = "".join([*_ruled(frame, high), *_spots(frame, high, rows, side(size))])
    if chosen:
        x, y = _xy(frame, high, chosen.north, chosen.west)
        x2, y2 = _xy(frame, high, chosen.south, chosen.east)
        body += element("rect", x=x, y=y, width=max(x2 - x, 1), height=max(y2 - y, 1), class_="box")
    title = "Where they lie. Draw a box, or type its edges"
    inner = element("g", body, class_="area", **{f"data_{e}": _short(getattr(frame, e)) for e in EDGES})
    return Markup(figure("boxmap", WIDTH, high, title, "North is up; no border is drawn.", inner))


def _extent(shelf: Shelf, kind: str, levels: list[str]) -> Box | None:
    """Return the box around everything of a kind that may be seen, in whole squares."""
    sql = f"""SELECT min(up) AS s, min(across) AS w, max(up) AS n, max(across) AS e FROM spots
      WHERE kind = ? AND size = {_COARSE} AND sensitivity IN ({", ".join("?" * len(levels)) or "NULL"})"""
    row = shelf.rows(sql, [kind, *levels])[0]
    if row["s"] is None:
        return None
    step = side(_COARSE)
    return Box(row["s"] * step - 90, row["w"] * step - 180, (row["n"] + 1) * step - 90, (row["e"] + 1) * step - 180)


def _spots(frame: Box, high: float, rows: Iterable[Any], step: float) -> Iterable[str]:
    """Yield one path for each size of a dot: as many elements as sizes, however many squares there are."""
    held: dict[int, str] = {}
    for row in rows:
        x, y = _xy(frame, high, (row["up"] + 0.5) * step - 90, (row["across"] + 0.5) * step - 180)
        wide = min(4 + 2 * int(log10(row["n"]) * 2), 16)
        held[wide] = f"{held.get(wide, '')}M{x:g} {y:g}h0"
    for wide, path in sorted(held.items()):
        yield element("path", d=path, stroke_width=wide, stroke_linecap="round", fill="none", stroke_opacity=0.7,
                      stroke=INKS["supported"].light, class_="edge accent")  # fmt: skip


def _near(chosen: Box, whole: Box) -> Box:
    tall, wide = chosen.north - chosen.south, chosen.east - chosen.west
    if tall > (whole.north - whole.south) / 3 or wide > (whole.east - whole.west) / 3:
        return whole
    tall, wide = max(tall, 0.02), max(wide, 0.02)
    return Box(chosen.south - tall, chosen.west - wide, chosen.north + tall, chosen.east + wide)


def _framed(around: Box) -> Box:
    """Return a frame that is not flatter and not taller than the map may be, within the world."""
    middle, across = (around.south + around.north) / 2, (around.west + around.east) / 2
    narrow = max(cos(radians(middle)), 0.05)
    wide, tall = max((around.east - around.west) * 1.06, 0.05), max((around.north - around.south) * 1.06, 0.05)
    wide, tall = max(wide, tall * WIDTH / TALLEST / narrow), max(tall, wide * narrow * LOWEST / WIDTH)
    return Box(
        max(middle - tall / 2, -90),
        max(across - wide / 2, -180),
        min(middle + tall / 2, 90),
        min(across + wide / 2, 180),
    )


def _height(frame: Box) -> float:
    narrow = max(cos(radians((frame.south + frame.north) / 2)), 0.05)
    return round(min(max(WIDTH * (frame.north - frame.south) / (frame.east - frame.west) / narrow, LOWEST), TALLEST), 1)


def _xy(frame: Box, high: float, lat: float, lon: float) -> tuple[float, float]:
    x = WIDTH * (lon - frame.west) / (frame.east - frame.west)
    return round(x, 1), round(high * (frame.north - lat) / (frame.north - frame.south), 1)


def _ruled(frame: Box, high: float) -> Iterable[str]:
    """Yield the frame, and lines at round degrees with their numbers."""
    yield element(
        "rect", x=0.5, y=0.5, width=WIDTH - 1, height=high - 1, fill="none", stroke=RULES["line"].light, class_="rule"
    )
    span = max(frame.north - frame.south, frame.east - frame.west)
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60) if span / s <= 8), 90)
    for k in range(int(frame.south // step) + 1, int(frame.north // step) + 1):
        _, y = _xy(frame, high, k * step, frame.west)
        yield element("path", d=f"M0 {y:g}H{WIDTH:g}", stroke=RULES["line"].light, class_="rule")
        yield words(f"{_short(k * step)}°", 4, y - 3, font_size=11, class_="quiet")
    for k in range(int(frame.west // step) + 1, int(frame.east // step) + 1):
        x, _ = _xy(frame, high, frame.south, k * step)
        yield element("path", d=f"M{x:g} 0V{high:g}", stroke=RULES["line"].light, class_="rule")
        yield words(f"{_short(k * step)}°", x + 3, high - 5, font_size=11, class_="quiet")


def _short(degrees: float) -> float:
    return int(degrees) if degrees == int(degrees) else round(degrees, 6)
