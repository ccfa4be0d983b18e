"""Points that lie far from the place their report names, with the slip that would explain it; nothing is mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solferino.places.gazetteer import Gazetteer, PlaceMatch, rank
from solferino.places.geo import distance_m

_COARSE = rank("district")
"""From here up a place without a radius says too little of where its points lie."""


@dataclass(frozen=True)
class Astray:
    """How far a point lies from the place it is said to be in (None: outside all that the gazetteer lists), in metres.

    `slip` says what would bring it there; `""`: nothing known.
    """

    name: str
    metres: float | None
    slip: str = ""


def astray(gazetteer: Gazetteer, place: str, point: tuple[float, float], *, far_m: float) -> Astray | None:
    """Return what speaks against `point` (lat, lon) of a report that names `place`; None where nothing does.

    A point is far beyond `far_m` metres from every place that the name may mean. Of a report without a known place
    only a point outside the whole gazetteer is told, and only where a slip would bring it inside.
    """
    named = [p for p in gazetteer.place(place) if p.lat is not None and p.lon is not None] if place else []
    if named:
        best = min(named, key=lambda p: (_away(p, point), p.id))
        if _away(best, point) <= far_m:
            return None
        near = [slip for slip, at in _slips(point) if any(_away(p, at) <= far_m for p in named)]
        if not near and all(rank(p.kind) >= _COARSE and not p.radius_m for p in named):
            return None
        return Astray(best.name, _away(best, point), *near[:1])
    box = gazetteer.extent()
    if not box or _inside(box, point, far_m):
        return None
    near = [slip for slip, at in _slips(point) if _inside(box, at, 0)]
    return Astray("", None, near[0]) if near else None


def _slips(point: tuple[float, float]) -> list[tuple[str, tuple[float, float]]]:
    lat, lon = point
    found = [("lat and lon are swapped", (lon, lat))] if abs(lon) <= 90 else []
    return [*found, ("the sign of lat is lost", (-lat, lon)), ("the sign of lon is lost", (lat, -lon))]


def _away(place: PlaceMatch, point: tuple[float, float]) -> float:
    assert place.lat is not None
    assert place.lon is not None
    return max(0.0, distance_m(place.lat, place.lon, *point) - (place.radius_m or 0))


def _inside(box: Sequence[float], point: tuple[float, float], more_m: float) -> bool:
    west, south, east, north = box
    lat, lon = min(max(point[0], south), north), min(max(point[1], west), east)
    return distance_m(lat, lon, *point) <= more_m
