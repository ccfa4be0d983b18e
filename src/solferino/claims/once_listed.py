"""Test of places on incidents: struck more often once they stood on a list handed to the parties, or not.

It needs the list of places that stood, with the days on which each was listed, which stays sealed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from solferino.claims.question import Question
from solferino.patterns.chance import refused
from solferino.patterns.listed import Place, listed
from solferino.patterns.result import Refusal, Result
from solferino.places.gazetteer import Gazetteer
from solferino.store.namespace import Rows

_COLUMNS = ("facility", "place_id", "stratum", "date_from", "date_to", "listed_on")


def struck_once_listed(asked: Question, rows: Rows) -> Result:
    """Run `listed` on incidents of one day at a place of the list; what is struck elsewhere is dropped and counted.

    A place stands from its first to its last day within the case's period; where the case has none, from the first
    incident to the last. Places are comparable within a town and their `stratum`.
    """
    standing, unknown = _standing(asked)
    hits: dict[str, list[int]] = {name: [] for name in standing}
    dropped: dict[str, int] = {}
    for row in rows:
        day, place = row["date_from"], row["facility_id"] or ""
        if day is None or day != row["date_to"]:
            why = "no single day"
        elif place not in hits:
            why = "no place of the list"
        else:
            hits[place].append(day.toordinal())
            continue
        dropped[why] = dropped.get(why, 0) + 1
    if unknown:
        dropped["listed twice, or under a name of several"] = unknown
    if not any(row["listed_on"] for row in standing.values()):
        facts = {"incidents": len(rows), "places": len(standing),
                 "needs": "places that stood, and the days on which they were listed"}  # fmt: skip
        return refused("listed", Refusal("NO_LISTING_DAYS", facts), n=0, seed=asked.settings["seed"], dropped=dropped)
    first, last = _span(asked, [day for days in hits.values() for day in days])
    places = [
        Place(f"{row['place_id']} · {row['stratum']}", max(first, _day(row["date_from"], first)),
              min(last, _day(row["date_to"], last)), _day(row["listed_on"], None), tuple(hits[name]))
        for name, row in standing.items()
    ]  # fmt: skip
    return listed([p for p in places if p.first <= p.last], dropped=dropped, **asked.drawing)


def _standing(asked: Question) -> tuple[dict[str, dict[str, Any]], int]:
    """Return the protected places of the list by the id that incidents have, and how many have no such id."""
    columns = ", ".join(_COLUMNS)
    sql = f"SELECT {columns} FROM protected_places WHERE list_contains(?, object) ORDER BY ALL"
    told = asked.tables.rows(sql, [asked.protected], of=["protected_places"])
    names = Gazetteer.of(asked.tables.table("places"), asked.tables.table("facility_names"))
    found: dict[str, list[dict[str, Any]]] = {}
    unknown = 0
    for row in told:
        matches = names.facility(row["facility"] or "", row["place_id"] or "")
        name = matches[0].id if len(matches) == 1 else "" if matches else row["facility"] or ""
        if name:
            found.setdefault(name, []).append(row)
        else:
            unknown += 1
    once = {name: rows[0] for name, rows in found.items() if len(rows) == 1}
    return once, unknown + sum(len(rows) for rows in found.values() if len(rows) > 1)


def _span(asked: Question, days: list[int]) -> tuple[int, int]:
    period, as_of = asked.case.settings.period, asked.case.settings.as_of.toordinal()
    first = period.start.toordinal() if period.start else min(days, default=as_of)
    return first, min(as_of, period.end.toordinal() if period.end else max(days, default=as_of))


def _day(told: date | None, otherwise: Any) -> Any:
    return told.toordinal() if told else otherwise
