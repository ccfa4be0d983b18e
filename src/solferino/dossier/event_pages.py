"""Pages of sources, and of incidents and reports where any are published: each alone, or many in volumes."""

from __future__ import annotations

from typing import Protocol

from solferino.dossier import entry_view, incident_view, incidents_view, map_view, report_view
from solferino.dossier.events import Events
from solferino.dossier.law_view import Law
from solferino.dossier.shelf import Json, Shelf


class Render(Protocol):
    """What fills a template: `up` leads from the page to the top of the dossier, `nav` is its place in the bar."""

    def __call__(self, template: str, docs: Json, up: str, *, nav: str, **view: object) -> bytes: ...


def pages(docs: Json, shelf: Shelf, events: Events, *, render: Render) -> dict[str, bytes]:
    """Return path → page."""
    made = {
        path: render("source.html", docs, "../", nav="exhibits", x=view)
        for path, view in report_view.sources(shelf, events).items()
    }
    if events.reports:
        view = report_view.index(shelf, events)
        made["reports/index.html"] = render("reports.html", docs, "../", nav="reports", v=view)
        made |= _reports(docs, shelf, events, render)
    if events.incidents:
        view = incidents_view.index(shelf, events)
        made["incidents/index.html"] = render("incidents.html", docs, "../", nav="incidents", v=view)
        made |= _incidents(docs, shelf, events, render)
        made |= map_view.files(list(events.incidents.values()), shelf)
    return made


def _reports(docs: Json, shelf: Shelf, events: Events, render: Render) -> dict[str, bytes]:
    if volumes := shelf.reports.volumes:
        return {
            v.path: render("reports_volume.html", docs, "../", nav="reports", v=entry_view.reports(v, shelf, events))
            for v in volumes
        }
    return {
        path: render("report.html", docs, "../", nav="reports", r=view)
        for path, view in report_view.reports(shelf, events).items()
    }


def _incidents(docs: Json, shelf: Shelf, events: Events, render: Render) -> dict[str, bytes]:
    if volumes := shelf.incidents.volumes:
        return {
            v.path: render("incidents_volume.html", docs, "../", nav="incidents",
                           v=entry_view.incidents(v, shelf, events))
            for v in volumes
        }  # fmt: skip
    law, made = Law(shelf), {}
    for name, path in shelf.incident_pages.items():
        view = incident_view.page(name, shelf, events) | {"law": law.of(events.incidents[name])}
        made[path] = render("incident.html", docs, "../", nav="incidents", v=view)
    return made
