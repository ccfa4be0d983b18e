"""Distances on the ellipsoid."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.places.geo import distance_m

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_surveyed_line() -> None:
    """Flinders Peak to Buninyong is 54 972.271 m."""
    # GDA94 Technical Manual, worked example of Vincenty's inverse formula (GRS80; WGS84 differs by less than 1 mm)
    flinders = -(37 + 57 / 60 + 3.72030 / 3600), 144 + 25 / 60 + 29.52440 / 3600
    buninyong = -(37 + 39 / 60 + 10.15610 / 3600), 143 + 55 / 60 + 35.38390 / 3600

    assert distance_m(*flinders, *buninyong) == pytest.approx(54972.271, abs=0.001)


def test_a_quarter_of_the_meridian() -> None:
    """From the equator to the pole it is 10 001 965.729 m."""
    assert distance_m(0, 0, 90, 0) == pytest.approx(10001965.729, abs=0.01)  # WGS84, quarter meridian


def test_across_the_date_line() -> None:
    """A degree over the date line is a degree of the equator."""
    assert distance_m(0, 179.5, 0, -179.5) == pytest.approx(6378137.0 * pi / 180, abs=0.01)  # WGS84 radius


def test_opposite_points_have_a_distance() -> None:
    """Where the iteration cannot settle the great circle stands in."""
    assert distance_m(0, 0, 0.2, 179.8) == pytest.approx(20_000_000, rel=0.01)


@given(points, points)
def test_distance_is_a_distance(a: tuple[float, float], b: tuple[float, float]) -> None:
    """Never negative, nought to itself, the same both ways, never more than half the globe."""
    there, back = distance_m(*a, *b), distance_m(*b, *a)

    assert distance_m(*a, *a) == 0
    assert 0 <= there <= 20_040_000
    assert there == pytest.approx(back, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("point", [(91.0, 0.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_what_is_no_point_is_refused(point: tuple[float, float]) -> None:
    """A latitude beyond the pole, or no number, is an error and not a distance."""
    with pytest.raises(ValueError, match="not a point"):
        distance_m(*point, 0, 0)
