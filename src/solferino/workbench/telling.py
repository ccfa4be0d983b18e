"""What a report or an incident says, cell by cell, in words; two beside each other with their differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.draw.timeline import spoken
from solferino.words.tables import vocabulary

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """One thing that two accounts say: `how` is same, differs, or one where only one of them says it."""

    label: str
    a: str
    b: str
    how: str


def days(row: Json) -> str:
    """Return when it happened, as an interval where no more is known."""
    start, end = row.get("date_from"), row.get("date_to")
    if not start and not end:
        return ""
    if not end or start == end:
        return day(start or end)
    return f"{day(start)} to {day(end)}" if start else f"until {day(end)}"


def day(text: str | None) -> str:
    """Return an ISO date as prose."""
    return spoken(date.fromisoformat(text)) if text else ""


def count(row: Json, what: str) -> str:
    """Return a number of people as the range that was told."""
    low, high = row.get(f"{what}_min"), row.get(f"{what}_max")
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return str(low) if low == high else f"{low} to {high}"


def blamed(row: Json, names: Mapping[str, str]) -> str:
    """Return whom a report blames, by name, and how its words relate them where there are several."""
    told = [names.get(p, p) for p in row.get("parties") or ()]
    how = row.get("attribution_relation") or row.get("relation") or ""
    return f"{', '.join(told)} ({how.replace('_', ' ')})" if len(told) > 1 and how else ", ".join(told)


def several(row: Json, column: str) -> str:
    """Return the items of a list."""
    return ", ".join(map(str, row.get(column) or ()))


def cells(row: Json, names: Mapping[str, str]) -> dict[str, str]:
    """Return what a report says by label, in the order in which people read it."""
    return {
        "when": days(row), "time of day": str(row.get("time") or ""), "where": str(row.get("place") or ""),
        "which place": str(row.get("place_id") or ""), "what was hit": str(row.get("object") or ""),
        "called": str(row.get("facility") or ""), "which facility": str(row.get("facility_id") or ""),
        "by what": several(row, "weapon"), "who is blamed": blamed(row, names),
        "by whom": str(row.get("attributed_by") or ""),
        "killed": count(row, "killed"), "injured": count(row, "injured"),
        "numbers cover": str(row.get("counts_cover") or ""), "origins": several(row, "roots"),
        "publisher": str(row.get("publisher") or ""), "document": str(row.get("document") or ""),
        "known since": day(row.get("known_since")), "stance": str(row.get("stance") or ""),
        "tells of": str(row.get("scope") or ""), "note": str(row.get("note") or ""),
    }  # fmt: skip


def beside(a: Json, b: Json, names: Mapping[str, str]) -> list[Beside]:
    """Return two reports cell by cell; what neither says is left out."""
    one, two = cells(a, names), cells(b, names)
    return [
        Beside(label, one[label], two[label], _how(one[label], two[label])) for label in one if one[label] or two[label]
    ]


def _how(a: str, b: str) -> str:
    if not a or not b:
        return "one"
    return "same" if " ".join(a.casefold().split()) == " ".join(b.casefold().split()) else "differs"


def name(row: Json) -> str:
    """Return what an incident is called on a page: what was hit, where, when."""
    what = row.get("facility") or row.get("object") or "an unnamed object"
    where = row.get("place") or ""
    parts = [what] if not where or str(where) in str(what) else [what, where]
    return ", ".join(map(str, [*parts, days(row) or "no day known"]))


def grades(row: Json) -> list[tuple[str, int, str]]:
    """Return each ladder with the grade reached and what it means."""
    ladders = ("occurrence", "attribution", "intent", "qualification")
    return [(ladder, int(row.get(ladder) or 0), vocabulary(ladder)[str(row.get(ladder) or 0)]) for ladder in ladders]


def columns(told: Sequence[Mapping[str, str]]) -> list[str]:
    """Return the labels under which some of these reports say something."""
    return [label for label in (told[0] if told else {}) if any(each[label] for each in told)]
