"""What the pages of sources and reports show: what was filed as told, who repeats whom, and the way to the bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from solferino import draw
from solferino.dossier import record_view, say, telling
from solferino.dossier.events import Events
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.volumes import month, shelves, when
from solferino.draw.waterfall import bits
from solferino.words.tables import vocabulary

LINKS = 5
"""Links to other reports that a report's page lists, strongest first."""
LISTED = 500
"""Reports that the page of a source lists; the rest stand among all reports."""
DRAWN = 60
"""Pairs of publisher and origin that are drawn, those of origins that most publishers rest on first."""
TELLING = (
    ("publisher", "publisher"), ("publisher_type", "kind of publisher"), ("document", "document"),
    ("time", "time of day"), ("admin2", "district"), ("object", "what was hit"), ("weapon", "by what"),
    ("roots", "origins"), ("counts_cover", "the numbers cover"), ("intent_lines", "lines of evidence for intent"),
)  # fmt: skip
READ = (
    ("place", "place_id", "place", "the gazetteer"), ("facility", "facility_id", "which one", "the list of names"),
)  # fmt: skip
_WHOLE = {
    "same": "tell of one event", "covers": "cover several or a period", "denies": "deny",
    "": "stand to no incident",
}  # fmt: skip
_STANDS = {"same": "tells of", "covers": "covers", "denies": "denies"}


def sources(shelf: Shelf, events: Events) -> dict[str, dict[str, Any]]:
    """Return path → view of every published source."""
    mine: dict[str, list[Json]] = {}
    for r in events.reports.values():
        mine.setdefault(str(r["source_id"]), []).append(r)
    found = {}
    for x in record_view.exhibits(shelf):
        held = sorted(mine.get(x["id"], ()), key=lambda r: when(r, "report_id"))
        found[shelf.source_pages[x["id"]]] = {
            **x, "n": len(held), "reports": [line(r, shelf, events) for r in held[:LISTED]],
            "roots": _roots(held) if held else ("", ""), "finding": _finding(held),
        }  # fmt: skip
    return found


def reports(shelf: Shelf, events: Events) -> dict[str, dict[str, Any]]:
    """Return path → view of every published report."""
    digests = {s["id"]: s for s in shelf.docs["sources"]}
    return {shelf.report_pages[i]: _page(r, digests, shelf, events) for i, r in events.reports.items()}


def index(shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of all reports: in order of the day they tell of, under the month it falls in."""
    how = Counter(_whole(str(r["report_id"]), events) for r in events.reports.values())
    found = {"n": len(events.reports), "tally": [f"{how[k]} {k}" for k in _WHOLE.values() if how[k]]}
    if shelf.reports.volumes:
        return found | {"months": [], "shelves": shelves(shelf.reports.volumes)}
    held: dict[str, list[Json]] = {}
    for r in sorted(events.reports.values(), key=lambda r: when(r, "report_id")):
        held.setdefault(str(r.get("date_from") or "")[:7], []).append(r)
    months = [
        {"anchor": f"month-{key or 'none'}", "name": month(key), "rows": [line(r, shelf, events) for r in rows]}
        for key, rows in held.items()
    ]
    return found | {"months": months, "shelves": []}


def _whole(report: str, events: Events) -> str:
    """What a report does to incidents: the first of tells, covers, denies that it does to any."""
    found = {how for _, how in events.of_report.get(report, ())}
    return next((text for how, text in _WHOLE.items() if how in found), _WHOLE[""])


def _page(r: Json, digests: Mapping[str, Json], shelf: Shelf, events: Events) -> dict[str, Any]:
    name = str(r["report_id"])
    source = str(r["source_id"])
    about = digests.get(source, {})
    links = sorted(events.links.get(name, ()), key=lambda x: (-x["score"], x["report_a"], x["report_b"]))[:LINKS]
    return {
        "id": name, "title": f"{r.get('publisher') or 'publisher not told'}, {telling.days(r)}",
        "told": _told(r, shelf), "stands": _stands(name, shelf, events),
        "links": [_link(x, name, shelf) for x in links],
        "notes": [
            say.prose(n.removeprefix(name + " ")) for n in shelf.docs["case"]["notes"] if n.startswith(name + " ")
        ],
        "source": source, "source_title": about.get("title", source), "source_href": shelf.source_pages.get(source, ""),
        "sha256": about.get("sha256", ""), "row": unquote(name.partition("/")[2]),
        "path": about.get("path", ""),
    }  # fmt: skip


def _told(r: Json, shelf: Shelf) -> list[tuple[str, str, str]]:
    """Return what a report tells: what it is about, as told, and how that was read where reading was needed."""
    found = [("day", telling.days(r), "")]
    for told, read, label, by in READ:
        if r.get(told) or r.get(read):
            how = f"{r[read]}, by {by}" if r.get(read) else f"left open: {by} knows no such name, or several"
            found.append((label, str(r.get(told) or "not told"), how))
    if r.get("lat") is not None:
        found.append(("point", "", f"{say.number(r['lat'])}, {say.number(r['lon'])}: {telling.precision(r)}"))
    if r.get("parties"):
        found.append(("who is blamed", telling.blames(r, shelf.names), _blamed(r, shelf)))
    found += [(k, telling.count(r, k), "") for k in ("killed", "injured") if telling.count(r, k)]
    found += [(label, say.shown(r[k]), "") for k, label in TELLING if r.get(k)]
    found.append(("scope", vocabulary("scope").get(str(r.get("scope") or "one"), ""), ""))
    if r.get("stance") == "denies":
        found.append(("stance", vocabulary("stance")["denies"], ""))
    return found + ([("known since", say.day(r["known_since"]), "")] if r.get("known_since") else [])


def _blamed(r: Json, shelf: Shelf) -> str:
    must, may = (telling.parties(r.get(k), shelf.names) for k in ("party_must", "party_may"))
    if not may:
        return ""
    return f"in every reading: {must or 'nobody'}" + (f"; in some: {may}" if may != must else "")


def _stands(report: str, shelf: Shelf, events: Events) -> list[dict[str, str]]:
    found = []
    for incident, how in events.of_report.get(report, ()):
        row = events.incidents.get(incident)
        if row is not None:
            text = f"{telling.what(row)}, {telling.where(row)}, {telling.days(row)}"
            found.append({"how": _STANDS.get(how, how), "text": text, "href": shelf.incident_pages[incident]})
    return found


def _link(x: Json, name: str, shelf: Shelf) -> dict[str, str]:
    other = x["report_b"] if x["report_a"] == name else x["report_a"]
    return {
        "other": other, "href": shelf.report_pages.get(other, ""), "bits": bits(x["score"]),
        "relation": "one event" if x["relation"] == "same" else x["relation"], "blocked": str(x.get("blocked") or ""),
    }  # fmt: skip


def line(r: Json, shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return one report as a row of a table."""
    return {
        "id": r["report_id"], "anchor": "", "href": shelf.report_pages[r["report_id"]], "day": telling.days(r),
        "publisher": r.get("publisher") or "not told", "what": telling.what(r), "where": telling.where(r),
        "roots": ", ".join(r.get("roots") or ()) or "none told",
        "stands": _stands(r["report_id"], shelf, events),
    }  # fmt: skip


def _finding(held: Sequence[Json]) -> str:
    behind = Counter(root for r in held for root in set(r.get("roots") or ()))
    named = sum(1 for r in held if r.get("roots"))
    root, most = max(behind.items(), key=lambda p: (p[1], p[0]), default=("", 0))
    text = f"{named} of {say.counted(len(held), 'report')} name {say.counted(len(behind), 'origin')}"
    return text + (f"; {root} stands behind {most}" if most > 1 else "")


def _roots(held: Sequence[Json]) -> tuple[str, str]:
    """Return who repeats whom, drawn, and what is not drawn of it."""
    edges: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for r in held:
        publisher = str(r.get("publisher") or "not told")
        for root in set(r.get("roots") or ()):
            edges[publisher, root] += 1
        if not r.get("roots"):
            alone[publisher] += 1
    most, quiet = _most(edges), dict(sorted(alone.items(), key=lambda e: (-e[1], e[0]))[:DRAWN])
    left = [say.counted(len(edges) - len(most), "pair")] if len(most) < len(edges) else []
    left += [say.counted(len(alone) - len(quiet), "publisher")] if len(quiet) < len(alone) else []
    note = "Blue: an origin that several publishers rest on; they are one witness, not several."
    drawn = draw.roots(most, alone=quiet, title=_finding(held), note=note)
    return Markup(drawn), f" Not drawn for want of room: {say.listed(left)}." if left else ""


def _most(edges: Counter[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the pairs of the origins that most publishers rest on, each origin with all of its pairs or with none."""
    behind = Counter(root for _, root in edges)
    ranked = sorted(edges, key=lambda e: (-behind[e[1]], e[1], -edges[e], e[0]))
    torn = {root for _, root in ranked[DRAWN : DRAWN + 1]}
    return {e: edges[e] for e in [e for e in ranked[:DRAWN] if e[1] not in torn] or ranked[:DRAWN]}
