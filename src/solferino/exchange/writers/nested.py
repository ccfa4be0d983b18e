"""JSON of any shape: JSON Lines, GeoJSON, FollowTheMoney, Bayanat. Each column goes to its own place in an object."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.exchange.writers.written import OWN, Rows, Writer, Written, shapes
from solferino.words.source import Column, Reading


@dataclass(frozen=True)
class Nested(Writer):
    """`name` is a format of shapes.toml; `form` the format that reads it back."""

    name: str
    form: str

    def write(self, rows: Rows) -> Written:
        shape = shapes()[self.name]
        rest = f"{shape['rest']}." if "rest" in shape else ""
        paths = {name: shape["columns"].get(name, rest + name) for name in rows.names}
        made = [self._record(dict(zip(rows.names, row, strict=True)), paths, shape) for row in rows.values]
        columns = tuple(
            Column(name, _read_as(path, self.name))
            for name, path in paths.items()
            if name not in OWN and any(r[rows.names.index(name)] not in (None, []) for r in rows.values)
        )
        key = (paths["report_id"],) if "report_id" in paths else ()
        return Written(self._joined(made), Reading(rows.table.name, self.form, columns, id=key))

    def _record(self, row: dict[str, Any], paths: dict[str, str], shape: Any) -> dict[str, Any]:
        record: dict[str, Any] = {"schema": shape["schema"], "properties": {}} if "schema" in shape else {}
        for name, value in row.items():
            if value is not None and value != []:
                _put(record, paths[name].split("."), value.isoformat() if isinstance(value, date) else value)
        if self.name != "geojson":
            return record
        point = [record.pop("lon", None), record.pop("lat", None)][::-1]
        geometry = None if None in point else {"type": "Point", "coordinates": point[::-1]}
        return {"type": "Feature", "geometry": geometry, "properties": {}, **record}

    def _joined(self, records: list[dict[str, Any]]) -> bytes:
        def told(value: Any) -> str:
            return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

        if self.form == "jsonl":
            return "".join(told(record) + "\n" for record in records).encode()
        lines = "[\n" + ",\n".join(map(told, records)) + "\n]"
        if self.form == "geojson":
            lines = f'{{"type":"FeatureCollection","features":{lines}}}'
        return f"{lines}\n".encode()


def _read_as(path: str, name: str) -> str:
    """Return the column under which a reader knows a place: a list of plain values is one column."""
    return path.removesuffix(".0") if name == "ftm" else path


def _put(record: Any, keys: list[str], value: Any) -> None:
    """Set `value` at a place; keys that are numbers are places in lists."""
    for key, after in zip(keys, [*keys[1:], ""], strict=True):
        last, at = not after, int(key) if key.isdigit() else key
        fresh: Any = value if last else [] if after.isdigit() else {}
        if isinstance(record, list):
            if not record:
                record.append(fresh)
        elif last or at not in record:
            record[at] = fresh
        record = record[at]
