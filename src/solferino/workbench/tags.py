"""What a search filters by, as words of the same index: filters are looked up, and meet each other, as words do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from math import floor
from typing import Any

SIZES = (0.01, 0.1, 1.0, 10.0)
"""Degrees of the cells in which a point is filed: a box is asked in the smallest of which it takes few."""
_ACROSS = 20
"""Cells that a box may take each way."""
LONG = "long"
"""Of what lasted more than a day, or has an end and no beginning: their order does not tell when they were over."""


def tags(row: Mapping[str, Any]) -> str:
    """Return the tags of a row of reports or incidents."""
    found = [tag("level", row["sensitivity"]), tag("object", row["object"]), tag("place", row["place_id"])]
    found += [tag("party", party) for party in row["party_may"] or ()]
    if row["date_to"] and (not row["date_from"] or row["date_to"] > row["date_from"]):
        found.append(LONG)
    if row["lat"] is not None and row["lon"] is not None:
        found += [_cell(size, floor(row["lat"] / size), floor(row["lon"] / size)) for size in SIZES]
    return " ".join(found)


def tag(column: str, value: object) -> str:
    """Return one tag, a word that no text holds."""
    return column[0] + blake2s(f"{column} {value}".encode("utf-8", "replace"), digest_size=8).hexdigest()


def any_of(wanted: Iterable[str]) -> str:
    """Return the question, in the words of FTS5, for what has any of these tags."""
    return f"tags : ({' OR '.join(wanted)})"


def within(south: float, west: float, north: float, east: float) -> str:
    """Return the question for what may lie in a box: all that does, and some beside it."""
    size = next((s for s in SIZES if max(north - south, east - west) <= s * _ACROSS), SIZES[-1])
    rows, columns = (range(floor(a / size), floor(b / size) + 1) for a, b in ((south, north), (west, east)))
    return any_of(_cell(size, row, column) for row in rows for column in columns)


def _cell(size: float, row: int, column: int) -> str:
    return tag("cell", f"{size} {row} {column}")
