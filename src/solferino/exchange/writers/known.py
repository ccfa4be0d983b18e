"""Files that were written here, known again by their columns, and read as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solferino.exchange.field import Fitted
from solferino.exchange.writers.flat import UNGUARD
from solferino.exchange.writers.written import OWN, shapes
from solferino.words.tables import Table, tables

_SHAPES = {
    "csv": ("", "uwazi"), "xlsx": ("",), "parquet": ("",), "jsonl": ("jsonl", "ftm"), "json": ("bayanat",),
    "geojson": ("geojson",), "hxl": ("hxl",),
}  # fmt: skip
"""Which shapes a file of a format may have; the empty one has each column under its own name."""
_MARKS = ("report_id", "sensitivity")
"""Columns of ours that no other program writes, and every file written here has."""


def own(header: Sequence[str], form: str) -> Fitted | None:
    """Return how a file of the format `form` with `header` is read, where it was written here; None where not."""
    for shape in _SHAPES.get(form, ()):
        marks = [_place(name, shape) for name in _MARKS]
        if set(marks) <= set(header):
            found = {name: _reading(table, header, shape, form) for name, table in tables().items()}
            best = max(found, key=lambda name: (len(found[name]), len(found[name]) / len(tables()[name].columns)))
            used = {c if isinstance(c, str) else c["column"] for c in found[best].values()} | {marks[0]}
            reading = {"table": best, "id": [marks[0]], "columns": found[best]}
            why = f"it has the columns {' and '.join(marks)}, as `solferino write` names them"
            title = f"{best} written by Solferino" + (f" as {shape}" if shape not in ("", form) else "")
            return Fitted(shape or form, title, why, reading, tuple(h for h in header if h not in used))
    return None


def _place(name: str, shape: str) -> str:
    """Return the column under which a reader finds a column of ours."""
    told = shapes().get(shape, {})
    rest = "#x_" if shape == "hxl" else f"{told['rest']}." if "rest" in told else ""
    place = str(told.get("columns", {}).get(name, rest + name))
    return (
        " ".join(p.strip() for p in place.split("+"))
        if shape == "hxl"
        else place.removesuffix(".0")
        if shape == "ftm"
        else place
    )


def _reading(table: Table, header: Sequence[str], shape: str, form: str) -> dict[str, Any]:
    """Return the columns of a table that a file of a shape fills."""
    made: dict[str, Any] = {}
    for field in table.fields:
        place = _place(field.name, shape)
        if field.name in ("lat", "lon") and shape == "uwazi" and "geolocation" in header:
            made[field.name] = {"column": "geolocation", "point": "lat lon"}
        elif place in header and field.name not in OWN:
            guarded = form in ("csv", "hxl") and field.kind in ("text", "list")
            made[field.name] = {"column": place, "pattern": UNGUARD} if guarded else place
    return made
