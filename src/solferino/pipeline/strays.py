"""What a build says of points that lie far from the place which their report names."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.places.astray import Astray, astray
from solferino.places.gazetteer import Gazetteer
from solferino.store.namespace import Rows

FAR_KM = 50
"""Beyond this a point is told to lie elsewhere, where case.toml says nothing."""

NAMED = 5
"""Reports that are named; the others are counted."""


def strays(reports: Rows, gazetteer: Gazetteer, *, far_m: float) -> Iterator[str]:
    """Yield a line for each of the first reports whose own point is astray, and one for all others together.

    Notes of a build are published, and points only as far as the case lets them: no line holds a coordinate, and one
    about a report that is not public neither names the place nor says how far from it.
    """
    found: list[str] = []
    known: dict[tuple[str, float, float], Astray | None] = {}
    for row in reports:
        place, lat, lon = str(row.get("place") or ""), row.get("lat"), row.get("lon")
        if lat is None or lon is None:
            continue
        at = (place, float(lat), float(lon))
        if at not in known:
            known[at] = astray(gazetteer, place, at[1:], far_m=far_m + (row.get("precision_m") or 0))
        if stray := known[at]:
            found.append(_line(str(row["report_id"]), stray, public=row.get("sensitivity") == "public"))
    yield from sorted(found)[:NAMED]
    if len(found) > NAMED:
        yield f"and {len(found) - NAMED} reports more whose point lies far from the place they name"


def _line(report: str, stray: Astray, *, public: bool) -> str:
    away = "outside all places listed"
    if stray.metres is not None:
        km = f"{stray.metres / 1000:.0f} km from {stray.name!r}, which it names"
        away = km if public else "far from the place that it names"
    text = f"{report}: its point lies {away}"
    if not stray.slip:
        return f"{text}: look at both; repair decisions and corrected files mend either"
    return f"{text}; likely {stray.slip}"
