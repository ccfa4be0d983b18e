"""What pages ask of a large case is looked up, never read through."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from solferino.workbench.shelf import Shelf

SMALL = {"sources", "levels", "places", "rejections", "exhibits", "meta", "totals", "d", "json_each", "words"}
"""Tables that may be read through: one row a source, a table, a place, a queue, what was rejected, or an index of its own."""
PAGES = (
    "/", "/pairs", "/pairs?at=3", "/grades", "/grades?at=2", "/attributions", "/search?q=school", "/search?kind=report&q=upper",
    "/search?place=upton&object=school&party=BLU&from=2020-03-02&to=2020-03-09", "/search?kind=report&south=10&west=20&north=11&east=21",
    "/reports/reports/r1", "/mentions", "/rejections", "/history", "/sentences",
)  # fmt: skip


def test_no_page_reads_a_large_table_through(anna: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan of every question names an index for things, bodies, stands, links, questions and attributions."""
    asked: list[tuple[str, Any]] = []
    answer = Shelf.rows

    def watched(self: Shelf, sql: str, values: Any = ()) -> Any:
        asked.append((sql, values))
        return answer(self, sql, values)

    monkeypatch.setattr(Shelf, "rows", watched)
    incident = re.search(r'href="(/incidents/[^"]+)"', anna.get("/search").text)
    assert incident is not None
    for path in (*PAGES, incident[1]):
        assert anna.get(path).status_code == 200
    found = set()
    with closing(sqlite3.connect(anna.case / "build/review.sqlite")) as con:
        for sql, values in asked:
            for *_, step in con.execute(f"EXPLAIN QUERY PLAN {sql}", list(values)):
                scanned = re.match(r"SCAN (\w+)(?! (?:USING|VIRTUAL))", step)
                if scanned and scanned[1] not in SMALL and "INDEX" not in step:
                    found.add(f"{step}: {' '.join(sql.split())}")

    assert len(asked) > 40
    assert found == set()
