"""What the page of all incidents shows: drawn in time, on a map, by week and party as ranges, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from solferino import draw
from solferino.dossier import map_view, say, telling
from solferino.dossier.events import Events
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.volumes import shelves
from solferino.draw.weeks import monday

PANELS = 4
"""Parties that have a panel of their own in the counts by week."""
OTHERS = ("attribution", "intent", "qualification")
_ABOUT = {"attribution": "who", "intent": "intent", "qualification": "law"}
_Counts = dict[date, tuple[int, int]]


def index(shelf: Shelf, events: Events) -> dict[str, Any]:
    """Return the page of all incidents."""
    rows = list(events.incidents.values())
    size = shelf.docs["case"].get("incidents") or {}
    reports = sum(1 for r in events.reports.values() if r.get("stance") != "denies")
    low, high = size.get("low", len(rows)), size.get("high", len(rows))
    many = f"{low} to {high} incidents" if low != high else say.counted(len(rows), "incident")
    many_pages = shelf.incidents.volumes
    asked = [k for k in OTHERS if any(r.get(k) for r in rows)]
    return {
        "title": f"{many} from {say.counted(reports, 'report')}",
        "base": len(rows), "low": low, "high": high, "reports": reports,
        "shelves": shelves(many_pages), "chronicle": {} if many_pages else _chronicle(rows, shelf),
        "map": map_view.drawn(rows, shelf), "weeks": _weeks(rows, shelf),
        "rows": [line(r, shelf, asked) | {"family": _family(r, shelf, events)} for r in rows if not many_pages],
        "unasked": say.listed(k for k in OTHERS if k not in asked),
    }  # fmt: skip


def line(row: Json, shelf: Shelf, asked: Sequence[str] = OTHERS[:2]) -> dict[str, Any]:
    """Return one incident as a row of a table; `asked` are the ladders named beside the first."""
    return {
        "href": shelf.incident_pages[row["incident_id"]], "day": telling.days(row), "what": telling.what(row),
        "where": telling.where(row), "blamed": telling.blamed(row, shelf.names),
        "killed": telling.count(row, "killed"), "injured": telling.count(row, "injured"),
        "reports": row.get("reports") or 0, "independent": row.get("independent") or 0,
        "occurrence": telling.grade("occurrence", row.get("occurrence")), "disputed": bool(row.get("disputed")),
        "grades": "; ".join(f"{_ABOUT[k]}: {telling.grade(k, row.get(k))}" for k in asked),
    }  # fmt: skip


def _family(row: Json, shelf: Shelf, events: Events) -> list[tuple[str, str]]:
    kin = events.families.get(str(row.get("family")), ())
    return [
        (telling.what(events.incidents[i]), shelf.incident_pages[i])
        for i in kin
        if i != row["incident_id"] and i in events.incidents
    ]


def _chronicle(rows: Sequence[Json], shelf: Shelf) -> dict[str, Any]:
    entries = [
        draw.Entry(
            date.fromisoformat(r["date_from"]), date.fromisoformat(r["date_to"] or r["date_from"]), _short(r),
            r.get("independent") or 0, r.get("reports") or 0, "../" + shelf.incident_pages[r["incident_id"]],
            accent=(r.get("occurrence") or 0) >= 3,
        )
        for r in rows if r.get("date_from")
    ]  # fmt: skip
    sure = sum(e.accent for e in entries)
    verb = "is" if sure == 1 else "are"
    title = f"{sure} of {say.counted(len(entries), 'incident')} {verb} told by two independent origins or more"
    note = "A bar: the day is uncertain. A tick: one independent origin; papers that quote one witness make one tick."
    note += " Grey: one origin, or none known."
    if left := len(rows) - len(entries):
        note += f" Not drawn: {say.counted(left, 'incident')} of which no report tells the day."
    return {"title": title, "note": note, "svg": Markup(draw.chronicle(entries, title=title, note=note))}


def _short(row: Json) -> str:
    place = str(row.get("place") or "")
    return telling.what(row) if not place or place in telling.what(row) else f"{telling.what(row)}, {place}"


def _weeks(rows: Sequence[Json], shelf: Shelf) -> dict[str, Any]:
    dated = [r for r in rows if r.get("date_from")]
    often: dict[str, int] = {}
    for r in dated:
        for p in r.get("party_may") or ():
            often[p] = often.get(p, 0) + 1
    chosen = sorted(often, key=lambda p: (-often[p], p))[:PANELS]
    whole = _counts(dated, None)
    panels = [("all incidents", whole)]
    panels += [(f"blamed: {shelf.names.get(p, p)}", _counts(dated, p)) for p in chosen]
    note = "Filled: the week is sure, and every reading of every account blames the party. Open: some reading does."
    note += " The same incident stands under each party that some account blames, so the panels are not to be added."
    if len(often) > PANELS:
        note += f" Not drawn: {say.counted(len(often) - PANELS, 'party', 'parties')} blamed less often."
    title = _most(whole) if whole else "Incidents by week"
    return {"title": title, "note": note, "svg": Markup(draw.weeks(panels, title=title, note=note))}


def _most(counts: _Counts) -> str:
    week = min(counts, key=lambda w: (-counts[w][1], -counts[w][0], w))
    low, high = counts[week]
    many = str(low) if low == high else f"{low} to {high}"
    return f"Most in one week: {many}, in the week of {say.day(week.isoformat())}"


def _counts(rows: Sequence[Json], party: str | None) -> _Counts:
    """Return the incidents of each week: those surely of it and surely the party's, and those that may be."""
    found: _Counts = {}
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
