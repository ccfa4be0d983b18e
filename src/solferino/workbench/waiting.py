"""What waits for one person in a queue, the most telling first; what is settled is left out, and not counted again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from solferino.words.decision import Decision
from solferino.workbench.bench import Asked, Json, Missing
from solferino.workbench.memo import State

Settles = Callable[[Asked, Iterable[Decision]], Iterable[int]]
"""Which things of a queue some decisions settle for who asks."""
_BATCH = 500


def count(asked: Asked, queue: str, settles: Settles) -> int:
    """Return how many things wait."""
    sql = f"SELECT sum(n) AS n FROM totals WHERE queue = ? AND sensitivity IN ({asked.marks})"
    total = int(asked.shelf.rows(sql, [queue, *asked.levels])[0]["n"] or 0)
    return total - len(_state(asked, queue, settles).done)


def at_place(asked: Asked, queue: str, settles: Settles, *, at: int) -> int | None:
    """Return the thing at a place among those that wait, the last one beyond; None where none waits."""
    sql = f"""SELECT at, thing FROM waits WHERE queue = ? AND at > ? AND sensitivity IN ({asked.marks})
      ORDER BY at LIMIT {_BATCH}"""
    with asked.bench.memo.lock:
        state, left, found = _state(asked, queue, settles), min(at, count(asked, queue, settles) - 1), None
        after = state.first
        while left >= 0 and (rows := asked.shelf.rows(sql, [queue, after, *asked.levels])):
            for row in rows:
                if row["thing"] in state.done:
                    continue
                if found is None:
                    state.first = row["at"] - 1
                found, left = row["thing"], left - 1
                if left < 0:
                    break
            after = rows[-1]["at"]
    return found


def _state(asked: Asked, queue: str, settles: Settles) -> State:
    """Return where this person stands in a queue, brought up to the decisions that this request knows."""
    memo, known = asked.bench.memo, asked.known
    stamp = asked.shelf.rows("SELECT stamp FROM meta")[0]["stamp"]
    state = memo.state((stamp, known.root, queue, asked.person.name, asked.levels))
    with memo.lock:
        new = known.all[state.read :]
        if any(d.act == "retract" for d in new):
            state.done, state.first, new = set(), 0, known.standing
        if new:
            sql = f"""SELECT w.thing FROM json_each(?) d CROSS JOIN waits w
              ON w.queue = ? AND w.thing = d.value AND w.sensitivity IN ({asked.marks})"""
            numbers = json.dumps(sorted(settles(asked, new)))
            state.done |= {r["thing"] for r in asked.shelf.rows(sql, [numbers, queue, *asked.levels])}
        state.read = max(state.read, len(known.all))
    return state


def judged(act: str) -> Settles:
    """Return which incidents are settled for who asks: those about a report of which they decided by this act."""

    def settles(asked: Asked, decisions: Iterable[Decision]) -> list[int]:
        reports = {r for d in decisions if d.act == act and d.by == asked.person.name for r in d.about}
        sql = """SELECT DISTINCT t.n FROM json_each(?) d
          CROSS JOIN stands s ON s.report = d.value AND s.relation = 'same'
          CROSS JOIN things t ON t.kind = 'incident' AND t.id = s.incident"""
        return [r["n"] for r in asked.shelf.rows(sql, [json.dumps(sorted(reports))])]

    return settles


def choose(asked: Asked, queue: str, settles: Settles) -> Json | None:
    """Return the incident that was named, else the one at the place asked for; None where none waits."""
    if name := asked.given("incident"):
        found = asked.shelf.thing("incident", name)
        if found is None or not asked.may(found["sensitivity"]):
            raise Missing("incident so called")
        return found
    n = at_place(asked, queue, settles, at=asked.number("at"))
    return asked.shelf.bodies("SELECT body FROM bodies WHERE n = ?", [n])[0] if n else None


def members(asked: Asked, incident: str) -> list[str]:
    """Return the reports that tell of an incident: what a decision about it names."""
    return [r for r, how in asked.shelf.stands(incident) if how == "same"]
