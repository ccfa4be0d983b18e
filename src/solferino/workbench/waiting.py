"""Incidents that wait for one person's decision of one act: worth most first, those already decided left out."""

from __future__ import annotations

import json

from solferino.workbench.bench import Asked, Json, Missing

VERIFIED = 4 * 10**6
"""Rank from which an incident's occurrence is verified (see `filling`)."""


def count(asked: Asked, act: str, *, only: str = "1") -> int:
    """Return how many incidents wait; `only` is a condition in SQL of ours on `t`."""
    sql = f"SELECT count(*) AS n FROM things t WHERE kind = 'incident' AND sensitivity IN ({asked.marks}) AND {only}"
    total = int(asked.shelf.rows(sql, asked.levels)[0]["n"])
    done = f"{sql} AND id IN (SELECT value FROM json_each(?))"
    return total - int(asked.shelf.rows(done, [*asked.levels, json.dumps(sorted(_done(asked, act)))])[0]["n"])


def choose(asked: Asked, act: str, *, only: str = "1") -> Json | None:
    """Return the incident that was named, else the one at the place asked for; None where none waits."""
    if name := asked.given("incident"):
        found = asked.shelf.thing("incident", name)
        if found is None or not asked.may(found["sensitivity"]):
            raise Missing("incident so called")
        return found
    done = _done(asked, act)
    sql = f"""SELECT id FROM things t WHERE kind = 'incident' AND sensitivity IN ({asked.marks}) AND {only}
      ORDER BY rank DESC, n LIMIT ?"""
    ids = [r["id"] for r in asked.shelf.rows(sql, [*asked.levels, asked.number("at") + 1 + len(done)])]
    left = [i for i in ids if i not in done]
    return asked.shelf.thing("incident", left[min(asked.number("at"), len(left) - 1)]) if left else None


def _done(asked: Asked, act: str) -> set[str]:
    """Return the incidents about a report of which this person decided."""
    reports = {r for d in asked.bench.record.standing() if d.act == act and d.by == asked.person.name for r in d.about}
    sql = (
        "SELECT DISTINCT incident FROM json_each(?) d CROSS JOIN stands s ON s.report = d.value AND s.relation = 'same'"
    )
    return {r["incident"] for r in asked.shelf.rows(sql, [json.dumps(sorted(reports))])}


def members(asked: Asked, incident: str) -> list[str]:
    """Return the reports that tell of an incident: what a decision about it names."""
    return [r for r, how in asked.shelf.stands(incident) if how == "same"]
