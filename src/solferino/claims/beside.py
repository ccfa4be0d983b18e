"""What stands beside a claim: its weaker forms, and the same question put to everyone else (S8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from solferino.claims.query import Query
from solferino.claims.where import PARTY_COLUMNS, Part, Where
from solferino.store.engine import literal, quote
from solferino.words.result import Counter, Weaker
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

OTHERS = 12
"""How many other parties are listed beside a claim; those with most first."""


def weaker(asked: Asked) -> tuple[Weaker, ...]:
    """Return the claim with one key of `where` left out at a time, each with its values."""
    if asked.claim.own.get("sql"):
        return ()
    found = []
    for part in asked.query.where.parts:
        values = asked.values(asked.query.without(part.key), asked.whole.without(part.key))
        truths = asked.truths(values)
        found.append(Weaker(part.key, f"without {part.text}", truths is not None and truths[0] is Truth.YES, values))
    return tuple(found)


def counter(asked: Asked) -> tuple[Counter, ...]:
    """Return the same question for every other party, and the parties that acted jointly."""
    if asked.claim.own.get("sql"):
        return ()
    return (*_others(asked), *_joint(asked))


def _others(asked: Asked) -> list[Counter]:
    found: list[Counter] = []
    for part in asked.query.where.parts:
        if (part.key not in PARTY_COLUMNS and part.key not in asked.table.ends) or part.key == "date":
            continue
        given = asked.claim.where.get(part.key)
        rest = asked.query.without(part.key)
        columns = asked.table.ends.get(part.key, (part.key, part.key))
        field = asked.table.field(columns[1])
        own = {str(v) for v in (given if isinstance(given, list) else [given])}
        own = {p for v in own for p in asked.case.parties.within(v)}
        cell = f"unnest({quote(columns[1])})" if field and field.kind == "list" else quote(columns[1])
        domain = asked.tables.rows(
            f"SELECT DISTINCT {cell} AS party FROM {quote(asked.table.name)} ORDER BY 1", of=[asked.table.name]
        )
        listed = []
        for row in domain:
            party = row["party"]
            if party is None or party in own:
                continue
            test = (
                f"list_contains({{}}, {literal(party)})"
                if field and field.kind == "list"
                else f"{{}} = {literal(party)}"
            )
            narrowed = _narrow(
                rest, test.replace("{}", quote(columns[0])), test.replace("{}", quote(columns[1])), part.key
            )
            values = narrowed.values(asked.gives, asked.tables)
            listed.append((values, party))
        listed.sort(key=lambda pair: (-max((_size(v.base) for v in pair[0].values()), default=0), pair[1]))
        for values, party in listed[:OTHERS]:
            text = f"the same with {part.key} = {asked.case.parties.name(party)}"
            found.append(Counter("other", text, values))
        if len(listed) > OTHERS:
            found.append(Counter("other", f"and {len(listed) - OTHERS} more with no higher count"))
    return found


def _narrow(query: Query, sure: str, maybe: str, key: str) -> Query:
    where = Where((*query.where.parts, Part(key, sure, maybe, key)), query.where.window)
    return replace(query, where=where)


def _size(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _joint(asked: Asked) -> list[Counter]:
    """Those who did the same act together with the party the claim names, such as a second veto."""
    if asked.table.field("with") is None:
        return []
    rows = asked.query.rows(asked.tables)
    drafts: dict[str, list[str]] = {}
    for row in rows:
        for party in row["with"] or ():
            drafts.setdefault(party, []).append(str(row["draft"]))
    return [
        Counter(
            "joint", f"{asked.case.parties.name(party)} did the same in {len(found)} of {len(rows)}: {', '.join(found)}"
        )
        for party, found in sorted(drafts.items())
    ]
