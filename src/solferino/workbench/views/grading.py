"""The queue of incidents to grade: two reviewers sign grade 4 with their checklist; who differs is kept."""

from __future__ import annotations

from starlette.responses import Response

from solferino.situate.reviewed import SIGNED
from solferino.words.decision import LADDERS
from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.views.incident import decided, told
from solferino.workbench.waiting import choose, count, judged, members

TITLE = "Incidents to grade"


def waiting(asked: Asked) -> int:
    """Return how many incidents this person has not graded."""
    return count(asked, "grades", judged("grade"))


def view(asked: Asked) -> Response:
    """Return the incident at a place in the queue, or the one that was named, with the form of a grade."""
    row = choose(asked, "grades", judged("grade"))
    last = asked.known.last(asked.person.name, ("grade",))
    undo = {"id": last.id, "text": f"{last.value['ladder']} {last.value['grade']}"} if last else None
    if row is None:
        return asked.page("done.html", title=TITLE, undo=undo, back=asked.url("grades"),
                          text="You have graded every incident that is not yet verified.")  # fmt: skip
    said = [d for d, gone in decided(asked, row) if d.act == "grade" and not gone]
    return asked.page(
        "grade.html", **told(asked, row), undo=undo, at=asked.number("at"), named=bool(asked.given("incident")),
        waiting=waiting(asked), ladders=LADDERS, checklist=vocabulary("checklist"), signed=SIGNED, said=said,
        steps={ladder: [(g, w) for g, w in vocabulary(ladder).items() if int(g) <= SIGNED] for ladder in LADDERS},
        mine=[d for d in said if d.by == asked.person.name],
    )  # fmt: skip


def decide(asked: Asked) -> Response:
    """Append a grade; one that changes the same person's earlier grade takes that back first."""
    row = asked.shelf.thing("incident", asked.given("incident"))
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("incident so called")
    ladder, grade, why, checked = (
        asked.given("ladder"),
        asked.number("grade"),
        asked.given("why"),
        asked.many("checked"),
    )
    if ladder not in LADDERS or grade > SIGNED or not asked.given("grade"):
        raise UsageError("choose a ladder and a grade", f"a reviewer gives {SIGNED} at most")
    if grade == SIGNED and set(vocabulary("checklist")) - set(checked):
        raise UsageError(f"grade {SIGNED} is signed with the whole checklist", "go back, and tick what you looked at")
    if not why:
        raise UsageError("a grade says why", "go back and write the reason")
    mine = [d for d, gone in decided(asked, row) if d.act == "grade" and not gone
            and d.by == asked.person.name and d.value["ladder"] == ladder]  # fmt: skip
    for old in mine:
        asked.decide("retract", list(old.about), value={"decision": old.id}, why=why)
    value = {"ladder": ladder, "grade": grade, "checklist": [c for c in vocabulary("checklist") if c in checked]}
    asked.decide("grade", members(asked, row["incident_id"]), value=value, why=why)
    return asked.back(f"{asked.url('grades')}?at={asked.number('at')}")
