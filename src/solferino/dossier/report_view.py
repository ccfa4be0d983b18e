"""What the pages of sources and reports show: what was filed as told, who repeats whom, and the way to the bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from solferino import draw
from solferino.dossier import record_view, say, telling
from solferino.dossier.claim_view import Json, Shelf
from solferino.dossier.events import Events
from solferino.draw.waterfall import bits
from solferino.words.tables import vocabulary

LINKS = 5
"""Links to other reports that a report's page lists, strongest first."""
TELLING = (
    ("publisher", "publisher"), ("publisher_type", "kind of publisher"), ("document", "document"),
    ("time", "time of day"), ("place", "place, as told"), ("admin2", "district"), ("facility", "facility, as told"),
    ("object", "what was hit"), ("weapon", "by what"), ("attributed_by", "on whose word"), ("roots", "origins"),
    ("counts_cover", "the numbers cover"),
    ("intent_lines", "lines of evidence for intent"),
)  # fmt: skip
READ = (("place_id", "place, by the gazetteer"), ("facility_id", "facility, by the list of names"))
_STANDS = {"same": "tells of", "covers": "covers", "denies": "denies"}


def sources(shelf: Shelf, events: Events) -> dict[str, dict[str, Any]]:
    """Return path → view of every published source."""
    mine: dict[str, list[Json]] = {}
    for r in events.reports.values():
        mine.setdefault(str(r["source_id"]), []).append(r)
    found = {}
    for x in record_view.exhibits(shelf):
        held = sorted(mine.get(x["id"], ()), key=lambda r: (str(r.get("date_from") or "9999"), r["report_id"]))
        found[shelf.source_pages[x["id"]]] = {
            **x, "reports": [_line(r, shelf, events) for r in held],
            "roots": Markup(_roots(held)) if held else "", "finding": _finding(held),
        }  # fmt: skip
    return found


def reports(shelf: Shelf, events: Events) -> dict[str, dict[str, Any]]:
    """Return path → view of every published report."""
    digests = {s["id"]: s for s in shelf.docs["sources"]}
    return {shelf.report_pages[i]: _page(r, digests, shelf, events) for i, r in events.reports.items()}


def _page(r: Json, digests: Mapping[str, Json], shelf: Shelf, events: Events) -> dict[str, Any]:
    name = str(r["report_id"])
    source = str(r["source_id"])
    about = digests.get(source, {})
    blamed = telling.blames(r, shelf.names)
    told = [("day", telling.days(r)), *((label, say.shown(r[k])) for k, label in TELLING if r.get(k))]
    told.append(("scope", vocabulary("scope").get(str(r.get("scope") or "one"), "")))
    told += [("stance", vocabulary("stance")["denies"])] if r.get("stance") == "denies" else []
    told += [("who is blamed", blamed)] if blamed else []
    told += [(k, telling.count(r, k)) for k in ("killed", "injured") if telling.count(r, k)]
    if r.get("known_since"):
        told.append(("known since", say.day(r["known_since"])))
    read = [(label, str(r[k])) for k, label in READ if r.get(k)]
    if r.get("lat") is not None:
        read.append(("point", f"{say.number(r['lat'])}, {say.number(r['lon'])}: {telling.precision(r)}"))
    for key, label in (("party_must", "blamed in every reading"), ("party_may", "blamed in some reading")):
        if r.get(key):
            read.append((label, telling.parties(r[key], shelf.names)))
    links = sorted(events.links.get(name, ()), key=lambda x: (-x["score"], x["report_a"], x["report_b"]))[:LINKS]
    return {
        "id": name, "title": f"{r.get('publisher') or 'publisher not told'}, {telling.days(r)}",
        "told": told, "read": read, "stands": _stands(name, shelf, events),
        "links": [_link(x, name, shelf) for x in links],
        "notes": [
            say.prose(n.removeprefix(name + " ")) for n in shelf.docs["case"]["notes"] if n.startswith(name + " ")
        ],
        "source": source, "source_title": about.get("title", source), "source_href": shelf.source_pages.get(source, ""),
        "sha256": about.get("sha256", ""), "row": unquote(name.partition("/")[2]),
        "path": about.get("path", ""),
    }  # fmt: skip


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


def _line(r: Json, shelf: Shelf, events: Events) -> dict[str, Any]:
    return {
        "id": r["report_id"], "href": shelf.report_pages[r["report_id"]], "day": telling.days(r),
        "publisher": r.get("publisher") or "not told", "what": telling.what(r), "where": telling.where(r),
        "roots": ", ".join(r.get("roots") or ()) or "none told",
        "stands": _stands(r["report_id"], shelf, events),
    }  # fmt: skip


def _finding(held: Sequence[Json]) -> str:
    known = {root for r in held for root in r.get("roots") or ()}
    none = sum(1 for r in held if not r.get("roots"))
    behind = Counter(root for r in held for root in set(r.get("roots") or ()))
    most = max(behind.items(), key=lambda p: (p[1], p[0]), default=("", 0))
    text = f"{say.counted(len(held), 'report')} rest on {say.counted(len(known), 'named origin')}"
    text += f"; {none} name none" if none else ""
    return text + (f"; {most[0]} stands behind {most[1]}" if most[1] > 1 else "")


def _roots(held: Sequence[Json]) -> str:
    edges: Counter[tuple[str, str]] = Counter()
    alone: Counter[str] = Counter()
    for r in held:
        publisher = str(r.get("publisher") or "not told")
        for root in set(r.get("roots") or ()):
            edges[publisher, root] += 1
        if not r.get("roots"):
            alone[publisher] += 1
    note = "Blue: an origin that several publishers rest on; they are one witness, not several."
    return draw.roots(edges, alone=alone, title=_finding(held), note=note)
