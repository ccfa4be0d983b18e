"""Points that are many become few marks, and nothing is lost on the way."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from solferino.draw.point import DEGREE, Point, clustered, joined

POINTS = st.lists(
    st.builds(
        Point, st.floats(-60, 60).map(lambda x: round(x, 2)), st.floats(-170, 170).map(lambda x: round(x, 2)),
        st.sampled_from("abc"), st.sampled_from([None, 1000, 50000]), st.integers(1, 9),
        when=st.lists(st.tuples(st.sampled_from(["2020-01", "2020-02"]), st.integers(1, 9)), max_size=2, unique_by=lambda w: w[0]).map(lambda w: tuple(sorted(w))),
    ),
    max_size=40,
)  # fmt: skip


@given(POINTS)
def test_marks_count_what_the_points_count(points: list[Point]) -> None:
    """The whole and each month add up to the same."""
    found, _ = clustered(points, 8)

    assert sum(p.n for p in found) == sum(p.n for p in points)
    for month in ("2020-01", "2020-02"):
        assert sum(dict(p.when).get(month, 0) for p in found) == sum(dict(p.when).get(month, 0) for p in points)


@given(POINTS)
def test_a_mark_reaches_as_far_as_all_it_stands_for(points: list[Point]) -> None:
    """Each point lies in some circle, with its own; the distance is that of the plane that the map is."""
    found, side = clustered(points, 8)
    for p in points if side else ():
        reach = [
            math.hypot((p.lat - q.lat) * DEGREE, (p.lon - q.lon) * DEGREE * max(math.cos(math.radians(q.lat)), 0.05))
            + (p.radius_m or 0) - (q.radius_m or 0)
            for q in found
        ]  # fmt: skip
        assert min(reach) <= 0.001


def test_few_points_stay_as_they_are() -> None:
    """Up to the limit there is no grid."""
    points = [Point(1, 1, "a"), Point(1, 1.001, "b")]

    assert clustered(points) == (points, 0.0)


def test_a_joined_point_leads_nowhere_and_says_how_many_places() -> None:
    """It is no one thing: no link, a number of places for a name."""
    points = [Point(1, 1, "a", 100, 5, href="a.html"), Point(1.001, 1, "b", 100, 2), Point(8, 8, "c")]
    found, _ = clustered(points, 2)

    assert [(p.label, p.n, p.href) for p in found] == [("2 places", 7, ""), ("c", 1, "")]
    assert joined(points[0], points[1]).n == 7
