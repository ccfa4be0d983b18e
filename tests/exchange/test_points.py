"""Coordinates in every shape that sources use; the order is told, and what contradicts it is refused."""

from __future__ import annotations

from collections.abc import Callable
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
        ("36 12 0, 37 6 0", "lat lon", 36.2, 37.1),
        ("36°12' 37°6'", "lat lon", 36.2, 37.1),
        ("POINT(37.1 36.2)", "lat lon", 36.2, 37.1),
        ("geo:36.2,37.1", "lon lat", 36.2, 37.1),
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
        ("36 12", "angle", "can be an angle or two"),
        ("36,2", "angle", 'say decimal = ","'),
        ("36,2 37,1", "lat lon", 'say decimal = ","'),
        ("36,2 37", "lat lon", "which of its coordinates is which"),
        ("36 37 0 0", "lat lon", "expected two coordinates"),
        ("N36.2 N37.1", "angle", "which of its coordinates is which"),
        ("SRID=3857;POINT(1 2)", "angle", "not in degrees"),
        ("38S 444500 3688500", "angle", "can be a band or a hemisphere"),
        ("38SMB4488", "angle", "names a square of 1 km"),
        ("38SMB44885", "angle", "odd number of digits"),
        ("38SAB445885", "angle", "no square"),
        ("38NMB445885", "angle", "no square"),
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


def _split(value: float) -> tuple[int, int, float]:
    seconds = round(abs(value) * 3600, 3)
    return int(seconds // 3600), int(seconds % 3600 // 60), round(seconds % 60, 3)


def _sides(lat: float, lon: float, north: str = "NSEW") -> tuple[str, str]:
    return north[0 if lat >= 0 else 1], north[2 if lon >= 0 else 3]


def _dms(lat: float, lon: float) -> str:
    return " ".join("{} {} {} ".format(*_split(v)) + side for v, side in zip((lat, lon), _sides(lat, lon), strict=True))


def _dm(lat: float, lon: float) -> str:
    parts = [(d, m + s / 60) for d, m, s in (_split(lat), _split(lon))]
    a, b = (f"{d}°{min(m, 59.999999):.6f}'" for d, m in parts)
    return "{}{} {}{}".format(*(x for pair in zip(_sides(lat, lon), (a, b), strict=True) for x in pair))


SHAPES: dict[str, tuple[str, str, Callable[[float, float], str]]] = {
    "pair": ("lat lon", "", lambda y, x: f"{y:.5f}, {x:.5f}"),
    "turned": ("lon lat", "", lambda y, x: f"{x:.5f};{y:.5f}"),
    "comma": ("lat lon", ",", lambda y, x: f"{y:.5f} {x:.5f}".replace(".", ",")),
    "before": ("angle", "", lambda y, x: "{2}{0:.5f} {3}{1:.5f}".format(abs(y), abs(x), *_sides(y, x))),
    "after": ("angle", "", lambda y, x: "{0:.5f}{2}, {1:.5f}{3}".format(abs(y), abs(x), *_sides(y, x))),
    "seconds": ("angle", "", _dms),
    "minutes": ("lon lat", "", _dm),
    "well known text": ("lat lon", "", lambda y, x: f"POINT ({x:.5f} {y:.5f})"),
    "geo": ("lon lat", ",", lambda y, x: f"geo:{y:.5f},{x:.5f}"),
    "arabic": ("angle", "", lambda y, x: "{:.5f}° {} {:.5f}° {}".format(
        abs(y), "شمالا" if y >= 0 else "جنوبا", abs(x), "شرقا" if x >= 0 else "غربا"
    ).translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))),
    "russian": ("angle", ",", lambda y, x: ", ".join(
        f"{abs(v):.5f}° {side}".replace(".", ",", 1)
        for v, side in ((y, "с. ш." if y >= 0 else "ю. ш."), (x, "в. д." if x >= 0 else "з. д."))
    )),
}  # fmt: skip
"""How a point is written: what its column declares, and the writing."""


@given(
    st.floats(-89.9, 89.9, allow_nan=False), st.floats(-179.9, 179.9, allow_nan=False), st.sampled_from(sorted(SHAPES))
)
def test_a_point_is_the_same_in_every_shape(lat: float, lon: float, shape: str) -> None:
    """Written and read again, it lies within two metres of where it was."""
    how, decimal, write = SHAPES[shape]
    text = write(lat, lon)
    found = [half(text, axis=axis, how=how, decimal=decimal) for axis in ("lat", "lon")]

    assert found == pytest.approx([lat, lon], abs=2e-5)


def test_a_column_of_which_nothing_is_declared_takes_what_says_itself_what_it_is() -> None:
    """Letters, marks and POINT need no word in the description; a bare pair needs its order."""
    cells = ["36.2", "36°12' N", "N36.2 E37.1", "POINT(37.1 36.2)", '"36.2, 37.1"']
    data = "\n".join(["y", *cells]).encode()
    rows, rejected = rows_of(data, Column("lat", "y"), table="reports")

    assert [r["lat"] for r in rows] == [36.2] * 4
    assert "expected an angle" in rejected[0].reason


@given(st.text(max_size=30), st.sampled_from(["angle", "lat lon", "lon lat"]))
def test_any_text_is_a_number_or_a_refusal(text: str, how: str) -> None:
    """Whatever stands in a cell, there is a number or a ValueError."""
    with suppress(ValueError):
        assert isinstance(half(text, axis="lat", how=how), float)


@pytest.mark.parametrize("text", ["1" + " " * 100_000 + "x", "1 " * 50_000, "N" * 100_000, "36°" * 50_000])
def test_a_cell_without_end_is_refused_at_once(text: str) -> None:
    """Patterns that can fit a space in many ways are not tried on a book."""
    for how in ("angle", "lat lon"):
        with pytest.raises(ValueError, match="expected"):
            half(text, axis="lat", how=how)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        # The manual page of GeoConvert (GeographicLib): 38n 444500 3688500 is 33.33424 N, 44.40363 E.
        ("38SMB4450088500", 33.33424, 44.40363),
        # The corner of the square of a metre, by the manual of another converter: 21.4097967, -157.9160812.
        ("4Q FJ 12345 67890", 21.4097967, -157.9160812),
        # The corner of the square, by the package mgrs (GEOTRANS): -33.8774298, 151.2149995.
        ("56H LH 34912 50000", -33.8774298, 151.2149995),
        ("٣٨ S MB 445 885", 33.3347, 44.4042),
    ],
)
def test_a_reference_to_the_grid_is_the_middle_of_its_square(text: str, lat: float, lon: float) -> None:
    """Whatever order is declared: the reference says which is which."""
    found = [half(text, axis=axis, how=how) for axis, how in (("lat", "lon lat"), ("lon", "angle"))]

    assert found == pytest.approx([lat, lon], abs=2e-5 if "445 885" not in text else 1e-3)
