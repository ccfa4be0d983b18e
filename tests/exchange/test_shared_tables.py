"""Published tables beside the repository, read whole: every row is a record or a rejection by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from exchange.filed import rows_of
from exchange.test_fields import known
from solferino.words.source import Column

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the published tables are not beside the repository")


def _bytes(folder: str, file: str) -> bytes:
    (path,) = SHARED.glob(f"{folder}/{file}")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("folder", "file", "records"), [("airwars_*", "incidents.csv", 733), ("who_ssa_*", "monthly_counts.csv", 914)]
)
def test_known_formats_are_read_whole(folder: str, file: str, records: int) -> None:
    """As many records as the folder's README counts rows, none rejected, and the format known by its columns."""
    rows, rejected, guess = known(_bytes(folder, file), file)

    assert guess.field is not None
    assert (len(rows), len(rejected)) == (records, 0)


def test_contested_rows_blame_nobody_exactly() -> None:
    """A contested row never reads as an attribution: 465 of them are of relation unknown."""
    rows, _, _ = known(_bytes("airwars_*", "incidents.csv"), "incidents.csv")

    assert sum(r["attribution_relation"] == "unknown" for r in rows) == 465


POINT = (Column("lat", "lat"), Column("lon", "lon"))


@pytest.mark.parametrize(
    ("folder", "file", "table", "columns", "key", "count"),
    [
        ("*_gazetteer", "places.csv", "places",
         (Column("place_id", "id"), Column("name", "name_en_path"), Column("name_ar", "name_ar_path"), *POINT), "id", 5997),
        ("*archive_chemical_incidents", "incidents.csv", "reports",
         (Column("date_from", "incident_date", date="span-first"), Column("date_to", "incident_date", date="span-last"),
          Column("place", "location_ar"), Column("note", "summary_en"), *POINT), "incident_code", 209),
        ("*archive_videos", "videos.csv", "reports",
         (Column("date_from", "recording_date", date="span-first"), Column("date_to", "recording_date", date="span-last"),
          Column("place", "neighbourhood|city"), Column("publisher", "source"), *POINT), "database_id", 4135),
    ],
)  # fmt: skip
def test_every_row_is_a_record_or_a_named_rejection(
    folder: str, file: str, table: str, columns: tuple[Column, ...], key: str, count: int
) -> None:
    """Records and rejected rows together are the rows that the folder's README counts; each rejection says why."""
    rows, rejected = rows_of(_bytes(folder, file), *columns, table=table, id=(key,))

    assert len(rows) + len({r.row for r in rejected}) == count
    assert all(r.reason and r.row for r in rejected)
