"""Points far from the place their report names: told, with the slip that would explain them."""

from __future__ import annotations

import pytest

from solferino.places.astray import astray
from solferino.places.gazetteer import Gazetteer

PLACES = [
    {"place_id": "low", "name": "Lower Town", "kind": "town", "lat": 36.2, "lon": 40.1, "radius_m": 3000},
    {"place_id": "far", "name": "Farside", "kind": "town", "lat": 34.0, "lon": 38.0},
    {"place_id": "all", "name": "Riverland", "kind": "country", "lat": 35.0, "lon": 39.0},
]
ATLAS = Gazetteer.of(PLACES, [])


@pytest.mark.parametrize(
    ("place", "point", "slip"),
    [
        ("Lower Town", (36.2, 40.1), None),
        ("Lower Town", (36.5, 40.3), None),
        ("Lower Town", (34.0, 38.0), ""),
        ("Lower Town", (40.1, 36.2), "lat and lon are swapped"),
        ("Lower Town", (-36.2, 40.1), "the sign of lat is lost"),
        ("Lower Town", (36.2, -40.1), "the sign of lon is lost"),
        ("Riverland", (39.9, 44.0), None),
        ("Riverland", (39.0, 35.0), "lat and lon are swapped"),
        ("Nowhere", (39.9, 35.0), "lat and lon are swapped"),
        ("", (10.0, 10.0), None),
        ("", (36.4, 40.3), None),
    ],
)
def test_what_speaks_against_a_point(place: str, point: tuple[float, float], slip: str | None) -> None:
    """Near its place or in a wide one nothing does; elsewhere the likely slip is named; without a place, only slips."""
    found = astray(ATLAS, place, point, far_m=50_000)

    assert (found.slip if found else None) == slip


def test_how_far_it_lies_is_told() -> None:
    """From what it lies away, and how far, its own size left out."""
    found = astray(ATLAS, "Lower Town", (40.1, 36.2), far_m=50_000)

    assert found is not None
    assert found.name == "Lower Town"
    # 4.3 degrees of latitude and 3.9 of longitude at 38 N: about 550 km; 3 km of it are the town's own.
    assert found.metres == pytest.approx(550_000, rel=0.02)


def test_without_places_nothing_is_told() -> None:
    """An empty gazetteer speaks against no point."""
    assert astray(Gazetteer.of([], []), "Lower Town", (40.1, 36.2), far_m=1) is None
