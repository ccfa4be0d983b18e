"""Every decision in order, and taking one's own back."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from solferino.words.errors import UsageError
from solferino.words.source import Sensitivity
from solferino.workbench.bench import Asked

SHOWN = 200
BACK = ("home", "mentions", "pairs", "grades", "attributions", "rejections", "history")
"""Where someone may have come from to take a decision back."""


def view(asked: Asked) -> Response:
    """Return the latest decisions about what this person may see."""
    everything, gone = asked.known.all, asked.known.gone
    shown: list[Any] = []
    comments = asked.may("public", route="write-comment")  # they are of those who decide, and name them
    for d in reversed(everything):
        if d.act == "comment" and not comments:
            continue
        if len(shown) < SHOWN and asked.may(
            asked.shelf.level(d.about) if _of_reports(d.act) else _level(asked, d.value)
        ):
            mine = d.by == asked.person.name and d.act != "retract" and d.id not in gone
            said = d.value if d.act != "retract" else None  # ids hold names
            shown.append((d, d.id in gone, mine, json.dumps(said, ensure_ascii=False) if said else ""))
    return asked.page("history.html", shown=shown, total=len(everything))


def _of_reports(act: str) -> bool:
    return act not in ("repair", "approve", "reply", "attest")


def _level(asked: Asked, value: object) -> str:
    """A repair shows cells of a source, and is as guarded as that; what is about the statement is as the statement."""
    source = value.get("source") if isinstance(value, dict) else None
    if source is None:
        return Sensitivity.ORDER[0]
    found = asked.shelf.rows("SELECT sensitivity FROM sources WHERE id = ?", [source])
    return str(found[0]["sensitivity"]) if found else Sensitivity.ORDER[-1]


def retract(asked: Asked) -> Response:
    """Take back one's own decision: a new line that says so, and the old one stays."""
    name = asked.given("decision")
    old = next((d for d in asked.known.standing if d.id == name and d.by == asked.person.name), None)
    if old is None:
        raise UsageError(f"you made no decision {name!r} that stands", "only its author takes a decision back")
    why = asked.given("why") or "taken back"
    asked.decide("retract", list(old.about), value={"decision": old.id}, why=why, moves=old.act != "comment")
    back = asked.given("back")
    if back == "incident" and asked.given("incident"):
        return asked.back(asked.url("incident", name=asked.given("incident")))
    return asked.back(asked.url(back if back in BACK else "history"))
