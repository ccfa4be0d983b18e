"""What a claim over open tables must survive: each default world, and which member of it breaks the claim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solferino.claims.compared import compared, paced
from solferino.claims.peopled import PEOPLE, person_worlds, records_behind
from solferino.claims.query import Query
from solferino.claims.where import Part, Where
from solferino.claims.worlds import TABLES, WORLD, worlds
from solferino.store.engine import quote
from solferino.words.bounds import Bounds
from solferino.words.truth import Truth

if TYPE_CHECKING:
    from solferino.claims.asked import Asked

Values = dict[str, Bounds]


@dataclass(frozen=True)
class World:
    """Whether the claim holds and fails in a world, or in the worst member of several; `detail` names that member.

    `values` reach from the least to the most of its members; a value that some member does not give is left out.
    """

    holds: Truth
    fails: Truth
    values: Values
    detail: str = ""

    @classmethod
    def of(cls, asked: Asked, values: Values) -> World:
        """Return a world of one member."""
        return cls(*(asked.truths(values) or (Truth.NO, Truth.NO)), values)


def default_worlds(asked: Asked, query: Query, whole: Query) -> dict[str, World]:
    """Return the default worlds of a claim over incidents or persons; none where rows are no linkage's work."""
    if asked.table.name not in (*TABLES, *PEOPLE) or asked.claim.own.get("sql") or not asked.gives:
        return {}
    made = (person_worlds if asked.table.name in PEOPLE else worlds)(asked.tables, asked.case)
    if made is None:
        return {}
    found_in = everywhere(asked, query, whole)

    def world(names: tuple[str, ...]) -> World:
        members = [(name, World.of(asked, found_in(name))) for name in names]
        worst, there = min(members, key=lambda m: (m[1].holds, m[0]))
        given = [m.values for _, m in members]
        values = {k: Bounds.around([v[k] for v in given]) for k in given[0] if all(k in v for v in given)}
        return World(there.holds, min(m.fails for _, m in members), values, worst if len(names) > 1 else "")

    groups = made.groups(_reports(asked, query), asked.claim.under)
    found = {name: world(members) for name, members in groups.items()}
    if any(p.key == "party" for p in query.where.parts):
        found["unknown-none"] = World.of(asked, asked.values(query, whole))
        every = replace(query, where=_unknown_too(asked, query.where))
        found["unknown-all"] = World.of(asked, asked.values(every, whole))
    return found


def everywhere(asked: Asked, query: Query, whole: Query) -> Callable[[str], Values]:
    """Return what gives the claim's values in a world by its name, from one question to all of them."""
    nothing = {n: Bounds.exactly(0) for n, text in asked.gives.items() if text.startswith(("count", "sum"))}
    found = _by_world(asked, query, whole)
    return lambda name: found[name] if name in found else _derived(asked, nothing, nothing, query)


def _by_world(asked: Asked, query: Query, whole: Query) -> dict[str, Values]:
    parts = replace(query, everywhere=True).values_by(asked.gives, asked.tables, WORLD)
    if asked.claim.kind not in ("share", "ratio"):
        return {name: _derived(asked, values, values, query) for name, values in parts.items()}
    totals = replace(whole, everywhere=True).values_by({"n": "count"}, asked.tables, WORLD)
    none = {"n": Bounds.exactly(0)}
    part = {"part": Bounds.exactly(0)}
    return {n: _derived(asked, parts.get(n, part), totals.get(n, none), query) for n in {*parts, *totals}}


def _derived(asked: Asked, values: Values, total: Values, query: Query) -> Values:
    if asked.claim.kind in ("share", "ratio"):
        return compared(asked.claim.kind, values["part"], total.get("n", Bounds.exactly(0)))
    return paced(asked.claim, values["n"], query) if asked.claim.kind == "rate" else values


def _reports(asked: Asked, query: Query) -> list[str]:
    """Return the reports behind the rows a claim rests on."""
    rows = asked.rows(query)
    if asked.table.name in PEOPLE:
        return records_behind(asked.tables, (row["person_id"] for row in rows))
    if asked.table.name != "incidents":
        return [row["report_id"] for row in rows]
    if not rows:
        return []
    names = {row["incident_id"] for row in rows}
    told = asked.tables.table("incident_reports")
    return sorted({r["report_id"] for r in told if r["relation"] == "same" and r["incident_id"] in names})


def _unknown_too(asked: Asked, where: Where) -> Where:
    """Let every incident of which nobody is blamed count as the party's."""
    high = asked.table.ends["party"][1]
    unknown = f"coalesce(len({quote(high)}), 0) = 0"
    parts = [
        Part(p.key, f"({p.sure}) OR {unknown}", f"({p.maybe}) OR {unknown}", p.text) if p.key == "party" else p
        for p in where.parts
    ]
    return Where(tuple(parts), where.window)
