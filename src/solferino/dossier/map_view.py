"""Where incidents were, as far as it is published: one point for each place and precision, drawn and to zoom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import say, telling, zoom
from solferino.dossier.picture import MAP
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.volumes import month

LINKS = 8
"""Incidents that a point of the map that zooms leads to, the first in time; the rest is counted."""
_Places = dict[tuple[float, float, int | None, str], list[Json]]


def drawn(rows: Sequence[Json], shelf: Shelf) -> dict[str, Any]:
    """Return the map that needs no script, its words and its months."""
    points = [
        draw.Point(lat, lon, name, radius, len(held),
                   href="../" + shelf.incident_pages[held[0]["incident_id"]] if len(held) == 1 else "",
                   when=tuple(sorted(_when(held).items())))
        for (lat, lon, radius, name), held in _places(rows).items()
    ]  # fmt: skip
    marks, side = draw.clustered(points)
    coarse = str(shelf.docs["case"]["places"]).replace("deg", "°")
    placed = sum(p.n for p in points)
    title = f"{say.counted(placed, 'incident')} at {say.counted(len({p.label for p in points}), 'named place')}"
    note = "Each circle is the area that its point stands for. Beside a name: how many incidents."
    note += " No borders are drawn, and no density: reporters are not everywhere."
    if left := len(rows) - placed:
        note += f" Not drawn: {say.counted(left, 'incident')} without a point."
    if side:
        note += f" Places of one square of {side:g}° are one circle, which reaches as far as all of them."
    months = sorted({m for p in points for m, _ in p.when})
    svg = draw.map(marks, title=title, note="A circle is what its point stands for.", coarse=coarse)
    return {
        "title": title, "note": note, "svg": Markup(svg), "months": [(m, month(m)) for m in _between(months)],
        "zooms": bool(points) and zooms(shelf), "credit": zoom.credit(), "tiles": _tiles(shelf),
    }  # fmt: skip


def zooms(shelf: Shelf) -> bool:
    """Say whether the case has asked for a map that zooms."""
    return bool(shelf.docs["case"]["map"] == "zoomed")


def files(rows: Sequence[Json], shelf: Shelf) -> dict[str, bytes]:
    """Return path → bytes of all that the map that zooms is made of; nothing where it is not wanted, or empty."""
    found = _places(rows)
    if not found or not zooms(shelf):
        return {}
    return zoom.files([
        zoom.Spot(lat, lon, name, radius, len(held), _when(held), [_link(r, shelf) for r in held[:LINKS]])
        for (lat, lon, radius, name), held in found.items()
    ])  # fmt: skip


def _tiles(shelf: Shelf) -> Json | None:
    """Return the source on whose tiles the map lies, where there is one."""
    return next((s for s in shelf.docs["sources"] if s["shown"] and s["shown"]["how"] == MAP), None)


def _places(rows: Sequence[Json]) -> _Places:
    found: _Places = {}
    for r in rows:
        if r.get("lat") is not None:
            key = r["lat"], r["lon"], r.get("precision_m"), str(r.get("place") or r.get("place_id") or "")
            found.setdefault(key, []).append(r)
    return found


def _link(row: Json, shelf: Shelf) -> tuple[str, str]:
    return f"{telling.what(row)}, {telling.days(row)}", "../" + shelf.incident_pages[row["incident_id"]]


def _when(rows: Sequence[Json]) -> Counter[str]:
    """Return how many incidents may have been in which month: one counts in every month that its days touch."""
    return Counter(m for r in rows for m in _months(r))


def _months(row: Json) -> list[str]:
    start = row.get("date_from")
    return _between([str(start)[:7], str(row.get("date_to") or start)[:7]]) if start else []


def _between(months: Sequence[str]) -> list[str]:
    """Return every month from the first to the last, both included."""
    if not months:
        return []
    (year, first), (to_year, last) = (map(int, m.split("-")) for m in (months[0], months[-1]))
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(year * 12 + first - 1, to_year * 12 + last)]
