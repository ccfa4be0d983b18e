"""The test of places hit again, on incidents."""

from __future__ import annotations

from collections.abc import Sequence

from solferino.claims.question import Question
from solferino.patterns.repeats import Event, repeats
from solferino.patterns.result import Result
from solferino.store.namespace import Rows


def struck_repeatedly(asked: Question, rows: Rows) -> Result:
    """Ask whether places were hit again more often than chance would, within each town."""
    told = [Event(r["place_id"] or "", r["facility_id"] or "", r["date_from"]) for r in rows]
    return repeats(told, _standing(asked), **asked.drawing)


def _standing(asked: Question) -> dict[str, int | Sequence[float]] | None:
    """Return how many such places stood in each town; None where no list of them is filed."""
    if asked.tables.empty("protected_places"):
        return None
    sql = "SELECT place_id, count(*) AS n FROM protected_places WHERE list_contains(?, object) GROUP BY 1 ORDER BY 1"
    rows = asked.tables.rows(sql, [asked.protected], of=["protected_places"])
    return {r["place_id"]: r["n"] for r in rows if r["place_id"]}
