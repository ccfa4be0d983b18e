"""Records grouped into persons → persons as codes, and in what state each was from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from solferino.situate.attribution import together
from solferino.situate.grade import occurrence
from solferino.situate.states import account, states
from solferino.words.decision import USES
from solferino.words.source import Sensitivity

Row = dict[str, Any]
Groups = Sequence[Sequence[str]]


def person_id(members: Sequence[str]) -> str:
    """Return the code of a person: of the smallest id of a record, so that it stays while others join."""
    return "p-" + sha256(min(members).encode()).hexdigest()[:12]


def persons(rows: Iterable[Mapping[str, Any]], groups: Groups, *, as_of: date) -> tuple[list[Row], list[Row]]:
    """Return the rows of `persons` and of `person_status`. What became known after `as_of` ends no state for sure then.

    A record whose use was withdrawn is sealed, and with it whatever rests on it.
    """
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_id.setdefault(row["report_id"], []).append(row)
    found: list[Row] = []
    stood: list[Row] = []
    for group in groups:
        told = [row for id in group for row in by_id.get(id, ())]
        if told:
            person = _person(person_id(group), told)
            found.append(person)
            own = {k: person[k] for k in ("person_id", "unnamed", "sensitivity")}
            stood += [{**state, **own} for state in states(told, as_of=as_of)]
    return found, stood


def guard(row: Mapping[str, Any]) -> str:
    """Return how guarded a record is: by its source, and by what its use was allowed for."""
    return Sensitivity.highest((row["sensitivity"], USES.get(row.get("use") or "publish", "public")))


def _person(code: str, rows: Sequence[Mapping[str, Any]]) -> Row:
    accounts = {r["report_id"]: account(r) for r in rows}
    must, may, _ = together(list(accounts.values()))
    sexes = {r["sex"] for r in rows if r.get("sex")}
    born = [y for r in rows for y in _born(r)]
    known = [r.get("known_since") or r.get("date_to") for r in rows]
    return {
        "person_id": code, "records": len(accounts), "sources": sorted({r["source_id"] for r in rows}),
        "known_since": min((k for k in known if k), default=None), "sex": sexes.pop() if len(sexes) == 1 else None,
        "born_min": min(born, default=None), "born_max": max(born, default=None),
        "conduct": sorted({c for r in rows for c in r.get("conduct") or ()}), "party_must": list(must),
        "party_may": list(may), "unnamed": not any((r.get("name") or "").strip() for r in rows),
        "occurrence": occurrence(list(accounts.values())),
        "sensitivity": Sensitivity.highest(tuple(guard(r) for r in rows)),
    }  # fmt: skip


def _born(row: Mapping[str, Any]) -> list[int]:
    years = [y for y in (row.get("born_min"), row.get("born_max")) if y is not None]
    if not years and row.get("age") is not None and row.get("date_from"):
        years = [row["date_from"].year - row["age"] - 1, (row.get("date_to") or row["date_from"]).year - row["age"]]
    return years
