"""Plain tables of persons of whom some have no point: linked over whole lists by name and whatever else both tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from solferino.linkage.constraints import Judgement
from solferino.linkage.explain import bits
from solferino.linkage.incident_id import incident_id
from solferino.linkage.persons.compare import Compare, weight
from solferino.linkage.persons.link import Persons, link_persons
from solferino.linkage.persons.settings import person_settings
from solferino.linkage.written import LINKS, MEMBERS, write
from solferino.words.errors import UsageError
from solferino.words.person import PersonRecord, Told, Years, born_of
from solferino.words.report import Report

COLUMNS = ("name", "father", "sex", "born_min", "born_max", "born", "age", "told")
"""Columns of a record beyond those of the Link input; `told` says what happened on its day, such as taken or dead, and
`age` how old the person then was."""


def unplaced(con: duckdb.DuckDBPyConnection) -> bool:
    """True where a row of the table `typed` has no point: the engine starts from points and would not compare it."""
    return con.execute("SELECT count(*) FROM typed WHERE lat IS NULL").fetchone() != (0,)


def records(con: duckdb.DuckDBPyConnection) -> list[PersonRecord]:
    """Return the rows of the table `typed` as records of persons."""
    names = ("report_id", "source", "deduplicated", "place", "date_from", "date_to", *COLUMNS)
    rows = con.execute(f"SELECT {', '.join(names)} FROM typed ORDER BY report_id").fetchall()
    return [_record(dict(zip(names, row, strict=True))) for row in rows]


def link_rows(found: Persons, told: Sequence[PersonRecord], *, to: Path | None, links: Path | None) -> dict[str, Any]:
    """Write who each record is and every scored pair, where asked; return the counts of the contract."""
    if to is not None:
        by = {r.id: r for r in told}
        best = _best(found)
        lines = [(id, name, "same", best.get(id, 0)) for name, group in _named(found, by) for id in group]
        write(to, MEMBERS, ("VARCHAR", "VARCHAR", "VARCHAR", "BIGINT"), sorted(lines))
    if links is not None:
        scored = [(x.a, x.b, x.score, x.probability, x.relation) for x in found.links]
        write(links, LINKS, ("VARCHAR", "VARCHAR", "BIGINT", "DOUBLE", "VARCHAR"), scored)
    return {
        "reports": len(told),
        "incidents": {"low": len(found.lenient), "base": len(found.base), "high": len(found.strict)},
        "links": len(found.links),
        "notes": list(found.notes),
    }


def linked(con: duckdb.DuckDBPyConnection, judged: Sequence[Judgement]) -> tuple[Persons, list[PersonRecord]]:
    """Return the persons of the table `typed`, and its records."""
    told = records(con)
    return link_persons(told, judgements=judged), told


def explained(con: duckdb.DuckDBPyConnection, a: str, b: str, judged: Sequence[Judgement]) -> dict[str, Any]:
    """Return why two records are one person or not: bars that add up to the score, and sentences."""
    found, told = linked(con, judged)
    by, (a, b) = {r.id: r for r in told}, (min(a, b), max(a, b))
    for id in (a, b):
        if id not in by:
            raise UsageError(f"there is no report {id!r} in these files", "give two of their report_ids")
    link = next((x for x in found.links if (x.a, x.b) == (a, b)), None)
    reasons = link.reasons if link else Compare(told, person_settings()).reasons(a, b)
    bars = [
        {"field": f, "says": level, "millibits": part, "a": _said(by[a], f), "b": _said(by[b], f)}
        for f, level, part in reasons
    ]
    sentences = [f"{bits(x[2])}: {x[0]} {x[1]}: {_said(by[a], x[0])}, {_said(by[b], x[0])}" for x in reasons]
    blocked = (
        link.blocked
        if link
        else "they were not compared: they share no two words of a name, or one and a day, year or place"
    )
    return {
        "report_a": a, "report_b": b, "score": weight(reasons), "probability": link.probability if link else 0.0,
        "same": bool(link and link.relation == "same"), "blocked": blocked, "rivals": [],
        "sentences": [*sentences, *([f"kept apart: {blocked}"] if blocked else [])], "bars": bars,
    }  # fmt: skip


def _record(row: dict[str, Any]) -> PersonRecord:
    told = (Told(row["told"] or "", row["date_from"], row["date_to"]),) if row["date_from"] else ()
    return PersonRecord(
        row["report_id"], row["source"] or "", bool(row["deduplicated"]), row["name"] or "", row["father"] or "",
        row["sex"] or "", _born(row), row["place"] or "", told,
    )  # fmt: skip


def _born(row: dict[str, Any]) -> Years:
    year, low, high, age = (
        int(y) if (y := row[c]) and y.isdecimal() and len(y) < 5 else None
        for c in ("born", "born_min", "born_max", "age")
    )
    days = {"date_from": row["date_from"], "date_to": row["date_to"]}
    return born_of({"born_min": low or year, "born_max": high or year, "age": age, **days})


def _named(found: Persons, by: dict[str, PersonRecord]) -> Iterable[tuple[str, Sequence[str]]]:
    """Yield each group with its id, which bears no name of a person: the place, the day, and a hash."""
    for group in found.base.groups:
        members = [by[id] for id in group]
        reports = [Report(r.id, place=r.place, start=r.told[0].start if r.told else None) for r in members]
        yield incident_id(reports), group


def _best(found: Persons) -> dict[str, int]:
    """Return the best score by which each record joined its group."""
    best: dict[str, int] = {}
    for x in found.links:
        if x.relation == "same":
            for id in (x.a, x.b):
                best[id] = max(best.get(id, x.score), x.score)
    return best


def _said(r: PersonRecord, field: str) -> str:
    days = " ".join(f"{t.what} {t.start or ''}".strip() for t in r.told)
    born = "–".join(dict.fromkeys(str(y) for y in r.born if y is not None))
    return {"name": r.name, "father": r.father, "sex": r.sex, "born": born, "place": r.place, "day": days}.get(
        field, ""
    ) or "not told"
