"""What a search filters by, as words of the same index: filters are looked up, and meet each other, as words do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Any

SIZES = 7
"""How many sizes of squares a point is filed in: the smallest is .01 degree wide, sixteen make one of the next."""
_AROUND = 160
"""Squares along the edge of a box: as small ones are taken as give no more."""
LONG = "long"
"""Of what lasted more than a day, or has an end and no beginning: their order does not tell when they were over."""


def tags(row: Mapping[str, Any]) -> str:
    """Return the tags of a row of reports or incidents."""
    found = [tag("level", row["sensitivity"]), tag("object", row["object"]), tag("place", row["place_id"])]
    found += [tag("party", party) for party in row["party_may"] or ()]
    if row["date_to"] and (not row["date_from"] or row["date_to"] > row["date_from"]):
        found.append(LONG)
    if row["lat"] is not None and row["lon"] is not None:
        found += [_square(size, *at(size, row["lat"], row["lon"])) for size in range(SIZES)]
    return " ".join(found)


def tag(column: str, value: object) -> str:
    """Return one tag, a word that no text holds."""
    return column[0] + blake2s(f"{column} {value}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def any_of(wanted: Iterable[str]) -> str:
    """Return the question, in the words of FTS5, for what has any of these tags."""
    return f"tags : ({' OR '.join(wanted)})"


def side(size: int) -> float:
    """Return how many degrees a square of that size has on a side."""
    return float(4**size) / 100


def at(size: int, lat: float, lon: float) -> tuple[int, int]:
    """Return the square of a point: how many from the south, and from the west."""
    # In whole millionths, so that squares lie within one another exactly.
    up, across = round((lat + 90) * 1_000_000), round((lon + 180) * 1_000_000)
    return up // 10_000 // 4**size, across // 10_000 // 4**size


def cover(south: float, west: float, north: float, east: float) -> tuple[list[str], list[str]]:
    """Return the tags of squares that lie within a box, and of those that only touch it; together they cover it."""
    around = 2 * (north - south + east - west)
    finest = next((size for size in range(SIZES) if around / side(size) <= _AROUND), SIZES - 1)
    corners = [(at(size, south, west), at(size, north, east)) for size in range(SIZES)]
    within: list[str] = []
    touching: list[str] = []

    def take(size: int, up: int, across: int) -> None:
        (low, left), (high, right) = corners[size]
        if not (low <= up <= high and left <= across <= right):
            return
        if low < up < high and left < across < right:
            within.append(_square(size, up, across))
        elif size == finest:
            touching.append(_square(size, up, across))
        else:
            for n in range(16):
                take(size - 1, 4 * up + n // 4, 4 * across + n % 4)

    (low, left), (high, right) = corners[-1]
    for up in range(low, high + 1):
        for across in range(left, right + 1):
            take(SIZES - 1, up, across)
    return within, touching


def _square(size: int, up: int, across: int) -> str:
    return tag("square", f"{size} {up} {across}")
