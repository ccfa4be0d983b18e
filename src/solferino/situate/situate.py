"""Reports and their groups → incidents: what was hit, where, when, by whom as told, how many, how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.situate import attribution, casualties, intent
from solferino.situate.grade import occurrence
from solferino.situate.independence import independent
from solferino.situate.protected import conduct, protection
from solferino.situate.reviewed import Reviews, about, graded, seen
from solferino.words.decision import LADDERS, Decision
from solferino.words.report import Linked, Report

Place = tuple[str, float | None, float | None, int | None]
Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Situated:
    """Rows of `incidents` and `attributions`, in order of incident id; `notes` are what nobody resolved."""

    incidents: Rows
    attributions: Rows
    notes: tuple[str, ...] = ()


def situate(
    reports: Sequence[Report],
    linked: Linked,
    *,
    names: Mapping[str, str],
    places: Mapping[str, Place],
    memo: dict[Any, tuple[dict[str, Any], Rows]] | None = None,
    reviewed: Reviews | None = None,
) -> Situated:
    """Situate every incident of `linked`.

    `names` gives the name to print of a facility id, `places` the name, point and radius of a place id.
    Values that reports tell differently stay beside one another in `notes`; a range spans them all. `memo` keeps
    what was made of a group, for callers that situate many partitions of the same reports.
    `reviewed` are the decisions of reviewers by report.
    """
    memo = {} if memo is None else memo
    told = {r.id: r for r in reports}
    denied: dict[str, list[Report]] = {}
    for m in linked.memberships:
        if m.relation == "denies" and m.report in told:
            denied.setdefault(m.incident, []).append(told[m.report])
    groups = {i: [told[r] for r in members if r in told] for i, members in linked.incidents.items()}
    groups = {i: members for i, members in groups.items() if members}
    days = _days(groups)
    family = {i: name for name, members in linked.families for i in members}
    incidents, attributions = list[dict[str, Any]](), list[dict[str, Any]]()
    for name in sorted(groups):
        same, denials = groups[name], denied.get(name, [])
        others = {d for i, d in days.get(_facility(same), {}).items() if i != name and d != _interval(same)[0]}
        key: tuple[Any, ...] = (name, tuple((r.id, r.roots) for r in (*same, *denials)), frozenset(others))
        decided = about(reviewed or {}, [r.id for r in same])
        if decided:
            key = (*key, tuple(d.id for d in decided))
        if key not in memo:
            blaming = [r for r in (*same, *denials) if r.parties or r in denials]
            blames = tuple(_attribution(name, r, _interval(same)[1]) for r in blaming)
            blames += tuple(seen(name, decided, [r.id for r in same], _interval(same)[1]))
            memo[key] = _reviewed(_incident(name, same, denials, others, names, places), decided), blames
        row, blames = memo[key]
        kin = family.get(name)
        incidents.append(row if row["family"] == kin else row | {"family": kin})
        attributions += blames
    return Situated(tuple(incidents), tuple(attributions))


def _incident(
    name: str, same: Sequence[Report], denials: Sequence[Report], others: set[date], names: Mapping[str, str],
    places: Mapping[str, Place],
) -> dict[str, Any]:  # fmt: skip
    start, end = _interval(same)
    facility, object_ = _facility(same), _most([r.object for r in same])
    place_id = _most([r.place_id for r in same])
    point = _point(same, places.get(place_id))
    must, may, reading = attribution.together(same)
    killed, injured = casualties.span(same, "killed"), casualties.span(same, "injured")
    weapons = sorted({w for r in same for w in r.weapons})
    lines = intent.lines(same, others)
    known = sorted({root for r in same for root in r.roots})
    since = [r.known_since for r in same if r.known_since]
    return {
        "incident_id": name, "date_from": start, "date_to": end, "known_since": min(since, default=None),
        "place": places[place_id][0] if place_id in places else _most([r.place for r in same]) or None,
        "place_id": place_id or None, "lat": point[0], "lon": point[1], "precision_m": point[2],
        "object": object_ or None,
        "facility": names.get(facility, facility) or _most([r.facility for r in same]) or None,
        "facility_id": facility or None, "protected": protection(object_) or None, "weapon": weapons,
        "party_must": list(must), "party_may": list(may), "attribution_reading": reading,
        "killed_min": killed[0], "killed_max": killed[1], "injured_min": injured[0], "injured_max": injured[1],
        "reports": len(same), "roots": known, "independent": independent(same), "occurrence": occurrence(same),
        "attribution": attribution.grade(same), "intent": intent.grade(lines), "qualification": 0,
        "intent_lines": list(lines), "conduct": conduct(object_, weapons), "family": None, "disputed": bool(denials),
        "notes": _notes(same, denials),
    }  # fmt: skip


def _reviewed(row: dict[str, Any], decided: Sequence[Decision]) -> dict[str, Any]:
    """The row with the grades that reviewers signed, and a note for each ladder on which they decided."""
    for ladder in LADDERS if decided else ():
        row[ladder], note = graded(decided, ladder, row[ladder])
        row["notes"] += [note] if note else []
    return row


def _interval(same: Sequence[Report]) -> tuple[date | None, date | None]:
    """Return the days on which every report allows it; where they do not agree, all the days they tell of."""
    starts, ends = [r.start for r in same if r.start], [r.end for r in same if r.end]
    if not starts or not ends:
        return (min(starts, default=None), max(ends, default=None))
    return (max(starts), min(ends)) if max(starts) <= min(ends) else (min(starts), max(ends))


def _days(groups: Mapping[str, Sequence[Report]]) -> dict[str, dict[str, date]]:
    """Return, per facility, the first day of each incident at it."""
    found: dict[str, dict[str, date]] = {}
    for name, same in groups.items():
        start, _ = _interval(same)
        if (facility := _facility(same)) and start:
            found.setdefault(facility, {})[name] = start
    return found


def _facility(same: Sequence[Report]) -> str:
    return _most([r.facility_id for r in same])


def _most(values: Sequence[str]) -> str:
    """Return what most reports say, the first in order among equals; empty where none says anything."""
    counted = Counter(v for v in values if v)
    return min(counted, key=lambda v: (-counted[v], v), default="")


def _point(same: Sequence[Report], place: Place | None) -> tuple[float | None, float | None, int | None]:
    """Return the most precise point told; the place's own where none is."""
    told = [(r.precision_m if r.precision_m is not None else 10**6, r.lat, r.lon) for r in same if r.lat is not None]
    if told:
        precision, lat, lon = min(told, key=lambda t: (t[0], t[1] or 0.0, t[2] or 0.0))
        return lat, lon, precision if precision < 10**6 else None
    return (place[1], place[2], place[3]) if place else (None, None, None)


def _attribution(name: str, r: Report, day: date | None) -> dict[str, Any]:
    return {"incident_id": name, "report_id": r.id, "date_to": day, "parties": list(r.parties),
            "relation": r.attribution, "by": r.attributed_by or r.publisher or None, "basis": None,
            "stance": r.stance}  # fmt: skip


def _notes(same: Sequence[Report], denials: Sequence[Report]) -> list[str]:
    found = casualties.notes(same)
    for what, values in (
        ("day", {str(r.start) if r.start == r.end else f"{r.start} to {r.end}" for r in same if r.start}),
        ("facility", {r.facility for r in same if r.facility}),
        ("place", {r.place for r in same if r.place}),
    ):
        if len(values) > 1:
            found.append(f"{what} as told: {'; '.join(sorted(values))}")
    parties = sorted(
        {f"{' and '.join(r.parties)} ({r.attribution}) by {r.attributed_by or r.publisher}" for r in same if r.parties}
    )
    if len(parties) > 1:
        found.append(f"blamed: {'; '.join(parties)}")
    found += [f"denied by {r.publisher or r.id}" for r in denials]
    return found
