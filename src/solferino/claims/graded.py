"""What a claim over incidents reaches on each ladder, and how the evidence reads the parties it names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from solferino.claims.where import Where, plain_part
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

LADDERS = ("occurrence", "attribution", "intent", "qualification")
"""Kept apart, always: did it happen, who did it, with what intent, what is it in law."""


def grades(asked: Asked) -> dict[str, int]:
    """Return, for each ladder of the table, the highest grade at which the claim still holds as a filter."""
    if asked.claim.own.get("sql") or asked.tables.empty(asked.table.name):
        return {}
    return {name: _reached(asked, name) for name in LADDERS if asked.table.field(name)}


def _reached(asked: Asked, ladder: str) -> int:
    (row,) = asked.tables.rows(f"SELECT max({ladder}) AS top FROM ({asked.query.relation()})", of=[asked.table.name])
    for grade in range(min(5, row["top"] or 0), 0, -1):
        part = plain_part(ladder + " grade", f"{ladder} >= {grade}", "")
        query = replace(asked.query, where=Where((*asked.query.where.parts, part), asked.query.where.window))
        truths = asked.truths(asked.values(query, asked.whole))
        if truths is not None and truths[0] is Truth.YES:
            return grade
    return 0


def readings(asked: Asked) -> tuple[tuple[str, int], ...]:
    """Return how the matching incidents read the parties named: each alone, jointly, one or the other, conflicting."""
    parties = blamed(asked)
    if not parties or asked.table.field("party_must") is None or asked.claim.own.get("sql"):
        return ()
    found: Counter[str] = Counter()
    wanted = {p: set(asked.case.parties.within(p)) for p in parties}
    for row in asked.query.rows(asked.tables):
        must, may = (
            {p for p, nested in wanted.items() if nested & set(row[c] or ())} for c in ("party_must", "party_may")
        )
        how = row.get("attribution_reading") or row.get("attribution_relation") or ""
        if len(must) > 1:
            found["jointly" if how == "jointly" else f"each blamed, {how or 'not said how'}"] += 1
        elif must == may and must:
            found[f"{asked.case.parties.name(next(iter(must)))} alone"] += 1
        elif may:
            names = " or ".join(asked.case.parties.name(p) for p in sorted(may))
            found[f"{names}, not settled" if len(may) > 1 else f"{names}, disputed"] += 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def blamed(asked: Asked) -> tuple[str, ...]:
    """Return the parties that the claim says did it."""
    value = asked.claim.where.get("party")
    if isinstance(value, dict):
        value = next(iter(value.values()), ())
    return tuple(value) if isinstance(value, list | tuple) else (str(value),) if value else ()
