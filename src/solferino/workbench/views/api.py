"""The same answers as JSON, for scripts of those who review: what may be asked is described at /api/openapi.json."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.responses import JSONResponse, Response

from solferino.workbench.bench import Asked
from solferino.workbench.described import Described, described
from solferino.workbench.mapbox import EDGES
from solferino.workbench.views import home, searching
from solferino.workbench.views.incident import commented, decided, found_incident, standing_reports

_TEXT, _COUNT, _OBJECT = {"type": "string"}, {"type": "integer", "minimum": 0}, {"type": "object"}
_DAY = {"type": "string", "format": "date"}
_DEGREES = {"type": "string", "pattern": r"^-?\d{1,3}(\.\d{1,6})?$"}
_AT = {"type": "integer", "minimum": 0, "maximum": 999_999_999}


def _of(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_QUERY: dict[str, dict[str, Any]] = {
    "kind": {"type": "string", "enum": list(searching.KINDS)}, "q": _TEXT, "from": _DAY, "to": _DAY,
    "object": _TEXT, "place": _TEXT, "party": _TEXT, **dict.fromkeys(EDGES, _DEGREES), "at": _AT,
}  # fmt: skip
_FOUND = _of(
    total=_COUNT, more={"type": "boolean"}, undated=_COUNT, days={"type": "object", "additionalProperties": _COUNT},
    hits=_list(_of(id=_TEXT, title=_TEXT, detail=_TEXT)), where=_OBJECT,
)  # fmt: skip
_DECISION = _of(
    t=_TEXT, by=_TEXT, act=_TEXT, about=_list(_TEXT), value={}, why=_TEXT, standing={"type": "boolean"}
)  # fmt: skip
_STATE = _of(running={"type": "boolean"}, built=_COUNT, stages=_list(_OBJECT), moved=_list(_OBJECT), failed=_TEXT)
_INCIDENT = _of(incident=_OBJECT, reports=_list(_of(relation=_TEXT, report=_OBJECT)), decisions=_list(_DECISION))
APIS = {
    "api-status": Described("how the last rebuild goes, and which verdicts moved", {}, _STATE),
    "api-queues": Described("what waits for you", {}, _of(queues=_list(_of(name=_TEXT, waiting=_COUNT)))),
    "api-search": Described("incidents or reports that match, earliest first, fifty at a time", _QUERY, _FOUND),
    "api-incident": Described("one incident, the rows of its reports, what people decided", {}, _INCIDENT),
}
"""What each route of these asks and gives."""


def status(asked: Asked) -> Response:
    """Return how the rebuild goes."""
    return JSONResponse(asdict(asked.bench.rebuild.state))


def queues(asked: Asked) -> Response:
    """Return what waits in each queue that is open to this person."""
    return JSONResponse({"queues": [{"name": name, "waiting": n} for name, _, n, _, _ in home.queues(asked)]})


def search(asked: Asked) -> Response:
    """Return the hits of a query."""
    found = searching.found(asked)
    kept = {name: found[name] for name in ("total", "undated", "days", "hits", "where")}
    return JSONResponse(kept | {"more": found["capped"]})


def incident(asked: Asked) -> Response:
    """Return an incident with its reports and decisions, as far as this person may see them."""
    row = found_incident(asked, asked.request.path_params["name"])
    acts, said = commented(asked, decided(asked, row))
    told = sorted([*acts, *said], key=lambda one: one[0].line)
    # Ids hold names: what takes a decision back says so, and not which.
    lines = [
        {"t": d.t, "by": asked.who(d.by), "act": d.act, "about": list(d.about), "why": d.why, "standing": not gone,
         "value": None if d.act == "retract" else d.value} for d, gone in told
    ]  # fmt: skip
    reports = [{"relation": how, "report": report} for report, how in standing_reports(asked, row)]
    return JSONResponse({"incident": row, "reports": reports, "decisions": lines})


def openapi(asked: Asked) -> Response:
    """Return the description of these routes, made from them."""
    return JSONResponse(described(asked.request.app.routes, APIS, title=f"Review of {asked.bench.title}"))
