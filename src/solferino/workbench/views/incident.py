"""One incident: what every report says of it, where that came from, what people decided."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Json, Missing
from solferino.workbench.custody import custody
from solferino.workbench.shelf import steps

LONGEST = 4_000
"""Characters of a comment."""
RELATION = {"same": "tells of it", "covers": "covers it", "denies": "denies it"}


def view(asked: Asked) -> Response:
    """Return the page of an incident."""
    row = found_incident(asked, asked.request.path_params["name"])
    acts, said = commented(asked, decided(asked, row))
    return asked.page("incident.html", **told(asked, row), evidence=_evidence(asked, row), decided=acts, said=said,
                      longest=LONGEST)  # fmt: skip


def found_incident(asked: Asked, name: str) -> Json:
    """Return the row of an incident that this person may see; Missing where there is none."""
    row = asked.shelf.thing("incident", name)
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("incident so called")
    return row


def commented(asked: Asked, everything: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return decisions and comments apart; comments, which name those who decide, only to those who do."""
    said = [one for one in everything if one[0].act == "comment"]
    ids = {d.id for d, _ in said}
    # What took a comment back is told beside the comment.
    acts = [
        (d, gone)
        for d, gone in everything
        if d.id not in ids and not (d.act == "retract" and d.value["decision"] in ids)
    ]
    return acts, said if asked.may("public", route="write-comment") else []


def standing_reports(asked: Asked, row: Json) -> list[tuple[Json, str]]:
    """Return the reports that stand to an incident, and how, as far as this person may see them."""
    stands = asked.shelf.stands(row["incident_id"])
    held = asked.shelf.reports(r for r, _ in stands)
    return [(held[r], how) for r, how in stands if r in held and asked.may(held[r]["sensitivity"])]


def told(asked: Asked, row: Json) -> dict[str, Any]:
    """Return what is shown of an incident wherever it is judged."""
    shown = [(report, RELATION.get(how, how)) for report, how in standing_reports(asked, row)]
    cells = {r["report_id"]: telling.cells(r, asked.bench.names) for r, _ in shown}
    columns = telling.columns(list(cells.values()))
    same = [r for r, how in shown if how == RELATION["same"]]
    return {
        "row": row, "name": telling.name(row), "grades": telling.grades(row), "columns": columns,
        "reports": [(r["report_id"], how, cells[r["report_id"]]) for r, how in shown],
        "killed": telling.count(row, "killed"),
        "injured": telling.count(row, "injured"), "days": telling.days(row),
        "differs": {label for label in columns if len({cells[r["report_id"]][label] for r in same} - {""}) > 1},
        "names": asked.bench.names,
        "map": figures.where([(r["report_id"].rpartition("/")[2], r) for r in same]),
        "time": figures.when([(r["report_id"].rpartition("/")[2], r) for r in same]),
        "blamed": telling.blamed, "links": _links(asked, row["incident_id"]),
    }  # fmt: skip


def _links(asked: Asked, incident: str) -> list[dict[str, Any]]:
    """The scored pairs of its reports among each other, strongest first."""
    sql = f"""SELECT l.body FROM links l JOIN stands a ON a.report = l.a AND a.incident = ? AND a.relation = 'same'
      JOIN stands b ON b.report = l.b AND b.incident = a.incident AND b.relation = 'same'
      WHERE json_extract(l.body, '$.sensitivity') IN ({asked.marks}) ORDER BY l.score DESC LIMIT 12"""
    found = asked.shelf.bodies(sql, [incident, *asked.levels])
    return [
        {"a": x["report_a"], "b": x["report_b"], "bits": x["score"] / 1000,
         "why": ", ".join(f"{field} {level}" for field, level, n in steps(x) if n)}
        for x in found
    ]  # fmt: skip


def _evidence(asked: Asked, row: Json) -> list[dict[str, Any]]:
    """The sources behind its reports, each with its exhibit and what the custody log says of that."""
    sources = dict.fromkeys(r.partition("/")[0] for r, _ in asked.shelf.stands(row["incident_id"]))
    return [e for source in sources for e in evidence(asked, source)]


def evidence(asked: Asked, source: str) -> list[dict[str, Any]]:
    """Return a source with its exhibits and their custody; nothing where this person may not see it."""
    sql = f"SELECT body FROM sources WHERE id = ? AND sensitivity IN ({asked.marks})"
    found = asked.shelf.bodies(sql, [source, *asked.levels])
    sql = f"SELECT body FROM exhibits WHERE source = ? AND sensitivity IN ({asked.marks})"
    exhibits = asked.shelf.bodies(sql, [source, *asked.levels])
    return [s | {"exhibits": [e | {"log": custody(asked.bench.case, e["sha256"])} for e in exhibits]} for s in found]


def decided(asked: Asked, row: Json) -> list[Any]:
    """Return the decisions about any report of an incident, taken back or not, oldest first."""
    known = asked.known
    found = known.about(r for r, _ in asked.shelf.stands(row["incident_id"]))
    # One that is also about a report of another incident may tell of what is more guarded than this one.
    return [(d, d.id in known.gone) for d in found if asked.may(asked.shelf.level(d.about))]
