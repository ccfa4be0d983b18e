"""Search over reports and incidents: any spelling, filters, days as a histogram, the `where` of a claim."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from solferino.words.errors import UsageError
from solferino.words.tables import vocabulary
from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Json
from solferino.workbench.pages import counted, render
from solferino.workbench.terms import asked as terms
from solferino.workbench.where import iso, toml

KINDS = {"incident": "incidents", "report": "reports"}
SHOWN = 50
COUNTED = 10_000
"""Hits that are counted and drawn; beyond, the page says that there are more."""


def view(asked: Asked) -> Response:
    """Return the hits of a query; only the hits, where a page of ours asks while words are typed."""
    found = _found(asked)
    if asked.request.headers.get("hx-request") == "true":
        return HTMLResponse(render("_hits.html", **found, url=asked.url))
    sql = f"SELECT DISTINCT name FROM places WHERE sensitivity IN ({asked.marks}) ORDER BY name LIMIT 500"
    places = [r["name"] for r in asked.shelf.rows(sql, asked.levels)]
    given: dict[str, Any] = {k: asked.given(k) for k in ("q", "to", "object", "place", "party")}
    return asked.page("search.html", **found, **given, since=asked.given("from"), objects=vocabulary("object"),
                      places=places)  # fmt: skip


def _found(asked: Asked) -> dict[str, Any]:
    kind = asked.given("kind") if asked.given("kind") in KINDS else "incident"
    conditions, values = _conditions(asked, kind)
    where = " AND ".join(conditions)
    order = "words.rowid" if terms(asked.given("q")) else "t.n"
    hits = asked.shelf.bodies(
        f"SELECT body FROM {_from(asked)} JOIN bodies ON bodies.n = t.n WHERE {where} "
        f"ORDER BY {order} LIMIT {SHOWN} OFFSET ?",
        [*values, asked.number("at")],
    )
    days = asked.shelf.rows(
        f"SELECT day, count(*) AS n FROM (SELECT t.day FROM {_from(asked)} WHERE {where} LIMIT {COUNTED}) GROUP BY day",
        values,
    )
    total = sum(r["n"] for r in days)
    undated = sum(r["n"] for r in days if not r["day"])
    counted = {r["day"]: r["n"] for r in days if r["day"]}
    return {
        "kind": kind, "hits": [_hit(kind, row) for row in hits], "total": total, "capped": total >= COUNTED,
        "undated": undated, "at": asked.number("at"), "shown": SHOWN, "where": _where(asked),
        "claim_where": toml(_where(asked)),
        "figure": figures.histogram(counted, f"{total} {KINDS[kind]}"), "words": asked.given("q"), "of": KINDS[kind],
        "more": urlencode([*((k, asked.given(k)) for k in ("kind", "q", "from", "to", "object", "place", "party")),
                           ("at", asked.number("at") + SHOWN)]),
        "claim": urlencode({"of": KINDS[kind], "where": toml(_where(asked))}),
    }  # fmt: skip


def _from(asked: Asked) -> str:
    """Where hits come from: the words first where some are asked; both stand in the order of days."""
    return "words CROSS JOIN things t ON t.n = words.rowid" if terms(asked.given("q")) else "things t"


def _conditions(asked: Asked, kind: str) -> tuple[list[str], list[Any]]:
    """What narrows the hits: every value a bound parameter."""
    found, values = ["t.kind = ?", f"t.sensitivity IN ({asked.marks})"], [kind, *asked.levels]
    if words := terms(asked.given("q")):
        found.append("words MATCH ?")
        values.append(words)
    for name, condition in (("from", "t.last >= ?"), ("to", "t.day <= ?")):
        if text := asked.given(name):
            found.append(condition)
            values.append(iso(text))
    for name, condition in (("object", "t.object = ?"), ("place", "t.place = ?"),
                            ("party", "instr(' ' || t.parties || ' ', ' ' || ? || ' ') > 0")):  # fmt: skip
        if text := asked.given(name):
            found.append(condition)
            values.append(text)
    return found, values


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


def _where(asked: Asked) -> dict[str, Any]:
    """The filters as a claim's `where`; words cannot be asked by a claim, and the page says so."""
    found: dict[str, Any] = {k: asked.given(k) for k in ("object",) if asked.given(k)}
    if place := asked.given("place"):
        found["place_id"] = place
    if party := asked.given("party"):
        found["party"] = {"may": party}
    days = {k: iso(asked.given(k)) for k in ("from", "to") if asked.given(k)}
    if days.get("from", "") > days.get("to", "9999"):
        raise UsageError("the window ends before it begins", "swap the two days")
    return found | ({"date": days} if days else {})
