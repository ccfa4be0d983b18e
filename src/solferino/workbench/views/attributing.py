"""The queue of attributions to judge: whom the accounts blame, beside what was seen."""

from __future__ import annotations

from starlette.responses import Response

from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary
from solferino.workbench import telling
from solferino.workbench.bench import Asked, Json, Missing
from solferino.workbench.views.incident import decided, told
from solferino.workbench.waiting import choose, count, judged, members

TITLE = "Attributions"


def waiting(asked: Asked) -> int:
    """Return how many incidents with somebody blamed this person has not judged."""
    return count(asked, "attributions", judged("attribution"))


def view(asked: Asked) -> Response:
    """Return the incident at a place in the queue, or the one that was named, with the form of a judgement."""
    row = choose(asked, "attributions", judged("attribution"))
    last = asked.known.last(asked.person.name, ("attribution",))
    undo = (
        {"id": last.id, "text": telling.blamed(last.value, asked.bench.names) or "nobody can be named"}
        if last
        else None
    )
    if row is None:
        return asked.page("done.html", title=TITLE, undo=undo, back=asked.url("attributions"),
                          text="You have judged every attribution.")  # fmt: skip
    claimed = _claimed(asked, row)
    said = [d for d, gone in decided(asked, row) if d.act == "attribution" and not gone]
    return asked.page(
        "attribution.html", **told(asked, row), undo=undo, at=asked.number("at"), named=bool(asked.given("incident")),
        waiting=waiting(asked), claimed=claimed, parties=_parties(claimed),
        relations=vocabulary("attribution_relation"),
        lines=[(w, vocabulary("intent_lines").get(w, "")) for w in row.get("intent_lines") or ()], said=said,
        mine=[d for d in said if d.by == asked.person.name],
    )  # fmt: skip


def _claimed(asked: Asked, row: Json) -> list[Json]:
    """The attributions of accounts that this person may see."""
    sql = f"""SELECT body FROM attributions WHERE incident = ?
      AND json_extract(body, '$.sensitivity') IN ({asked.marks}) ORDER BY json_extract(body, '$.report_id')"""
    return asked.shelf.bodies(sql, [row["incident_id"], *asked.levels])


def _parties(claimed: list[Json]) -> list[str]:
    return sorted({p for c in claimed for p in c["parties"] or ()})


def decide(asked: Asked) -> Response:
    """Append whom what was seen points to; a change takes the same person's earlier judgement back first."""
    row = asked.shelf.thing("incident", asked.given("incident"))
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("incident so called")
    relation, why, chosen = asked.given("relation"), asked.given("why"), asked.many("party")
    known = _parties(_claimed(asked, row))
    if relation not in vocabulary("attribution_relation") or set(chosen) - set(known):
        raise UsageError("choose among the parties and relations shown", "go back and choose again")
    if bool(chosen) == (relation == "unknown"):
        raise UsageError("no party goes with unknown, and every other relation names one", "go back and choose again")
    if not why:
        raise UsageError("a judgement says what it rests on", "go back and write what was seen")
    for old in [
        d for d, gone in decided(asked, row) if d.act == "attribution" and not gone and d.by == asked.person.name
    ]:
        asked.decide("retract", list(old.about), value={"decision": old.id}, why=why)
    value = {"parties": chosen, "relation": relation}
    asked.decide("attribution", members(asked, row["incident_id"]), value=value, why=why)
    return asked.back(f"{asked.url('attributions')}?at={asked.number('at')}")
