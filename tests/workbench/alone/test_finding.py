"""What is found is what reading everything would find; a box and a day narrow as they say."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.words.errors import UsageError
from solferino.workbench import filling, finding, mapbox
from solferino.workbench.finding import Box, Query, find
from solferino.workbench.shelf import Shelf

FIRST = date(2020, 3, 1)
DAYS = st.none() | st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
DEGREES = st.sampled_from([-0.015, 0.0, 0.01, 0.1, 0.999, 1.0, 9.99, 10.0, 89.5])
ROWS = st.lists(st.fixed_dictionaries({
    "sensitivity": st.sampled_from(["public", "restricted", "sealed"]), "date_from": DAYS, "date_to": DAYS,
    "object": st.sampled_from([None, "school", "market"]), "place_id": st.sampled_from([None, "upton", "école; --"]),
    "party_may": st.lists(st.sampled_from(["BLU", "BLUE", "a b"]), max_size=2, unique=True), "lat": st.none() | DEGREES,
    "lon": st.none() | DEGREES, "note": st.sampled_from(["one school", "two schools", "nothing"]),
}), max_size=14)  # fmt: skip
QUERIES = st.builds(
    Query, kind=st.sampled_from(["incident", "report"]), words=st.sampled_from(["", "school", "sch", "nothing school"]),
    since=st.sampled_from(["", "2020-02-01", "2020-03-04", "2021-01-01"]), until=st.sampled_from(["", "2020-02-01", "2020-03-05", "2021-01-01"]),
    object=st.sampled_from(["", "school", "x"]), place=st.sampled_from(["", "upton", "école; --"]), party=st.sampled_from(["", "BLU", "a b"]),
    box=st.none() | st.tuples(DEGREES, DEGREES, DEGREES, DEGREES).map(lambda e: Box(min(e[:2]), min(e[2:]), max(e[:2]), max(e[2:]))),
)  # fmt: skip


def shelved(path: Path, kinds: dict[str, list[dict[str, Any]]]) -> Shelf:
    """Put invented rows on a shelf, as a build's would be."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as out:
        out.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + filling._SCHEMA)
        for kind, rows in kinds.items():
            filling._things(out, kind, rows, name=f"{kind}_id")
        out.executescript(filling._INDEXES)
    return Shelf(path)


def fits(row: dict[str, Any], query: Query, levels: tuple[str, ...]) -> bool:
    """Whether a row is what is looked for, read as the words of `Query` have it."""
    day, last = row["date_from"], row["date_to"] or row["date_from"]
    box = query.box
    return (
        row["sensitivity"] in levels
        and all(any(told.startswith(word) for told in row["note"].split()) for word in query.words.split())
        and (not query.since or (last is not None and last.isoformat() >= query.since))
        and (not query.until or (day is not None and day.isoformat() <= query.until))
        and query.object in ("", row["object"])
        and query.place in ("", row["place_id"])
        and (not query.party or query.party in row["party_may"])
        and (box is None or (row["lat"] is not None and row["lon"] is not None
                             and box.south <= row["lat"] <= box.north and box.west <= row["lon"] <= box.east))
    )  # fmt: skip


@settings(max_examples=150)
@given(
    incidents=ROWS,
    reports=ROWS,
    query=QUERIES,
    levels=st.sampled_from([(), ("public",), ("public", "restricted", "sealed")]),
)
def test_what_is_found_is_what_reading_everything_finds(
    tmp_path_factory: pytest.TempPathFactory, incidents: Any, reports: Any, query: Query, levels: tuple[str, ...]
) -> None:
    """Words, filters, days, a box and what one may see, in any combination; counted by day."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for kind, rows in (("incident", incidents), ("report", reports)):
        rows = sorted(rows, key=lambda r: r["date_from"] or date.max)
        kinds[kind] = [row | {f"{kind}_id": str(n)} for n, row in enumerate(rows)]
    shelf = shelved(tmp_path_factory.getbasetemp() / "invented.sqlite", kinds)
    found = find(shelf, query, levels=levels)
    told = shelf.rows("SELECT n, id FROM things WHERE kind = ?", [query.kind])
    names = {row["n"]: row["id"] for row in told}
    mapbox.drawn(shelf, query.kind, levels=levels, chosen=query.box)
    shelf.close()
    wanted = [row for row in kinds[query.kind] if fits(row, query, levels)]

    assert [names[n] for n in found.numbers] == [row[f"{query.kind}_id"] for row in wanted]
    assert found.undated == sum(row["date_from"] is None for row in wanted)
    assert sum(found.days.values()) + found.undated == len(wanted)
    assert all(n == sum(str(row["date_from"]) == day for row in wanted) for day, n in found.days.items())


def test_what_is_beyond_the_count_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than are counted the first by day are taken, and the answer says that there are more."""
    monkeypatch.setattr(finding, "COUNTED", 3)
    row = {
        "sensitivity": "public",
        "date_to": None,
        "object": None,
        "place_id": None,
        "party_may": [],
        "lat": 1.0,
        "lon": 1.0,
    }
    rows = [row | {"report_id": str(n), "date_from": FIRST + timedelta(days=n)} for n in range(5)]
    found = find(shelved(tmp_path / "s", {"report": rows}), Query("report"), levels=("public",))

    assert (len(found.numbers), found.capped, list(found.days)) == (3, True, ["2020-03-01", "2020-03-02", "2020-03-03"])


def test_a_box_narrows_and_becomes_a_where(anna: Any) -> None:
    """Upton lies at 10.1, 20.1 (cases/river.py): a box around it holds its incidents, and a claim asks the same."""
    page = anna.get("/search?kind=incident&south=10&west=20&north=10.2&east=20.2").text
    whole = anna.get("/search?kind=incident").text

    assert "Upper school" in page
    assert "Lower school, Lowton" not in page
    assert "Lower school, Lowton" in whole
    assert "where = { lat = { from = 10, to = 10.2 }, lon = { from = 20, to = 20.2 } }" in page
    assert 'class="box"' in page
    tried = anna.post("/claims/try", id="in-a-box", kind="count", of="incidents", holds="n >= 1",
                      column=["lat", "lon"], how=["from … to"] * 2, text=["10 … 10.2", "20 … 20.2"]).text  # fmt: skip
    hits = len(re.findall(r'<li><a href="/incidents', page))
    assert f"n = {hits}" in tried
    assert "lat = { from = 10, to = 10.2 }" in tried


@pytest.mark.parametrize(("edges", "status"), [
    ("south=10", 200), ("south=&west=&north=&east=", 200), ("south=x", 400), ("south=91", 400), ("south=10&north=9", 400), ("west=181", 400),
    ("south=1e1", 400), ("south=nan", 400), ("south=%E2%88%921,5", 200), ("south=%D9%A1", 400), ("west=10&east=-10", 400), ("south=-90&north=90", 200),
])  # fmt: skip
def test_edges_are_degrees_or_open(anna: Any, edges: str, status: int) -> None:
    """What is left empty is open; what is no number of degrees is said."""
    assert anna.get(f"/search?{edges}").status_code == status


@given(st.lists(st.text(max_size=12) | st.floats().map(str), min_size=4, max_size=4))
def test_whatever_is_typed_is_a_box_or_an_error_of_ours(texts: list[str]) -> None:
    """No text of an edge is an error of the program."""
    try:
        found = mapbox.box(texts)
    except UsageError:
        return
    assert found is None or (found.south <= found.north and found.west <= found.east)
    assert mapbox.where(found) is not None
