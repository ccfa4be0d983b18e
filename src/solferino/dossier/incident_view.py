"""What the page of one incident shows: every reported value beside the others, and who said it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import say, telling
from solferino.dossier.chosen import blaming, chosen
from solferino.dossier.claim_view import card
from solferino.dossier.events import COVERS, DENIES, SAME, Events, steps
from solferino.dossier.linkage_view import chance
from solferino.dossier.shelf import Json, Shelf
from solferino.draw.svg import shorten
from solferino.draw.waterfall import bits

SHOWN = 3
"""Waterfalls drawn of one incident; its other links stand in the table beneath."""
DOCUMENT = 60
"""Characters of the name of a document that stand in the table."""
APART = 6
"""Reports outside that came nearest to joining."""
COLUMNS = (
    ("days", "day"), ("what", "what was hit"), ("where", "where"), ("weapon", "by what"), ("blamed", "who is blamed"),
    ("killed", "killed"), ("injured", "injured"), ("covers", "numbers cover"), ("roots", "origins"),
)  # fmt: skip
_BESIDE = ("day as told", "facility as told", "place as told", "blamed", "denied by")
"""Notes that say again what stands in a table of this page."""
_RELATION = {SAME: "tells of it", COVERS: "covers it", DENIES: "denies it"}


def page(incident: str, shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of one incident."""
    row = events.incidents[incident]
    order = list(events.incidents)
    at = order.index(incident)
    stands = [s for s in events.stands.get(incident, ()) if s[0] in events.reports]
    same = events.told(incident)
    cells = {r: _cells(events.reports[r], shelf) for r, _ in stands}
    columns = [c for c in COLUMNS if any(each[c[0]] for each in cells.values())]
    members = [r["report_id"] for r in same]
    links = events.strongest(members)
    family = [i for i in events.families.get(str(row.get("family")), ()) if i != incident and i in events.incidents]
    return {
        "id": incident,
        "title": f"{telling.what(row)}, {telling.where(row)}",
        "day": telling.days(row),
        "facts": chosen(row, same, stands, shelf),
        "blamed": blaming(same, shelf),
        "denials": [_denial(r, shelf) for r in events.told(incident, DENIES)],
        "grades": telling.grades(row),
        "intent_lines": [w.replace("_", " ") for w in row.get("intent_lines") or ()],
        "disputed": bool(row.get("disputed")),
        "family": [(_name(events.incidents[i]), shelf.incident_pages[i]) for i in family],
        "columns": [label for _, label in columns],
        "reports": [
            _told(events.reports[r], how, same, shelf, {c: cells[r][c[0]] for c in columns}) for r, how in stands
        ],
        "origins": Markup(_origins(same)),
        "independent": row.get("independent") or 0,
        "notes": [
            *(say.prose(n) for n in row.get("notes") or () if not n.startswith(_BESIDE)),
            *(say.prose(n) for n in shelf.docs["case"]["notes"] if incident in n.replace(",", " ").split()),
        ],
        "waterfalls": [_waterfall(x, shelf, events) for x in links[:SHOWN]],
        "links": [_pair(x, shelf) for x in links[SHOWN:]],
        "apart": [_pair(x, shelf) for x in events.nearest_apart(members)[:APART]],
        "claims": [card(k, shelf) for k in shelf.claims_on.get(incident, ())],
        "before": _step(order[at - 1], shelf, events) if at else None,
        "after": _step(order[at + 1], shelf, events) if at + 1 < len(order) else None,
    }


def _name(row: Json) -> str:
    return f"{telling.what(row)}, {telling.where(row)}, {telling.days(row)}"


def _step(incident: str, shelf: Shelf, events: Events) -> tuple[str, str]:
    return _name(events.incidents[incident]), shelf.incident_pages[incident]


def _denial(report: Json, shelf: Shelf) -> dict[str, str]:
    since = say.day(report["known_since"]) if report.get("known_since") else telling.days(report)
    return {
        "name": str(report.get("publisher") or "publisher not told"), "day": since,
        "href": shelf.report_pages.get(report["report_id"], ""),
    }  # fmt: skip


def _told(
    report: Json, how: str, same: Sequence[Json], shelf: Shelf, cells: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    """One report in a row; `differs` marks a value that another report of the incident contradicts."""
    mine = _compared(report)
    others = [_compared(r) for r in same if r["report_id"] != report["report_id"]]
    shown = []
    for (key, label), text in cells.items():
        differs = how == SAME and bool(mine.get(key)) and any(o[key] and o[key] != mine[key] for o in others)
        shown.append({"key": key, "label": label, "text": text, "differs": differs})
    return {
        "id": report["report_id"], "href": shelf.report_pages.get(report["report_id"], ""), "how": how,
        "relation": _RELATION.get(how, how), "publisher": report.get("publisher") or "publisher not told",
        "type": report.get("publisher_type") or "", "document": _document(report), "cells": shown,
        "known": say.day(report["known_since"]) if report.get("known_since") else "",
    }  # fmt: skip


def _document(report: Json) -> str:
    """The document of a report: of a web address its host, the whole stands on the report's page."""
    text = str(report.get("document") or "")
    host = re.match(r"https?://(?:www\.)?([^/?#\s]+)", text)
    return host[1] if host else shorten(text, DOCUMENT)


def _compared(report: Json) -> dict[str, Any]:
    """What tells two accounts apart: spellings do not, the facility and place that they were read as do."""
    return {
        "days": (report.get("date_from"), report.get("date_to")) if report.get("date_from") else None,
        "what": report.get("facility_id"),
        "where": report.get("place_id"),
        "blamed": (sorted(report.get("parties") or ()), report.get("attribution_relation"))
        if report.get("parties")
        else None,
        "killed": telling.count(report, "killed"),
        "injured": telling.count(report, "injured"),
    }


def _cells(report: Json, shelf: Shelf) -> dict[str, str]:
    return {
        "days": telling.days(report) if report.get("date_from") or report.get("date_to") else "",
        "what": str(report.get("facility") or report.get("object") or ""),
        "where": str(report.get("place") or report.get("place_id") or ""),
        "weapon": ", ".join(report.get("weapon") or ()),
        "blamed": telling.blames(report, shelf.names),
        "killed": telling.count(report, "killed"),
        "injured": telling.count(report, "injured"),
        "covers": str(report.get("counts_cover") or ""),
        "roots": ", ".join(report.get("roots") or ()) or "none told",
    }


def _origins(same: Sequence[Json]) -> str:
    held: dict[str, list[Json]] = {}
    for r in same:
        for root in r.get("roots") or [""]:
            held.setdefault(root, []).append(r)
    found = [
        draw.Origin(
            name,
            tuple((date.fromisoformat(r["date_from"]), date.fromisoformat(r["date_to"] or r["date_from"]))
                  for r in reports if r.get("date_from")),
            tuple(str(r.get("publisher") or r["report_id"]) for r in reports),
        )
        for name, reports in held.items()
    ]  # fmt: skip
    known = sum(1 for o in found if o.name)
    title = f"{say.counted(len(same), 'report')}, {say.counted(known, 'origin')} named"
    note = "One row an origin: who repeats it stands beside it. Reports that name none are never independent."
    return draw.origins(found, title=title, note=note)


def _waterfall(link: Json, shelf: Shelf, events: Events) -> dict[str, Any]:
    pair = _pair(link, shelf)
    title = f"{pair['a']} and {pair['b']}: {bits(link['score'])} bits for one event"
    names = [str(events.reports[link[k]].get("publisher") or "publisher not told") for k in ("report_a", "report_b")]
    svg = Markup(draw.waterfall(steps(link), title=title))
    return {**pair, "names": names, "title": title, "svg": svg, "chance": chance(shelf, steps(link))}


def _pair(link: Json, shelf: Shelf) -> dict[str, Any]:
    a, b = link["report_a"], link["report_b"]
    reasons = ", ".join(f"{field} {level} {bits(n)}" for field, level, n in steps(link))
    return {
        "a": a, "b": b, "a_href": shelf.report_pages.get(a, ""), "b_href": shelf.report_pages.get(b, ""),
        "bits": bits(link["score"]), "reasons": reasons, "blocked": say.prose(str(link.get("blocked") or "")),
    }  # fmt: skip
