"""One report: what it says, what it stands to, the exhibit it was read from."""

from __future__ import annotations

from starlette.responses import Response

from solferino.workbench import figures, telling
from solferino.workbench.bench import Asked, Missing
from solferino.workbench.custody import media_type
from solferino.workbench.views.incident import evidence
from solferino.workbench.views.media import stored


def view(asked: Asked) -> Response:
    """Return the page of a report."""
    name = asked.request.path_params["name"]
    row = asked.shelf.thing("report", name)
    if row is None or not asked.may(row["sensitivity"]):
        raise Missing("report so called")
    found = [(asked.shelf.thing("incident", i), how) for i, how in asked.shelf.incidents_of(name)]
    shown = [(telling.name(i), i["incident_id"], how) for i, how in found if i and asked.may(i["sensitivity"])]
    sources = evidence(asked, row["source_id"])
    pictures = [e["sha256"] for s in sources for e in s["exhibits"] if media_type(stored(asked, e["sha256"], 16))]
    return asked.page(
        "report.html", row=row, cells={k: v for k, v in telling.cells(row, asked.bench.names).items() if v},
        incidents=shown,
        evidence=sources, pictures=pictures, map=figures.where([(name.rpartition("/")[2], row)]),
    )  # fmt: skip
