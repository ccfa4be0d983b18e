"""The queue of pairs that the linkage is unsure of: two reports beside each other, one key for each answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from solferino.linkage.queue import RIVALS
from solferino.words.decision import Decision
from solferino.words.errors import UsageError
from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.record import PAIR
from solferino.workbench.waiting import at_place, count

ANSWERS = {"same": "one event", "not-same": "not one event", "unsure": "unsure"}


def waiting(asked: Asked) -> int:
    """Return how many questions are open for this person."""
    return count(asked, "pairs", settled)


def settled(asked: Asked, decisions: Iterable[Decision]) -> list[int]:
    """Return the questions that are not asked again: anybody's answer settles one, unsure only for its author."""
    by = asked.person.name
    pairs = [sorted(d.about) for d in decisions
             if d.act in PAIR and len(d.about) == 2 and (d.act != "unsure" or d.by == by)]  # fmt: skip
    sql = """SELECT q.n FROM json_each(?) d CROSS JOIN questions q
      ON q.a = json_extract(d.value, '$[0]') AND q.b = json_extract(d.value, '$[1]')"""
    return [r["n"] for r in asked.shelf.rows(sql, [json.dumps(pairs)])]


def _question(asked: Asked, at: int) -> dict[str, Any] | None:
    """Return the question at a place among those open for this person, the most telling first; None where none is."""
    n = at_place(asked, "pairs", settled, at=at)
    return asked.shelf.bodies("SELECT body FROM questions WHERE n = ?", [n])[0] if n else None


def view(asked: Asked) -> Response:
    """Return the question at a place in the queue, or the pair that was named."""
    a, b = asked.given("a"), asked.given("b")
    named, left = bool(a and b), waiting(asked)
    at = min(asked.number("at"), max(left - 1, 0))
    question = {"report_a": a, "report_b": b} if named else _question(asked, at)
    last = asked.known.last(asked.person.name, PAIR)
    undo = {"id": last.id, "text": f"{ANSWERS[last.act]}: {' and '.join(last.about)}"} if last else None
    if question is None:
        return asked.page("done.html", title="Pairs", undo=undo, back=asked.url("pairs"),
                          text="What others answered, or you called unsure, is in the history.")  # fmt: skip
    return asked.page("pair.html", undo=undo, at=at, waiting=left, named=named, **_pair(asked, question))


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
        "said": [(d.by, ANSWERS[d.act], d.why, d.t[:10]) for d in asked.known.on_pair(a, b)],
        "mine": any(d.by == asked.person.name for d in asked.known.on_pair(a, b)),
        "must_say": _kept_apart(link), "rivals": str((link or {}).get("blocked") or "").partition(RIVALS)[2],
    }  # fmt: skip


def _kept_apart(link: dict[str, Any] | None) -> bool:
    """True where a rule or a decision keeps the pair apart; that a report fits several events is only a question."""
    blocked = str((link or {}).get("blocked") or "")
    return bool(blocked) and not blocked.startswith(RIVALS)


def decide(asked: Asked) -> Response:
    """Append the answer; one that changes an earlier answer takes that back first, and says why."""
    act, a, b, why = asked.given("act"), asked.given("a"), asked.given("b"), asked.given("why")
    if act not in PAIR:
        raise UsageError(f"there is no answer {act!r}", f"one of {', '.join(PAIR)}")
    asked.need(asked.shelf.level((a, b)), "pair of reports so called")
    mine = [d for d in asked.known.on_pair(a, b) if d.by == asked.person.name]
    link = asked.shelf.link(a, b)
    if mine and not why:
        raise UsageError("a change of mind says why", "go back and write the reason")
    if act == "same" and link and _kept_apart(link) and not why:
        raise UsageError(
            f"something keeps these two apart: {link['blocked']}", "go back and write why it does not hold"
        )
    for old in mine:
        asked.decide("retract", list(old.about), value={"decision": old.id}, why=why)
    asked.decide(act, [a, b], why=why)
    return asked.back(f"{asked.url('pairs')}?at={asked.number('at')}")
