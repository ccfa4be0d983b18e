"""One incident or report of a volume: what its own page would begin with, short enough to stand among two hundred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from solferino.dossier import incidents_view, report_view, say, telling
from solferino.dossier.events import COVERS, DENIES, SAME, Events
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.volumes import Volume

_HOW = {SAME: "", COVERS: "covers it: ", DENIES: "denies it: "}


def incidents(volume: Volume, shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of one volume of incidents."""
    return _leaf(volume, shelf.incidents.volumes) | {"entries": [_incident(n, shelf, events) for n in volume.names]}


def reports(volume: Volume, shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of one volume of reports."""
    return _leaf(volume, shelf.reports.volumes) | {
        "rows": [report_view.line(events.reports[n], shelf, events) | {"anchor": _anchor(shelf.report_pages[n])}
                 for n in volume.names]
    }  # fmt: skip


def _leaf(volume: Volume, all_: Sequence[Volume]) -> dict[str, Any]:
    at = all_.index(volume)
    return {
        "title": volume.title, "n": len(volume.names),
        "before": all_[at - 1] if at else None, "after": all_[at + 1] if at + 1 < len(all_) else None,
    }  # fmt: skip


def _anchor(href: str) -> str:
    return href.partition("#")[2]


def _incident(name: str, shelf: Shelf, events: Events) -> dict[str, Any]:
    row = events.incidents[name]
    told = [(events.reports[r], how) for r, how in events.stands.get(name, ()) if r in events.reports]
    return incidents_view.line(row, shelf, incidents_view.OTHERS) | {
        "id": name, "anchor": _anchor(shelf.incident_pages[name]), "weapon": say.listed(row.get("weapon") or ()),
        "claims": [(k, shelf.claim_pages[k]) for k in shelf.claims_on.get(name, ())],
        "told": [_told(r, how, shelf) for r, how in told],
    }  # fmt: skip


def _told(r: Json, how: str, shelf: Shelf) -> dict[str, str]:
    return {
        "href": shelf.report_pages.get(r["report_id"], ""), "how": _HOW.get(how, f"{how}: "),
        "publisher": str(r.get("publisher") or "publisher not told"), "day": telling.days(r),
        "blamed": telling.blames(r, shelf.names) or "–", "killed": telling.count(r, "killed") or "–",
        "injured": telling.count(r, "injured") or "–", "roots": ", ".join(r.get("roots") or ()) or "none told",
    }  # fmt: skip
