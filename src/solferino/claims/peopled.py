"""Worlds of persons: how many there would be, and in what state, had their records been linked otherwise.

Two records that a doubtful link joins are one person or two; a list may be wrong, or silent. Nothing is scored again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from solferino.claims.worlds import LEFT_OUT, NAMED, WORLD, Worlds, dropped
from solferino.situate.persons import persons
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile

PEOPLE = ("persons", "person_status")
"""Tables of persons that have a form in every world."""
_MADE = "worlds of persons"


def person_worlds(tables: Namespace, case: CaseFile) -> Worlds | None:
    """Make the worlds of persons of a namespace, once; None where no records are filed."""
    if _MADE not in tables.made:
        tables.made[_MADE] = None if tables.empty("person_records") else _make(tables, case)
    found: Worlds | None = tables.made[_MADE]
    return found


def _make(tables: Namespace, case: CaseFile) -> Worlds:
    rows, stands = tables.table("person_records"), tables.table("person_reports")
    roots: dict[str, frozenset[str]] = {}
    for row in rows:
        roots[row["report_id"]] = roots.get(row["report_id"], frozenset()) | frozenset(row["roots"] or ())
    stacked: dict[str, list[tuple[str, dict[str, Any]]]] = {name: [] for name in PEOPLE}

    def world(name: str, column: str, gone: frozenset[str] = frozenset()) -> None:
        kept = [row for row in rows if row["report_id"] not in gone]
        people, stood = persons(kept, _groups(stands, column), as_of=case.settings.as_of)
        stacked["persons"] += [(name, row) for row in people]
        stacked["person_status"] += [(name, row) for row in stood]

    world("strict", "strict")
    world("lenient", "lenient")
    for root in sorted({r for held in roots.values() for r in held}):
        world(LEFT_OUT + root, "person_id", frozenset(id for id, held in roots.items() if held == {root}))
    for name, asked in sorted(case.settings.worlds.items()):
        world(NAMED + name, "person_id", dropped(rows, asked["drop"]))
    for name, made in stacked.items():
        tables.stack(name, made, WORLD)
    return Worlds(("strict", "lenient"), (), roots)


def _groups(stands: Iterable[Mapping[str, Any]], column: str) -> list[list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in stands:
        found[row[column]].append(row["report_id"])
    return [sorted(held) for _, held in sorted(found.items())]


def records_behind(tables: Namespace, people: Iterable[str]) -> list[str]:
    """Return the records of persons, by their codes."""
    wanted = set(people)
    return sorted(row["report_id"] for row in tables.table("person_reports") if row["person_id"] in wanted)
