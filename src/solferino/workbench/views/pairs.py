"""The queue of pairs that the linkage is unsure of: two reports beside each other, one key for each answer."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from solferino.words.errors import UsageError
from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.record import PAIR, answered, last_of, on_pair

ANSWERS = {"same": "one event", "not-same": "not one event", "unsure": "unsure"}


def open_pairs(asked: Asked) -> list[dict[str, Any]]:
    """Return the questions still open for this person, the most telling first."""
    done = answered(asked.bench.record.standing(), asked.person.name)
    sql = f"""SELECT q.body FROM questions q JOIN things a ON a.kind = 'report' AND a.id = q.a
      JOIN things b ON b.kind = 'report' AND b.id = q.b
      WHERE a.sensitivity IN ({asked.marks}) AND b.sensitivity IN ({asked.marks}) ORDER BY q.n"""
    found = asked.shelf.bodies(sql, [*asked.levels, *asked.levels])
    return [q for q in found if frozenset((q["report_a"], q["report_b"])) not in done]


def view(asked: Asked) -> Response:
    """Return the question at a place in the queue, or the pair that was named."""
    a, b = asked.given("a"), asked.given("b")
    found = [] if a and b else open_pairs(asked)
    at = min(asked.number("at"), max(len(found) - 1, 0))
    decided = asked.bench.record.standing()
    last = last_of(decided, asked.person.name, PAIR)
    undo = {"id": last.id, "text": f"{ANSWERS[last.act]}: {' and '.join(last.about)}"} if last else None
    if not found and not (a and b):
        return asked.page("done.html", title="Pairs", undo=undo, back=asked.url("pairs"),
                          text="What others answered, or you called unsure, is in the history.")  # fmt: skip
    question = found[at] if found else {"report_a": a, "report_b": b}
    return asked.page("pair.html", undo=undo, at=at, waiting=len(found), named=not found, **_pair(asked, question))


def _pair(asked: Asked, question: dict[str, Any]) -> dict[str, Any]:
    shelf, a, b = asked.shelf, question["report_a"], question["report_b"]
    reports = shelf.reports((a, b))
    if set(reports) != {a, b} or a == b:
        raise Missing("pair of reports so called")
    asked.need(shelf.level((a, b)), "pair of reports so called")
    link = shelf.link(a, b)
    rows = [(name.rpartition("/")[2], reports[name]) for name in (a, b)]
    groups = [[(shelf.thing("incident", i), how) for i, how in shelf.incidents_of(name)] for name in (a, b)]
    return {
        "a": a, "b": b, "question": question,
        "beside": telling.beside(reports[a], reports[b], asked.bench.names), "link": link,
        "reasons": figures.reasons(link) if link else None, "map": figures.where(rows),
        "time": figures.when(rows),
        "groups": [[(telling.name(i), i["incident_id"], i["reports"], how) for i, how in g
                    if i and asked.may(i["sensitivity"])]
                   for g in groups],
        "said": [(d.by, ANSWERS[d.act], d.why, d.t[:10]) for d in on_pair(asked.bench.record.standing(), a, b)],
        "mine": any(d.by == asked.person.name for d in on_pair(asked.bench.record.standing(), a, b)),
        "must_say": bool(link and link.get("blocked")),
    }  # fmt: skip


def decide(asked: Asked) -> Response:
    """Append the answer; one that changes an earlier answer takes that back first, and says why."""
    act, a, b, why = asked.given("act"), asked.given("a"), asked.given("b"), asked.given("why")
    if act not in PAIR:
        raise UsageError(f"there is no answer {act!r}", f"one of {', '.join(PAIR)}")
    asked.need(asked.shelf.level((a, b)), "pair of reports so called")
    mine = [d for d in on_pair(asked.bench.record.standing(), a, b) if d.by == asked.person.name]
    link = asked.shelf.link(a, b)
    if mine and not why:
        raise UsageError("a change of mind says why", "go back and write the reason")
    if act == "same" and link and link.get("blocked") and not why:
        raise UsageError(
            f"something keeps these two apart: {link['blocked']}", "go back and write why it does not hold"
        )
    for old in mine:
        asked.decide("retract", list(old.about), value={"decision": old.id}, why=why)
    asked.decide(act, [a, b], why=why)
    return asked.back(f"{asked.url('pairs')}?at={asked.number('at')}")
