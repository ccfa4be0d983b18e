"""Coordinates in every shape that sources use; the order is told, and what contradicts it is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.filed import rows_of
from solferino.exchange.points import half
from solferino.words.source import Column


@pytest.mark.parametrize(
    ("text", "how", "lat", "lon"),
    [
        ("36.2, 37.1", "lat lon", 36.2, 37.1),
        ("37.1,36.2", "lon lat", 36.2, 37.1),
        ("36.2|37.1", "lat lon", 36.2, 37.1),
        ("36.2 37.1", "lat lon", 36.2, 37.1),
        ("(36.2; -37.1)", "lat lon", 36.2, -37.1),
        ("٣٦٫٢، ٣٧٫١", "lat lon", 36.2, 37.1),
        ("36°12'N 37°6'E", "lat lon", 36.2, 37.1),
        ("E37.1, N36.2", "lat lon", 36.2, 37.1),
        ("36°12′00″ S, 37°06′00″ W", "lat lon", -36.2, -37.1),
    ],
)
def test_both_in_one_cell(text: str, how: str, lat: float, lon: float) -> None:
    """Letters say which is which; without them the description does."""
    assert (half(text, axis="lat", how=how), half(text, axis="lon", how=how)) == pytest.approx((lat, lon))


@pytest.mark.parametrize(
    ("text", "how", "why"),
    [
        ("36.2", "lat lon", "expected two coordinates"),
        ("36.2N, 37.1", "lat lon", "which of its coordinates is which"),
        ("137.1, 36.2", "lat lon", "the order is likely the other one"),
        ("36°70'", "angle", "no angle"),
        ("37.1 E", "angle", "the columns are swapped"),
        ("about 36", "angle", "expected an angle"),
    ],
)
def test_what_does_not_say_is_refused_with_the_likely_repair(text: str, how: str, why: str) -> None:
    """One coordinate, one letter, a latitude beyond the pole, a longitude among latitudes: told, never mended."""
    with pytest.raises(ValueError, match=why):
        half(text, axis="lat", how=how)


def test_a_swapped_point_is_rejected_with_its_repair() -> None:
    """Outside the area of the case, and inside it when swapped: the rejection says so; another one is only outside."""
    columns = [Column("lat", "y"), Column("lon", "x")]
    rows, rejected = rows_of(
        b"y,x\n36.2,40.1\n40.1,36.2\n10,10\n", *columns, table="reports", area=(39.0, 35.0, 41.0, 37.0)
    )

    assert [r["lat"] for r in rows] == [36.2]
    assert [r.reason.partition("; ")[2] for r in rejected] == [
        "it lies inside when swapped: likely lat = 36.2, lon = 40.1",
        "",
    ]


@given(st.text(max_size=30), st.sampled_from(["angle", "lat lon", "lon lat"]))
def test_any_text_is_a_number_or_a_refusal(text: str, how: str) -> None:
    """Whatever stands in a cell, there is a number or a ValueError."""
    with suppress(ValueError):
        assert isinstance(half(text, axis="lat", how=how), float)
