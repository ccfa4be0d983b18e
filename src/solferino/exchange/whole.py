"""What a row must be as a whole: ends of a value in order, a point with both coordinates, within its area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from solferino.exchange.grid import Loaded, Rejection
from solferino.store.engine import quote

PAIRS = (
    ("date_from", "date_to"), ("killed_min", "killed_max"), ("injured_min", "injured_max"), ("low", "high"),
    ("people_min", "people_max"), ("born_min", "born_max"), ("date", "seen_to"), ("date", "date_to"),
)  # fmt: skip
"""Two ends of one value: the first may not lie above the second."""


def pairs(
    con: duckdb.DuckDBPyConnection, raw: Loaded, cells: Mapping[str, str], joins: Mapping[str, str]
) -> list[Rejection]:
    """Reject rows in which the first end of a value lies above its second, and points with one coordinate only."""
    found = []
    for low, high in PAIRS:
        if low in cells and high in cells:
            kind = "DATE" if low.startswith("date") else "BIGINT"
            a, b = f"({cells[low]})::{kind}", f"({cells[high]})::{kind}"
            for row, x, y in rows_where(con, raw, f"{a}, {b}", f"{a} > {b}", joins[low] + joins[high]):
                found.append(Rejection(row, low, f"{low} {x} lies above {high} {y}", raw.lines.get(row, 0)))
    if "lat" in cells and "lon" in cells:
        one = f"(({cells['lat']}) IS NULL) <> (({cells['lon']}) IS NULL)"
        for (row,) in rows_where(con, raw, "", one, joins["lat"] + joins["lon"]):
            found.append(Rejection(row, "lat", "a point has lat and lon, or neither", raw.lines.get(row, 0)))
    return found


def outside(
    con: duckdb.DuckDBPyConnection, raw: Loaded, cells: Mapping[str, str], joins: Mapping[str, str],
    area: Sequence[float],
) -> list[Rejection]:  # fmt: skip
    """Reject points outside `area` (west, south, east, north); one that lies inside when swapped is told so."""
    if len(area) != 4 or not {"lat", "lon"} <= set(cells):
        return []
    west, south, east, north = area
    lat, lon, join = f"({cells['lat']})::DOUBLE", f"({cells['lon']})::DOUBLE", joins["lat"] + joins["lon"]
    out = f"NOT ({lon} BETWEEN {west} AND {east} AND {lat} BETWEEN {south} AND {north})"
    found = []
    for row, y, x in rows_where(con, raw, f"{lat}, {lon}", out, join):
        swapped = west <= y <= east and south <= x <= north
        repair = f"; it lies inside when swapped: likely lat = {x:g}, lon = {y:g}" if swapped else ""
        text = f"lat {y:g}, lon {x:g} lies outside the area {west:g} to {east:g} E, {south:g} to {north:g} N{repair}"
        found.append(Rejection(row, "lat", text, raw.lines.get(row, 0)))
    return found


def rows_where(
    con: duckdb.DuckDBPyConnection, raw: Loaded, columns: str, where: str, joins: str = ""
) -> Sequence[tuple[Any, ...]]:
    """Return the number of each row for which `where` holds, and `columns` beside it."""
    cells = f", {columns}" if columns else ""
    return con.execute(f"SELECT row{cells} FROM {quote(raw.table)}{joins} WHERE {where} ORDER BY row").fetchall()
