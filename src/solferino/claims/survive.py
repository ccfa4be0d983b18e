"""What a claim over open tables must survive: each default world, and which member of it breaks the claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solferino.claims.compared import compared, paced
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
    """Whether the claim holds and fails in a world, or in the worst member of several; `detail` names that member."""

    holds: Truth
    fails: Truth
    detail: str = ""


def default_worlds(asked: Asked, query: Query, whole: Query) -> dict[str, World]:
    """Return the default worlds of a claim over incidents; none for closed tables, whose rows are no linkage's work."""
    if asked.table.name not in TABLES or asked.claim.own.get("sql") or not asked.gives:
        return {}
    made = worlds(asked.tables, asked.case)
    if made is None:
        return {}
    everywhere = _everywhere(asked, query, whole)
    nothing = {n: Bounds.exactly(0) for n, text in asked.gives.items() if text.startswith(("count", "sum"))}

    def world(names: tuple[str, ...]) -> World:
        judged = [
            (name, asked.truths(everywhere.get(name, _derived(asked, nothing, nothing, query)))) for name in names
        ]
        pairs = [(name, *(pair or (Truth.NO, Truth.NO))) for name, pair in judged]
        worst = min(pairs, key=lambda p: (p[1], p[0]))
        return World(worst[1], min(p[2] for p in pairs), worst[0] if len(names) > 1 else "")

    found = {name: world((name,)) for name in made.fixed}
    found["draws"] = world(made.draws)
    if behind := made.behind(_reports(asked, query)):
        found["each-root-left-out"] = world(behind)
    if any(p.key == "party" for p in query.where.parts):
        base = asked.truths(asked.values(query, whole)) or (Truth.NO, Truth.NO)
        found["unknown-none"] = World(*base)
        every = replace(query, where=_unknown_too(asked, query.where))
        found["unknown-all"] = World(*(asked.truths(asked.values(every, whole)) or (Truth.NO, Truth.NO)))
    return found


def _everywhere(asked: Asked, query: Query, whole: Query) -> dict[str, Values]:
    """Return the claim's values in every world, from one question."""
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
