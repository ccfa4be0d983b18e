"""What a build says of points far from the place that their report names."""

from __future__ import annotations

from solferino.pipeline.strays import NAMED, strays
from solferino.places.gazetteer import Gazetteer

ATLAS = Gazetteer.of([{"place_id": "low", "name": "Lower Town", "kind": "town", "lat": 36.2, "lon": 40.1}], [])


def _row(n: int, lat: float | None, lon: float | None, **more: object) -> dict[str, object]:
    return {"report_id": f"s/{n}", "place": "Lower Town", "lat": lat, "lon": lon, "sensitivity": "public", **more}


def test_a_swapped_point_is_told_with_its_repair_and_no_coordinates() -> None:
    """Each by its report, in a line that is published: points leave by their own rules, and withheld ones not at all."""
    rows = [
        _row(1, 36.2, 40.1),
        _row(2, 40.1, 36.2),
        _row(3, 10.0, 10.0),
        _row(4, 40.1, 36.2, sensitivity="restricted"),
        _row(5, None, None),
    ]
    told = list(strays(rows, ATLAS, far_m=50_000))

    assert [line.partition(":")[0] for line in told] == ["s/2", "s/3", "s/4"]
    assert told[0].endswith("likely lat and lon are swapped")
    assert "look at both" in told[1]
    assert told[2] == "s/4: its point lies far from the place that it names; likely lat and lon are swapped"
    assert not [line for line in told if "36.2" in line or "40.1" in line]


def test_a_point_is_as_far_as_its_own_precision_leaves_it() -> None:
    """A point that says it may be 500 km off contradicts nothing."""
    assert not list(strays([_row(1, 34.0, 38.0, precision_m=500_000)], ATLAS, far_m=50_000))


def test_many_are_counted() -> None:
    """The first are named, the others are one line."""
    told = list(strays([_row(n, 10.0, 10.0) for n in range(20)], ATLAS, far_m=50_000))

    assert len(told) == NAMED + 1
    assert told[-1].startswith("and 15 reports more")
