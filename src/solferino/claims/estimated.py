"""Claims of kind estimate: how many incidents no list recorded, in every world of linkage, or the reason for none.

What is documented and what is estimated beside it are two values, never their sum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from solferino.claims.query import Query
from solferino.claims.where import ClaimError, compile_where
from solferino.claims.worlds import MORE_DRAWS, WORLD, worlds
from solferino.store.engine import quote
from solferino.store.namespace import Namespace, Rows, stacked
from solferino.undercount.overlap import LISTS, OverlapTable
from solferino.undercount.report import Report, report
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import parse
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge

COPIES = 0.5
"""Part of the incidents two lists share for which they have no origins of their own, beyond which they are one list."""

COLUMNS = ("incident_id", "date_from", "date_to", "place", "object", "facility")
Groups = Mapping[str, tuple[OverlapTable, ...]]
"""The tables of each world, by the name that it goes by."""


@dataclass(frozen=True)
class _Listed:
    """The lists behind some incidents as a table, and which lists were made one because they copy each other."""

    table: OverlapTable
    merged: tuple[str, ...]
    left_out: tuple[str, ...]


def evaluate_estimate(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate an estimate over incidents; a refusal is insufficient (method_refused), with its code and facts."""
    if claim.of != "incidents":
        raise ClaimError("of", f"an estimate is of incidents, not {claim.of}")
    asked = claim.own["estimate"]
    where = compile_where(claim.where, schemas()[claim.of], case)
    query = Query(schemas()[claim.of], where, case.settings.as_of)
    rows = [r for r in tables.rows(f"SELECT * FROM ({query.relation()}) AS i", of=["incidents"]) if r["_sure"]]
    told = _reports(tables, rows, asked["lists"])
    found = _listed(told)
    linked = not tables.empty("reports") and not tables.empty("links")  # where no pair was scored, draws know nothing
    answer = report(found.table, linked=linked, seed=asked["seed"], full=False)
    groups: Groups = {}
    if not answer.refused:
        from solferino.undercount.linkings import over_linkings  # what is refused loads no method

        groups, drawn = _groups(claim, tables, case, query, told)
        answer = over_linkings(answer, drawn, seed=asked["seed"])
    sealed = any(r["sensitivity"] == "sealed" for r in rows)
    verdict, named = _verdict(claim, answer, groups, sealed=sealed)
    notes = (*(f"one list, since they copy each other: {m}" for m in found.merged),
             *(f"not among the {LISTS[1]} largest lists: {name}" for name in found.left_out))  # fmt: skip
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=_values(answer),
        holds=claim.holds, file=claim.file, line=claim.line, fails=claim.fails, table=claim.of, worlds=named,
        query=f"lists ({asked['lists']}: {', '.join(found.table.lists) or 'none'}) of incidents where "
        f"{where.text or 'any'}; seed {asked['seed']}",
        columns=COLUMNS,
        rows=tuple({k: _plain(r[k]) for k in COLUMNS} | {"sure": True} for r in rows[:200]),
        total=len(rows), digest=claim.digest(), notes=notes,
        days=tuple(sorted({r["date_from"].isoformat() for r in rows if r["date_from"]})),
    )  # fmt: skip


def _reports(tables: Namespace, rows: Rows, column: str) -> Rows:
    """Return (incident, list, roots, report) of every report that tells of one of these incidents and of no more.

    A list that no public report names has a number in place of its name.
    """
    sql = (
        f"SELECT m.incident_id AS incident, r.{quote(column)} AS list, r.roots AS roots, report_id AS report, "
        "r.sensitivity AS sensitivity FROM incident_reports m JOIN reports r USING (report_id) "
        f"WHERE m.relation = 'same' AND list_contains(?, m.incident_id) AND r.{quote(column)} IS NOT NULL ORDER BY ALL"
    )
    told = tables.rows(sql, [[r["incident_id"] for r in rows]], of=["incident_reports", "reports"])
    open_ = {r["list"] for r in told if r["sensitivity"] == "public"}
    shut = {name: f"withheld list {k}" for k, name in enumerate(sorted({r["list"] for r in told} - open_), 1)}
    return [r | {"list": shut.get(r["list"], r["list"])} for r in told]


def _groups(
    claim: Claim, tables: Namespace, case: CaseFile, query: Query, told: Rows
) -> tuple[Groups, tuple[OverlapTable, ...]]:
    """Return the tables of every world that the claim must survive, and those of all draws of the linkage."""
    made = worlds(tables, case, draws=MORE_DRAWS)
    assert made is not None  # rows of reports stand behind every incident
    kept: dict[str, set[str]] = {}
    for r in tables.rows(f"SELECT * FROM ({replace(query, everywhere=True).relation()}) AS i", of=["incidents"]):
        if r["_sure"]:
            kept.setdefault(r[WORLD], set()).add(r["incident_id"])
    column = quote(claim.own["estimate"]["lists"])
    sql = (
        f"SELECT m.{quote(WORLD)} AS world, m.incident_id AS incident, r.{column} AS list, r.roots AS roots "
        f"FROM {quote(stacked('incident_reports'))} m JOIN reports r USING (report_id) WHERE m.relation = 'same' "
        f"AND r.{column} IS NOT NULL ORDER BY ALL"
    )
    by: dict[str, Rows] = {}
    for r in tables.rows(sql, of=["incident_reports", "reports"]):
        if r["incident"] in kept.get(r["world"], ()):
            by.setdefault(r["world"], []).append(r)
    tabled = {world: _listed(by.get(world, [])).table for world in made.drawn}
    groups = made.groups((r["report"] for r in told), claim.under)
    of_worlds = {
        name: tuple(tabled[m] if m in tabled else _listed(by.get(m, [])).table for m in members)
        for name, members in groups.items()
    }
    return of_worlds, tuple(tabled.values())


def _listed(reports: Rows) -> _Listed:
    """Return which lists hold which incidents; lists without origins of their own beside another are made one."""
    on: dict[str, dict[str, set[str]]] = {}
    unknown: dict[str, set[str]] = {}
    for r in reports:
        roots = set(r["roots"] or ())
        on.setdefault(r["incident"], {}).setdefault(r["list"], set()).update(roots)
        if not roots:
            unknown.setdefault(r["incident"], set()).add(r["list"])
    sizes: dict[str, int] = {}
    for held in on.values():
        for name in held:
            sizes[name] = sizes.get(name, 0) + 1
    ordered = sorted(sizes, key=lambda name: (-sizes[name], name))
    names, rest = sorted(ordered[: LISTS[1]]), tuple(sorted(ordered[LISTS[1] :]))
    one = {name: name for name in names}
    for a, b in combinations(names, 2):
        shared = [i for i, held in on.items() if a in held and b in held]
        copies = sum(bool(on[i][a] & on[i][b]) or bool({a, b} & unknown.get(i, set())) for i in shared)
        if shared and copies > COPIES * len(shared):
            old, new = one[b], one[a]
            one = {name: new if group == old else group for name, group in one.items()}
    groups = {group: [n for n in names if one[n] == group] for group in sorted(set(one.values()))}
    lists = [" + ".join(held) for held in groups.values()]
    counts: dict[tuple[int, ...], int] = {}
    for held in on.values():
        pattern = tuple(int(any(n in held for n in group)) for group in groups.values())
        if any(pattern):
            counts[pattern] = counts.get(pattern, 0) + 1
    merged = tuple(" + ".join(held) for held in groups.values() if len(held) > 1)
    return _Listed(OverlapTable.of(lists, counts, unit="incidents"), merged, rest)


def _interval(table: OverlapTable) -> tuple[float, float] | None:
    """Return the ends of a table's total by the averaged graphs; None where the gate refuses it."""
    from solferino.undercount.linkings import averaged

    found = averaged(table)
    return None if found is None else (float(found.quantile(0.025)), float(found.quantile(0.975)))


def _values(told: Report) -> dict[str, Bounds]:
    """Return what is documented, and the ends of what is estimated beside it; no ends where it is refused."""
    values = {"documented": Bounds.exactly(told.table.n)}
    low, high = told.envelope
    if not told.refused and low is not None:
        values["low"] = Bounds.exactly(round(max(low - told.table.n, 0.0), 1))
        values["high"] = Bounds.exactly(math.inf if high is None else round(high - told.table.n, 1))
    return values


def _verdict(claim: Claim, told: Report, groups: Groups, *, sealed: bool) -> tuple[Verdict, dict[str, str]]:
    said = str(told.json()["sentence"])
    if told.refused:
        one = told.refusals[0]
        facts = ", ".join(f"{k}: {'; '.join(v) if isinstance(v, list) else v}" for k, v in one.facts.items())
        return Verdict(Status.INSUFFICIENT, Lack.METHOD_REFUSED, (f"{one.code} ({facts})", said)), {}
    values = _values(told)
    if claim.needs and parse(claim.needs).truth(values) is not Truth.YES:
        return Verdict(Status.INSUFFICIENT, Lack.NOT_FILED, (f"it needs {claim.needs}", said)), {}
    holds, fails = _truths(claim, values)
    kept = {name: [_there(claim, t) for t in held] for name, held in groups.items() if name not in claim.waive}
    found = {name: (min(h for h, _ in pairs), min(f for _, f in pairs)) for name, pairs in kept.items()}
    status, lack, broken = judge(holds, fails=fails, worlds=found, sealed=sealed)
    because = (f"it does not hold in the world {broken!r}", said) if broken else (said,)
    return Verdict(status, lack, because), {name: str(judge(h, fails=f)[0]) for name, (h, f) in found.items()}


def _truths(claim: Claim, values: Mapping[str, Bounds]) -> tuple[Truth, Truth]:
    return parse(claim.holds).truth(values), parse(claim.fails).truth(values) if claim.fails else Truth.NO


def _there(claim: Claim, table: OverlapTable) -> tuple[Truth, Truth]:
    """Return whether a claim holds and fails in a world, by the averaged graphs alone; neither where it is refused."""
    found = _interval(table)
    if found is None:
        return Truth.NO, Truth.NO
    low, high = found
    ends = {"documented": table.n, "low": low - table.n, "high": high - table.n}
    return _truths(claim, {name: Bounds.exactly(value) for name, value in ends.items()})


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
