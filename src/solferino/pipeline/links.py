"""Links of reports as nodes of a trail: what joined them, what came near, and why not."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from solferino.pipeline import told
from solferino.pipeline.link import DOUBT
from solferino.store.engine import literal
from solferino.store.namespace import Namespace
from solferino.words.trace import Trace

NEAR = 3
"""Pairs told of a report: those most like it, joined with it or not."""
RIVALS = 6
"""Reports outside an incident that came nearest to joining it."""


class Links:
    """The table of links of a build."""

    def __init__(self, tables: Namespace) -> None:
        self.tables = tables

    def within(self, reports: Sequence[str]) -> list[Trace]:
        """Return the strongest link of each report of an incident to another; then what came nearest, and why not."""
        names = ", ".join(map(literal, reports))
        inside, outside = list[Trace](), list[Trace]()
        where = f"report_a IN ({names}) OR report_b IN ({names})"
        sql = f"SELECT * FROM links WHERE {where} ORDER BY score DESC, report_a, report_b"
        seen, met = set[str](), set[str]()
        for row in self.tables.rows(sql, of=["links"]) if reports else ():
            pair = {row["report_a"], row["report_b"]}
            if row["relation"] == "same" and not pair <= seen:
                seen |= pair
                inside.append(self._node("link", row, told.link(row)))
            elif row["relation"] == "apart" and (pair - set(reports)) - met and len(outside) < RIVALS:
                met |= pair - set(reports)
                alone = "" if row["blocked"] else "; kept apart: the score alone"
                outside.append(self._node("apart", row, told.link(row) + alone))
        return inside + outside

    def nearest(self, report: str) -> list[Trace]:
        """Return how near a report came to those most like it."""
        sql = "SELECT * FROM links WHERE ? IN (report_a, report_b) ORDER BY score DESC, report_a, report_b LIMIT ?"
        rows = self.tables.rows(sql, [report, NEAR], of=["links"])
        return [self._node("link", row, f"{row['relation']}: {told.link(row)}") for row in rows]

    def _node(self, kind: str, row: Mapping[str, Any], text: str) -> Trace:
        bars = told.bars(row, self.model) if self.model else ()
        return Trace(kind, f"{row['report_a']} – {row['report_b']}", text, tuple(Trace("bar", f, t) for f, t in bars))

    @cached_property
    def model(self) -> Any:
        """What was learned of the reports of this case, None where the shipped weights stand."""
        path = self.tables.paths["links"].with_name(DOUBT) if "links" in self.tables.paths else None
        body = json.loads(path.read_text("utf-8"))["model"] if path and path.is_file() else None
        if body is None:
            return None
        from solferino.linkage.engine.kept import model_of  # a small case need not load it

        return model_of(body)
