"""A record of one person in one list, as told: who, and what became of that person when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Years = tuple[int | None, int | None]


@dataclass(frozen=True)
class Told:
    """What one record says of a person: `what` happened between two days, both included; None is unknown."""

    what: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class PersonRecord:
    """One person in one list. `born` are the first and the last year of birth that the record allows."""

    id: str
    source: str = ""
    deduplicated: bool = False
    name: str = ""
    father: str = ""
    sex: str = ""
    born: Years = (None, None)
    place: str = ""
    told: tuple[Told, ...] = field(default=())


def person_records(rows: Sequence[Mapping[str, Any]]) -> tuple[PersonRecord, ...]:
    """Return the records of rows of `person_records`: rows that bear one id are one record, told in several lines."""
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row["report_id"], []).append(row)
    return tuple(_record(id, held) for id, held in sorted(by_id.items()))


def _record(id: str, rows: Sequence[Mapping[str, Any]]) -> PersonRecord:
    def first(column: str) -> str:
        return next((str(r[column]) for r in rows if r.get(column)), "")

    told = tuple(Told(r["told"], r.get("date_from"), r.get("date_to")) for r in rows if r.get("told"))
    return PersonRecord(
        id, rows[0].get("source_id") or "", any(r.get("deduplicated") for r in rows), first("name"), first("father"),
        first("sex"), next((b for r in rows if (b := born_of(r)) != (None, None)), (None, None)), first("place"), told,
    )  # fmt: skip


def born_of(row: Mapping[str, Any]) -> Years:
    """Return the first and last year of birth as told, or from an age on a day.

    Who is thirty may have a birthday to come in that year.
    """
    low, high = row.get("born_min"), row.get("born_max")
    if low is not None or high is not None:
        return low if low is not None else high, high if high is not None else low
    if row.get("age") is None or row.get("date_from") is None:
        return None, None
    return row["date_from"].year - row["age"] - 1, (row.get("date_to") or row["date_from"]).year - row["age"]
