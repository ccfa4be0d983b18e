"""What rows of incidents and reports say, in words: days, parties in their readings, counts and what they cover."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from solferino.dossier import say
from solferino.draw.chronicle import interval
from solferino.words.tables import vocabulary

Json = Mapping[str, Any]
Names = Mapping[str, str]
LADDERS = ("occurrence", "attribution", "intent", "qualification")
ASKS = {
    "occurrence": "did it happen", "attribution": "who did it", "intent": "was it meant",
    "qualification": "what is it in law",
}  # fmt: skip
HOW = {
    "exactly": "named alone", "either_of": "one or the other, not said which", "jointly": "together",
    "unstated_and": "“and”, not said how", "supported_by": "the first, with support of the other",
    "conflicting": "accounts conflict", "unknown": "nobody is named",
}  # fmt: skip


def days(row: Json) -> str:
    """Return the day of a row, or its first and last; `day not told` where there is none."""
    start, end = row.get("date_from"), row.get("date_to")
    if not start and not end:
        return "day not told"
    return interval(date.fromisoformat(str(start or end)), date.fromisoformat(str(end or start)))


def what(row: Json) -> str:
    """Return what was hit: the facility where the list of names knows it, else the kind of object."""
    named = row.get("facility") if row.get("facility_id") or not row.get("object") else row["object"]
    return str(named or "what was hit is not told")


def where(row: Json) -> str:
    """Return the place, and what the point stands for."""
    return str(row.get("place") or row.get("place_id") or "place not told")


def parties(codes: Iterable[str] | None, names: Names, joint: str = "and") -> str:
    """Return parties by name: `A, B and C`."""
    found = [names.get(c, c) for c in codes or ()]
    return f" {joint} ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def blamed(row: Json, names: Names) -> str:
    """Return who is blamed for an incident and in which reading."""
    must, may, how = row.get("party_must") or [], row.get("party_may") or [], row.get("attribution_reading")
    if not may:
        return "nobody is blamed"
    if how == "exactly" or (len(may) == 1 and must == may):
        return parties(may, names)
    if how == "jointly":
        return f"{parties(may, names)}, together"
    sure = f"; {parties(must, names)} in every reading" if must else ""
    return f"{parties(may, names, 'or')}: {HOW.get(str(how), str(how))}{sure}"


def blames(row: Json, names: Names) -> str:
    """Return whom a report blames, how it puts it, and on whose word."""
    if not row.get("parties"):
        return ""
    how = str(row.get("attribution_relation") or "unknown")
    by = row.get("attributed_by")
    word = f"; on the word of {by}" if by and by != row.get("publisher") else ""
    return f"{parties(row['parties'], names)} ({HOW.get(how, how)}){word}"


def count(row: Json, key: str) -> str:
    """Return `4`, `4 to 6`, `at least 4`, `at most 6`; nothing where none is told."""
    low, high = row.get(f"{key}_min"), row.get(f"{key}_max")
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {low}"
    if low is None:
        return f"at most {high}"
    return str(low) if low == high else f"{low} to {high}"


def grade(ladder: str, value: Any) -> str:
    """Return a grade with the word of its ladder: `3 corroborated`."""
    return f"{value or 0} {vocabulary(ladder).get(str(value or 0), '').partition(':')[0]}".strip()


def grades(row: Json) -> list[tuple[str, str, str]]:
    """Return the four ladders, kept apart: what each asks, and the grade reached."""
    return [(ladder, ASKS[ladder], grade(ladder, row.get(ladder))) for ladder in LADDERS]


def precision(row: Json) -> str:
    """Return how exact a point is."""
    metres = row.get("precision_m")
    if row.get("lat") is None:
        return "no point"
    if not metres:
        return "a point, precision not stated"
    return (
        f"a point that stands for {say.number(metres)} m around it"
        if metres < 1000
        else (f"a point that stands for {metres / 1000:g} km around it")
    )


def ladders() -> list[tuple[str, str, list[str]]]:
    """Return the four ladders: name, what it asks, and what each grade means."""
    return [(k, ASKS[k], [f"{n} {text}" for n, text in sorted(vocabulary(k).items())]) for k in LADDERS]
