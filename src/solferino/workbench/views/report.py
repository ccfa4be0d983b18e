"""One report: what it says, what it stands to, the exhibit it was read from."""

from __future__ import annotations

from starlette.responses import Response

from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.custody import media_type
from solferino.workbench.views.incident import RELATION, evidence
from solferino.workbench.views.media import FIRST, stored


def view(asked: Asked) -> Response:
    """Return the page of a report."""
    name = asked.request.path_params["name"]
    row = asked.shelf.thing("report", name)
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("report so called")
    found = [(asked.shelf.thing("incident", i), how) for i, how in asked.shelf.incidents_of(name)]
    shown = [
        (telling.name(i), i["incident_id"], RELATION.get(how, how))
        for i, how in found
        if i and asked.may(i["sensitivity"])
    ]
    cited = _preserved(asked, str(row.get("document") or ""))
    sources = [e for source in dict.fromkeys((row["source_id"], *cited)) for e in evidence(asked, source)]
    exhibits = [e["sha256"] for s in sources for e in s["exhibits"]]
    media = [(sha256, kind) for sha256 in exhibits if (kind := media_type(stored(asked, sha256, FIRST)))]
    return asked.page(
        "report.html", row=row, cells={k: v for k, v in telling.cells(row, asked.bench.names).items() if v},
        incidents=shown,
        evidence=sources, media=media, map=figures.where([(name.rpartition("/")[2], row)]),
    )  # fmt: skip


def _preserved(asked: Asked, document: str) -> list[str]:
    """The sources that are the document which a report stands in, by their address or path."""
    sql = "SELECT id FROM sources WHERE ? IN (json_extract(body, '$.url'), json_extract(body, '$.path')) ORDER BY id"
    return [r["id"] for r in asked.shelf.rows(sql, [document])] if document else []
