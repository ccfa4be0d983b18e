"""What a claim over incidents reaches on each ladder, and how the evidence reads the parties it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from solferino.claims.query import Query
from solferino.claims.where import Where, plain_part
from solferino.situate import attribution
from solferino.situate.independence import independent
from solferino.store.engine import literal, quote
from solferino.words.report import Report
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

LADDERS = ("occurrence", "attribution", "intent", "qualification")
"""Kept apart, always: did it happen, who did it, with what intent, what is it in law."""


def grades(asked: Asked) -> dict[str, int]:
    """Return, for each ladder of the table, the highest grade at which the claim still holds as a filter."""
    if asked.claim.own.get("sql") or asked.tables.empty(asked.table.name):
        return {}
    ladders = [name for name in LADDERS if asked.table.field(name)]
    if not ladders:
        return {}
    rows = asked.rows(asked.query)
    key = asked.table.columns[0]
    told = {name: {row[key]: row[name] or 0 for row in rows} for name in ladders}
    if asked.table.name == "incidents" and blamed(asked):
        told["attribution"] |= _blaming(asked, list(told["attribution"]))
    tops = {name: min(5, max(found.values(), default=0)) for name, found in told.items()}
    forms = {(n, g): _graded(asked.query, key, told[n], g) for n, top in tops.items() for g in range(top, 0, -1)}
    asked.ask(list(forms.values()))
    return {name: next((g for g in range(tops[name], 0, -1) if _holds(asked, forms[name, g])), 0) for name in ladders}


def _blaming(asked: Asked, incidents: list[str]) -> dict[str, int]:
    """Return, for each incident, how surely those whom the claim names did it.

    Two independent origins that each say "A or B" corroborate "A or B", and neither A nor B: an account counts where
    every party that it may mean is among those named. Grades above that are people's, and stay.
    """
    if not incidents or asked.tables.empty("reports"):
        return {}
    named = {p for party in blamed(asked) for p in asked.case.parties.within(party)}
    roots = {row["report_id"]: row["roots"] for row in asked.tables.table("reports")}
    wanted = frozenset(incidents)
    accounts: dict[str, list[Report]] = {}
    for row in asked.tables.table("attributions"):
        if row["stance"] != "affirms" or row["incident_id"] not in wanted or row["report_id"] not in roots:
            continue
        _, may = attribution.readings(row["parties"] or (), row["relation"] or "unknown")
        if may and named.issuperset(may):
            account = Report(row["report_id"], roots=frozenset(roots[row["report_id"]] or ()))
            accounts.setdefault(row["incident_id"], []).append(account)
    return {i: 3 if independent(accounts[i]) >= 2 else 2 for i in incidents if i in accounts}


def _graded(query: Query, key: str, told: Mapping[str, int], grade: int) -> Query:
    ids = ", ".join(literal(i) for i, g in sorted(told.items()) if g >= grade)
    part = plain_part("grade", f"{quote(key)} IN ({ids})" if ids else "false", "")
    return replace(query, where=Where((*query.where.parts, part), query.where.window))


def _holds(asked: Asked, query: Query) -> bool:
    truths = asked.truths(asked.values(query, asked.whole))
    return truths is not None and truths[0] is Truth.YES


def readings(asked: Asked) -> tuple[tuple[str, int], ...]:
    """Return how the matching incidents read the parties named: each alone, jointly, one or the other, conflicting."""
    parties = blamed(asked)
    if not parties or asked.table.field("party_must") is None or asked.claim.own.get("sql"):
        return ()
    found: Counter[str] = Counter()
    wanted = {p: set(asked.case.parties.within(p)) for p in parties}
    for row in asked.rows(asked.query):
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
            found[f"{names}, not settled" if len(may) > 1 else f"{names} or another, not settled"] += 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def blamed(asked: Asked) -> tuple[str, ...]:
    """Return the parties that the claim says did it: all that it asks of, or what a share says of a part of it."""
    told = (asked.claim.where.get("party"), *(asked.claim.own.get(k, {}).get("party") for k in ("part", "then")))
    found: list[str] = []
    for value in filter(None, told):
        listed = next(iter(value.values()), ()) if isinstance(value, dict) else value
        found += map(str, listed) if isinstance(listed, list | tuple) else (str(listed),)
    return tuple(dict.fromkeys(found))
