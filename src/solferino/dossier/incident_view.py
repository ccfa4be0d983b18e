"""What the pages of incidents show: every reported value beside the others, and who said it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import say, telling
from solferino.dossier.claim_view import Json, Shelf, card
from solferino.dossier.events import COVERS, DENIES, SAME, Events, steps
from solferino.draw.waterfall import bits
from solferino.draw.weeks import monday

SHOWN = 3
"""Waterfalls drawn of one incident; its other links stand in the table beneath."""
APART = 6
"""Reports outside that came nearest to joining."""
PANELS = 4
"""Parties that have a panel of their own in the counts by week."""
COLUMNS = (
    ("days", "day"), ("what", "what was hit"), ("where", "where"), ("weapon", "by what"), ("blamed", "who is blamed"),
    ("killed", "killed"), ("injured", "injured"), ("covers", "the numbers cover"), ("roots", "origins"),
    ("known", "known since"),
)  # fmt: skip
_BESIDE = ("day as told", "facility as told", "place as told", "blamed")
"""Notes that say again what stands side by side in the table of reported values."""
_RELATION = {SAME: "tells of it", COVERS: "covers it", DENIES: "denies it"}


def index(shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of all incidents: drawn in time, on a map, by week and party, and as a table."""
    rows = list(events.incidents.values())
    size = shelf.docs["case"].get("incidents") or {}
    reports = sum(1 for r in events.reports.values() if r.get("stance") != "denies")
    low, high = size.get("low", len(rows)), size.get("high", len(rows))
    many = f"{low} to {high} incidents" if low != high else say.counted(len(rows), "incident")
    return {
        "title": f"{many} from {say.counted(reports, 'report')}",
        "base": len(rows), "low": low, "high": high, "reports": reports,
        "chronicle": Markup(_chronicle(rows, shelf)) if rows else "",
        "map": Markup(_map(rows, shelf)) if rows else "",
        "placed": sum(1 for r in rows if r.get("lat") is not None),
        "weeks": Markup(_weeks(rows, shelf)) if rows else "",
        "rows": [_line(r, shelf) for r in rows],
    }  # fmt: skip


def page(incident: str, shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of one incident."""
    row = events.incidents[incident]
    order = list(events.incidents)
    at = order.index(incident)
    stands = [s for s in events.stands.get(incident, ()) if s[0] in events.reports]
    same = events.told(incident)
    members = [r["report_id"] for r in same]
    links = events.strongest(members)
    family = [i for i in events.families.get(str(row.get("family")), ()) if i != incident and i in events.incidents]
    return {
        "id": incident,
        "title": f"{telling.what(row)}, {telling.where(row)}",
        "day": telling.days(row),
        "facts": _facts(row, shelf),
        "grades": telling.grades(row),
        "intent_lines": [w.replace("_", " ") for w in row.get("intent_lines") or ()],
        "disputed": bool(row.get("disputed")),
        "family": [(_name(events.incidents[i]), shelf.incident_pages[i]) for i in family],
        "columns": [label for _, label in COLUMNS],
        "reports": [_told(events.reports[r], how, same, shelf) for r, how in stands],
        "origins": Markup(_origins(same)),
        "independent": row.get("independent") or 0,
        "notes": [
            *(say.prose(n) for n in row.get("notes") or () if not n.startswith(_BESIDE)),
            *(say.prose(n) for n in shelf.docs["case"]["notes"] if incident in n.replace(",", " ").split()),
        ],
        "waterfalls": [_waterfall(x, shelf) for x in links[:SHOWN]],
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


def _facts(row: Json, shelf: Shelf) -> list[tuple[str, str]]:
    """The values that stand for the incident, each with how it was chosen where reports differ."""
    weapons = say.listed(row.get("weapon") or ())
    conduct = say.listed(str(c).replace("_", " ") for c in row.get("conduct") or ())
    found = [
        ("day", f"{telling.days(row)}: what every report allows, or all they tell of where they do not agree"),
        ("place", f"{telling.where(row)}; {telling.precision(row)}"),
        ("what was hit", str(row.get("object") or "not told")),
        ("protected as", str(row.get("protected") or "nothing known")),
        ("by what", weapons or "not told"),
        ("who is blamed", telling.blamed(row, shelf.names)),
        ("killed", telling.count(row, "killed") or "no number for this incident alone"),
        ("injured", telling.count(row, "injured") or "no number for this incident alone"),
        ("reports", f"{row.get('reports')}; {say.counted(row.get('independent') or 0, 'independent origin')} known"),
    ]  # fmt: skip
    return [*found, ("conduct in the words of the norms", conduct)] if conduct else found


def _told(report: Json, how: str, same: Sequence[Json], shelf: Shelf) -> dict[str, Any]:
    """One report in a row; `differs` marks a value that another report of the incident contradicts."""
    cells, mine = _cells(report, shelf), _compared(report)
    others = [_compared(r) for r in same if r["report_id"] != report["report_id"]]
    shown = []
    for key, label in COLUMNS:
        differs = how == SAME and bool(mine.get(key)) and any(o[key] and o[key] != mine[key] for o in others)
        shown.append({"label": label, "text": cells[key], "differs": differs})
    return {
        "id": report["report_id"], "href": shelf.report_pages.get(report["report_id"], ""), "how": how,
        "relation": _RELATION.get(how, how), "publisher": report.get("publisher") or "publisher not told",
        "type": report.get("publisher_type") or "", "cells": shown,
    }  # fmt: skip


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
        "known": say.day(report.get("known_since")) if report.get("known_since") else "",
    }


def _line(row: Json, shelf: Shelf) -> dict[str, Any]:
    return {
        "href": shelf.incident_pages[row["incident_id"]], "day": telling.days(row), "what": telling.what(row),
        "where": telling.where(row), "blamed": telling.blamed(row, shelf.names),
        "killed": telling.count(row, "killed"), "injured": telling.count(row, "injured"),
        "reports": row.get("reports") or 0, "independent": row.get("independent") or 0,
        "occurrence": telling.grade("occurrence", row.get("occurrence")), "disputed": bool(row.get("disputed")),
    }  # fmt: skip


def _chronicle(rows: Sequence[Json], shelf: Shelf) -> str:
    entries = [
        draw.Entry(
            date.fromisoformat(r["date_from"]), date.fromisoformat(r["date_to"] or r["date_from"]), _short(r),
            r.get("independent") or 0, r.get("reports") or 0, "../" + shelf.incident_pages[r["incident_id"]],
            accent=(r.get("occurrence") or 0) >= 3,
        )
        for r in rows if r.get("date_from")
    ]  # fmt: skip
    sure = sum(e.accent for e in entries)
    title = f"{sure} of {say.counted(len(entries), 'incident')} with a day are told by two independent origins or more"
    return draw.chronicle(entries, title=title, note="Grey: one origin, or none known.")


def _short(row: Json) -> str:
    place = str(row.get("place") or "")
    return telling.what(row) if not place or place in telling.what(row) else f"{telling.what(row)}, {place}"


def _map(rows: Sequence[Json], shelf: Shelf) -> str:
    places: dict[tuple[Any, ...], list[Json]] = {}
    for r in rows:
        if r.get("lat") is not None:
            key = r["lat"], r["lon"], r.get("precision_m"), r.get("place") or r.get("place_id") or ""
            places.setdefault(key, []).append(r)
    points = [
        draw.Point(lat, lon, str(name), radius, len(held),
                   href="../" + shelf.incident_pages[held[0]["incident_id"]] if len(held) == 1 else "")
        for (lat, lon, radius, name), held in places.items()
    ]  # fmt: skip
    coarse = str(shelf.docs["case"]["places"]).replace("deg", "°")
    title = f"{say.counted(sum(p.n for p in points), 'incident')} at {say.counted(len(points), 'place')}"
    return draw.map(points, title=title, note="A circle is what its point stands for.", coarse=coarse)


def _weeks(rows: Sequence[Json], shelf: Shelf) -> str:
    dated = [r for r in rows if r.get("date_from")]
    often: dict[str, int] = {}
    for r in dated:
        for p in r.get("party_may") or ():
            often[p] = often.get(p, 0) + 1
    chosen = sorted(often, key=lambda p: (-often[p], p))[:PANELS]
    panels = [("all incidents", _counts(dated, None))]
    panels += [(f"{shelf.names.get(p, p)} blamed", _counts(dated, p)) for p in chosen]
    title = "Incidents by week: filled where every reading agrees, open where some does"
    return draw.weeks(panels, title=title, note="An incident of an uncertain week is open in each week it may fall in.")


def _counts(rows: Sequence[Json], party: str | None) -> dict[date, tuple[int, int]]:
    found: dict[date, tuple[int, int]] = {}
    for r in rows:
        may, must = (party is None or party in (r.get(c) or ()) for c in ("party_may", "party_must"))
        if not may:
            continue
        week, last = (monday(date.fromisoformat(d)) for d in (r["date_from"], r["date_to"] or r["date_from"]))
        sure = must and week == last
        while week <= last:
            low, high = found.get(week, (0, 0))
            found[week] = low + sure, high + 1
            week += timedelta(weeks=1)
    return found


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


def _waterfall(link: Json, shelf: Shelf) -> dict[str, Any]:
    pair = _pair(link, shelf)
    title = f"{pair['a']} and {pair['b']}: {bits(link['score'])} bits for one event"
    return {**pair, "title": title, "svg": Markup(draw.waterfall(steps(link), title=title))}


def _pair(link: Json, shelf: Shelf) -> dict[str, Any]:
    a, b = link["report_a"], link["report_b"]
    reasons = ", ".join(f"{field} {level} {bits(n)}" for field, level, n in steps(link))
    return {
        "a": a, "b": b, "a_href": shelf.report_pages.get(a, ""), "b_href": shelf.report_pages.get(b, ""),
        "bits": bits(link["score"]), "reasons": reasons, "blocked": str(link.get("blocked") or ""),
    }  # fmt: skip
