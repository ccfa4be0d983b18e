"""GeoJSON (RFC 7946): each feature is a row; `lon` and `lat` are those of a point, and of nothing else.

Columns: `id`, `properties.…`, `geometry` (its type), `lon`, `lat`. A polygon has no point of its own, and the
middle of one would claim a precision that nobody reported: its `lon` and `lat` stay empty.
"""

from __future__ import annotations

import math
from typing import Any

import duckdb

from solferino.exchange.grid import Loaded
from solferino.exchange.json import parse, stand_records
from solferino.exchange.text import decode
from solferino.words.errors import CaseError, Problem

_WGS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")


def load(con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8") -> Loaded:
    """Load the features of a collection into `table`; a feature whose point is none is rejected."""
    document = parse(decode(data, name, encoding), name)
    kind = document.get("type") if isinstance(document, dict) else None
    found = document.get("features") if kind == "FeatureCollection" else [document] if kind == "Feature" else None
    if not isinstance(found, list):
        told = f"its type is {kind!r}" if isinstance(kind, str) else "it has no type"
        raise CaseError([Problem(name, 0, f"is no FeatureCollection: {told}", 'for other JSON, format = "json"')])
    _check_reference(document, name)
    return stand_records(con, [_row(feature) for feature in found], table=table, name=name)


def _check_reference(document: dict[str, Any], name: str) -> None:
    """Coordinates are WGS84 by the standard; a file of the older kind that names another system is refused."""
    crs = document.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    named = properties.get("name") if isinstance(properties, dict) else None
    if named not in _WGS84:
        raise CaseError([Problem(name, 0, f"its coordinates are not WGS84 but {named!r}", "convert it first")])


def _row(feature: Any) -> Any:
    """Return the feature as a flat record, or the error that a row must be rejected for."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return ValueError("is no Feature")
    if getattr(feature, "twice", ""):
        return feature
    properties, geometry = feature.get("properties"), feature.get("geometry")
    if properties is not None and not isinstance(properties, dict):
        return ValueError("its properties are no object")
    if geometry is not None and not isinstance(geometry, dict):
        return ValueError("its geometry is no object")
    kind = geometry.get("type") if geometry else None
    try:
        lon, lat = _point(geometry.get("coordinates")) if geometry and kind == "Point" else (None, None)
    except ValueError as error:
        return error
    return {"id": feature.get("id"), "properties": properties or {}, "geometry": kind, "lon": lon, "lat": lat}


def _point(coordinates: Any) -> tuple[str, str]:
    """Return longitude and latitude as written; a height after them is left out."""
    if not isinstance(coordinates, list) or not 2 <= len(coordinates) <= 4:
        raise ValueError("a Point has longitude and latitude")
    lon, lat = coordinates[:2]
    for word, value, limit in (("longitude", lon, 180), ("latitude", lat, 90)):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValueError(f"{word} {value!r} is no number") from None
        if not math.isfinite(number) or abs(number) > limit:
            hint = ": in this format longitude comes first" if word == "latitude" else ""
            raise ValueError(f"{word} {value} lies outside -{limit} to {limit}{hint}")
    return str(lon), str(lat)
