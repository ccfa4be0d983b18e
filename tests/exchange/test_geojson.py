"""GeoJSON: points give coordinates, shapes give none, and nothing is taken for a point that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exchange.filed import loaded, rows_of
from solferino.words.errors import CaseError
from solferino.words.source import Column


def _collection(*geometries: Any, **more: Any) -> bytes:
    features = [
        {"type": "Feature", "id": i, "properties": {"name": f"n{i}", "at": {"x": 1}}, "geometry": g}
        for i, g in enumerate(geometries, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def test_a_point_gives_its_coordinates_as_written() -> None:
    """Longitude first, as the format has it; a height is left out."""
    _, rows = loaded(_collection({"type": "Point", "coordinates": [37.19, 36.21, 400]}), "geojson")

    assert rows == [
        {
            "row": 1,
            "id": "1",
            "properties.name": "n1",
            "properties.at.x": "1",
            "geometry": "Point",
            "lon": "37.19",
            "lat": "36.21",
        }
    ]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
        {"type": "MultiPoint", "coordinates": [[1, 1]]},
        {"type": "GeometryCollection", "geometries": []},
        None,
    ],
)
def test_a_shape_has_no_point(geometry: Any) -> None:
    """The middle of a polygon is never taken; its type stands beside, so that a reading can choose by it."""
    data = _collection(geometry, {"type": "Point", "coordinates": [2, 1]})
    columns = (Column("name", "properties.name"), Column("lat", "lat"), Column("lon", "lon"))
    rows, rejected = rows_of(data, *columns, table="places", format="geojson")
    chosen, _ = rows_of(data, *columns, table="places", format="geojson", where={"geometry": ("Point",)})

    assert rejected == ()
    assert [(r["name"], r["lat"], r["lon"]) for r in rows] == [("n1", None, None), ("n2", 1.0, 2.0)]
    assert [r["name"] for r in chosen] == ["n2"]


@pytest.mark.parametrize(
    ("coordinates", "reason"),
    [
        ([36.21, 137.19], "latitude 137.19 lies outside -90 to 90: in this format longitude comes first"),
        ([190, 1], "longitude 190 lies outside -180 to 180"),
        ([1], "a Point has longitude and latitude"),
        ([], "a Point has longitude and latitude"),
        (["east", 1], "longitude 'east' is no number"),
        ([None, 1], "longitude None is no number"),
        ([[1, 2], 3], "is no number"),
    ],
)
def test_a_point_that_is_none_is_rejected(coordinates: list[Any], reason: str) -> None:
    """One bad feature is named; the others are read."""
    found, rows = loaded(_collection({"type": "Point", "coordinates": coordinates}, None), "geojson")

    assert [r["id"] for r in rows] == ["2"]
    assert reason in found.rejected[0].reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"type": "Topology"}', "is no FeatureCollection: its type is 'Topology'"),
        (b'{"features": []}', "is no FeatureCollection: it has no type"),
        (b"[1]", "is no FeatureCollection"),
        (_collection(None, crs={"type": "name", "properties": {"name": "EPSG:3857"}}), "not WGS84 but 'EPSG:3857'"),
        (_collection(None, crs="x"), "not WGS84"),
        (_collection(), "holds no record"),
    ],
)
def test_a_file_that_is_no_collection_is_refused(data: bytes, message: str) -> None:
    """Another type, another reference system, or nothing inside."""
    with pytest.raises(CaseError) as caught:
        loaded(data, "geojson")

    assert message in str(caught.value)


def test_what_is_no_feature_is_rejected() -> None:
    """A member of the list that is no Feature, or whose properties are no object, costs itself only."""
    features = [{"type": "Feature", "properties": {"a": 1}}, {"a": 1}, 5, {"type": "Feature", "properties": [1]},
                {"type": "Feature", "geometry": "here"}]  # fmt: skip
    found, rows = loaded(json.dumps({"type": "FeatureCollection", "features": features}).encode(), "geojson")

    assert [r["row"] for r in rows] == [1]
    assert [r.row for r in found.rejected] == [2, 3, 4, 5]
