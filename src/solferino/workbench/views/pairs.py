"""The queue of pairs that the linkage is unsure of: two reports beside each other, one key for each answer."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from solferino.linkage.queue import RIVALS
from solferino.words.errors import UsageError
from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.record import PAIR, answered, last_of, on_pair

_BATCH = 500
ANSWERS = {"same": "one event", "not-same": "not one event", "unsure": "unsure"}


def waiting(asked: Asked) -> int:
    """Return how many questions are open for this person."""
    total = asked.shelf.rows(f"SELECT count(*) AS n FROM questions WHERE sensitivity IN ({asked.marks})", asked.levels)
    done = json.dumps([sorted(pair) for pair in answered(asked.bench.record.standing(), asked.person.name)])
    sql = f"""SELECT count(*) AS n FROM json_each(?) d CROSS JOIN questions q ON q.sensitivity IN ({asked.marks})
      AND q.a = json_extract(d.value, '$[0]') AND q.b = json_extract(d.value, '$[1]')"""
    return int(total[0]["n"]) - int(asked.shelf.rows(sql, [done, *asked.levels])[0]["n"])


def question_at(asked: Asked, at: int) -> dict[str, Any] | None:
    """Return the question at a place among those open for this person, the most telling first; None where none is."""
    done, last = answered(asked.bench.record.standing(), asked.person.name), None
    sql = f"SELECT n, a, b FROM questions WHERE sensitivity IN ({asked.marks}) AND n > ? ORDER BY n LIMIT {_BATCH}"
    after = 0
    while rows := asked.shelf.rows(sql, [*asked.levels, after]):
        for row in rows:
            if frozenset((row["a"], row["b"])) not in done:
                last, at = row["n"], at - 1
                if at < 0:
                    break
        if at < 0:
            break
        after = rows[-1]["n"]
    found = asked.shelf.bodies("SELECT body FROM questions WHERE n = ?", [last])
    return found[0] if found else None


def view(asked: Asked) -> Response:
    """Return the question at a place in the queue, or the pair that was named."""
    a, b = asked.given("a"), asked.given("b")
    named, left = bool(a and b), waiting(asked)
    at = min(asked.number("at"), max(left - 1, 0))
    question = {"report_a": a, "report_b": b} if named else question_at(asked, at)
    decided = asked.bench.record.standing()
    last = last_of(decided, asked.person.name, PAIR)
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
        "said": [(d.by, ANSWERS[d.act], d.why, d.t[:10]) for d in on_pair(asked.bench.record.standing(), a, b)],
        "mine": any(d.by == asked.person.name for d in on_pair(asked.bench.record.standing(), a, b)),
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
    mine = [d for d in on_pair(asked.bench.record.standing(), a, b) if d.by == asked.person.name]
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
