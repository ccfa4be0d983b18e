"""What a claim over incidents reaches on each ladder, and how the evidence reads the parties it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from solferino.claims.blame import blamed, blaming
from solferino.claims.query import Query
from solferino.claims.relinked import Relinked
from solferino.claims.where import Where, plain_part
from solferino.store.engine import literal, quote
from solferino.words.bounds import Bounds
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

LADDERS = ("occurrence", "attribution", "intent", "qualification")
"""Kept apart, always: did it happen, who did it, with what intent, what is it in law."""


def grades(asked: Asked) -> tuple[dict[str, int], dict[str, dict[str, Bounds]]]:
    """Return for each ladder of the table the highest grade at which the claim still holds as a filter, and its values
    at each grade up to that (`occurrence 3`) where they are not those of the whole.

    It must hold so however the reports are linked: two origins that a doubtful link joins corroborate nothing. That one
    origin might have been silent is not asked, for the grade itself counts origins.
    """
    if asked.claim.own.get("sql") or asked.tables.empty(asked.table.name):
        return {}, {}
    ladders = [name for name in LADDERS if asked.table.field(name)]
    if not ladders:
        return {}, {}
    rows = asked.rows(asked.query)
    key = asked.table.columns[0]
    told = {name: {row[key]: row[name] or 0 for row in rows} for name in ladders}
    if asked.table.name == "incidents" and blamed(asked):
        told["attribution"] |= blaming(asked, list(told["attribution"]), asked.tables.table("attributions"))
    relinked = Relinked(asked)
    tops = {name: min(5, max(found.values(), default=0)) for name, found in told.items()}
    forms = {(n, g): _graded(asked.query, key, told[n], g) for n, top in tops.items() for g in range(top, 0, -1)}
    asked.ask(list(forms.values()))

    def stands(name: str, grade: int) -> bool:
        return _holds(asked, asked.values(forms[name, grade], asked.whole)) and relinked.stands(name, grade)

    reached = {name: next((g for g in range(tops[name], 0, -1) if stands(name, g)), 0) for name in ladders}
    values = {(n, g): asked.values(form, asked.whole) for (n, g), form in forms.items() if g <= reached[n]}
    base = asked.values(asked.query, asked.whole)
    return reached, {f"{n} {g}": values[n, g] for n, g in sorted(values) if values[n, g] != base}


def _graded(query: Query, key: str, told: Mapping[str, int], grade: int) -> Query:
    ids = ", ".join(literal(i) for i, g in sorted(told.items()) if g >= grade)
    part = plain_part("grade", f"{quote(key)} IN ({ids})" if ids else "false", "")
    return replace(query, where=Where((*query.where.parts, part), query.where.window))


def _holds(asked: Asked, values: Mapping[str, Bounds]) -> bool:
    truths = asked.truths(values)
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
