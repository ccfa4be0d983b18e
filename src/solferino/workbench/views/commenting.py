"""Comments on what reports tell, and what one is asked about: lines of the ledger which change no table."""

from __future__ import annotations

import re

from starlette.responses import Response

from solferino.words.decision import Decision
from solferino.words.errors import UsageError
from solferino.workbench import telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.record import Known
from solferino.workbench.views.incident import LONGEST
from solferino.workbench.waiting import members

SHOWN = 200


def write(asked: Asked) -> Response:
    """Append a comment about the reports of an incident; nothing is rebuilt for it."""
    row = asked.shelf.thing("incident", asked.given("incident"))
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("incident so called")
    text = asked.given("text").replace("\r\n", "\n")
    if not text or len(text) > LONGEST:
        raise UsageError(f"a comment has 1 to {LONGEST} characters", "go back and write it, or make two of it")
    about = members(asked, row["incident_id"])
    asked.decide("comment", about, why=text, moves=False)
    return asked.back(asked.url("incident", name=row["incident_id"]))


def view(asked: Asked) -> Response:
    """Return the comments that name this person: those that wait for an answer first, each group the newest first."""
    found = [(d, done) for d, done in mentions(asked.known, asked.person.name) if asked.may(asked.shelf.level(d.about))]
    found.sort(key=lambda one: (one[1], -one[0].line))
    shown = [(d, done, _incidents(asked, d)) for d, done in found[:SHOWN]]
    return asked.page("mentions.html", shown=shown, total=len(found))


def waiting(asked: Asked) -> int:
    """Return how many comments wait for an answer of this person."""
    return sum(
        not done and asked.may(asked.shelf.level(d.about), route="mentions")
        for d, done in mentions(asked.known, asked.person.name)
    )


def mentions(known: Known, name: str) -> list[tuple[Decision, bool]]:
    """Return the comments that stand and name a person, each with whether that person has answered or decided since."""
    called = re.compile(rf"(?<![\w@.-])@{re.escape(name)}(?![\w-]|\.\w)", re.IGNORECASE)
    asking = [d for d in known.standing if d.act == "comment" and d.by != name and called.search(d.why)]
    return [(d, any(later.by == name and later.line > d.line for later in known.about(d.about))) for d in asking]


def _incidents(asked: Asked, decision: Decision) -> list[tuple[str, str]]:
    """The incidents that the reports of a comment tell of now; they may have been parted or joined since then."""
    names = dict.fromkeys(i for r in decision.about for i, how in asked.shelf.incidents_of(r) if how == "same")
    found = (asked.shelf.thing("incident", name) for name in names)
    return [(row["incident_id"], telling.name(row)) for row in found if row and asked.may(row["sensitivity"])]
