"""Search over reports and incidents: any spelling, filters, days as a histogram, the `where` of a claim."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary
from solferino.workbench import figures, mapbox, telling
from solferino.workbench.bench import Asked, Json
from solferino.workbench.finding import Box, Query, find
from solferino.workbench.pages import counted, render
from solferino.workbench.where import iso, toml

KINDS = {"incident": "incidents", "report": "reports"}
SHOWN = 50
FILTERS = ("object", "place", "party", *mapbox.EDGES)


def view(asked: Asked) -> Response:
    """Return the hits of a query; only the hits, where a page of ours asks while words are typed."""
    answer = found(asked)
    if asked.request.headers.get("hx-request") == "true":
        return HTMLResponse(render("_hits.html", **answer, url=asked.url, swap=True))
    sql = f"SELECT DISTINCT name FROM places WHERE sensitivity IN ({asked.marks}) ORDER BY name LIMIT 500"
    places = [r["name"] for r in asked.shelf.rows(sql, asked.levels)]
    given: dict[str, Any] = {k: asked.given(k) for k in ("q", "to", *FILTERS)}
    return asked.page("search.html", swap=False, **answer, **given, since=asked.given("from"), places=places,
                      objects=vocabulary("object"))  # fmt: skip


def found(asked: Asked) -> dict[str, Any]:
    """Return what was asked found: hits, numbers, days, figures, and the filters as a claim asks them."""
    kind, at = asked.given("kind") if asked.given("kind") in KINDS else "incident", asked.number("at")
    since, until = (iso(asked.given(k)) if asked.given(k) else "" for k in ("from", "to"))
    chosen = mapbox.box(asked.given(k) for k in mapbox.EDGES)
    narrowed = {name: asked.given(name) for name in ("object", "place", "party")}
    query = Query(kind, asked.given("q"), since, until, box=chosen, **narrowed)
    hit = find(asked.shelf, query, levels=asked.levels)
    total = len(hit.numbers)
    sql = "SELECT body FROM bodies WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n"
    hits = asked.shelf.bodies(sql, [json.dumps(hit.numbers[at : at + SHOWN])])
    first = f"the first {total}" if hit.capped else total
    return {
        "kind": kind, "hits": [_hit(kind, row) for row in hits], "total": total, "capped": hit.capped,
        "undated": hit.undated, "at": at, "shown": SHOWN, "where": _where(asked, chosen),
        "claim_where": toml(_where(asked, chosen)),
        "map": mapbox.drawn(asked.shelf, kind, levels=asked.levels, chosen=chosen),
        "days": hit.days, "figure": figures.histogram(hit.days, f"{first} {KINDS[kind]}"), "words": asked.given("q"),
        "of": KINDS[kind],
        "more": urlencode([*((k, asked.given(k)) for k in ("kind", "q", "from", "to", *FILTERS)),
                           ("at", at + SHOWN)]),
        "claim": urlencode({"of": KINDS[kind], "where": toml(_where(asked, chosen))}),
    }  # fmt: skip


def _hit(kind: str, row: Json) -> dict[str, Any]:
    if kind == "incident":
        detail = [
            counted(row["reports"], "report"),
            counted(row["independent"] or 0, "independent origin"),
            telling.several(row, "weapon"),
        ]
        return {"id": row["incident_id"], "title": telling.name(row), "detail": " · ".join(filter(None, detail))}
    told = [telling.days(row), row.get("place"), row.get("facility") or row.get("object"), row.get("publisher")]
    return {"id": row["report_id"], "title": " · ".join(map(str, filter(None, told))) or row["report_id"],
            "detail": str(row.get("note") or "")}  # fmt: skip


def _where(asked: Asked, chosen: Box | None) -> dict[str, Any]:
    """The filters as a claim's `where`; words cannot be asked by a claim, and the page says so."""
    found: dict[str, Any] = {k: asked.given(k) for k in ("object",) if asked.given(k)}
    if place := asked.given("place"):
        found["place_id"] = place
    if party := asked.given("party"):
        found["party"] = {"may": party}
    days = {k: iso(asked.given(k)) for k in ("from", "to") if asked.given(k)}
    if days.get("from", "") > days.get("to", "9999"):
        raise UsageError("the window ends before it begins", "swap the two days")
    return found | mapbox.where(chosen) | ({"date": days} if days else {})
