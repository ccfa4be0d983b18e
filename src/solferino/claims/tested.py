"""Claims of kind test: a pattern held against chance, or refused."""

from __future__ import annotations

from typing import Any

from solferino.claims.query import Query
from solferino.claims.where import ClaimError, compile_where
from solferino.patterns.repeats import Event, repeats
from solferino.patterns.result import Result
from solferino.store.namespace import Namespace
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import parse
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge

VALUES = ("observed", "expected", "ratio", "ratio_low", "ratio_high", "p")
COLUMNS = ("incident_id", "date_from", "date_to", "place", "object", "facility")


def evaluate_test(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate a test over incidents; a refusal is insufficient (method_refused), with its code and facts."""
    settings: dict[str, Any] = claim.own["test"]
    table = schemas()[claim.of]
    if claim.of != "incidents":
        raise ClaimError("of", f"test {settings['kind']} asks incidents, not {claim.of}")
    protected = settings["protected"] if isinstance(settings["protected"], list) else [settings["protected"]]
    where = compile_where({**claim.where, "object": protected}, table, case)
    query = Query(table, where, case.settings.as_of)
    rows = [r for r in query.rows(tables) if r["_sure"]]
    events = [Event(r["place_id"] or "", r["facility_id"] or "", r["date_from"]) for r in rows]
    result = repeats(events, _standing(protected, tables), seed=settings["seed"], draws=settings["draws"])
    values = {k: Bounds.exactly(v) for k in VALUES if (v := getattr(result, k)) is not None}
    verdict = _verdict(claim, result, values)
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=values,
        holds=claim.holds, file=claim.file, line=claim.line, fails=claim.fails, table=claim.of,
        query=f"test {settings['kind']} on incidents where {where.text}; "
        f"seed {settings['seed']}, {settings['draws']} draws",
        columns=COLUMNS, rows=tuple({k: _plain(r[k]) for k in COLUMNS} | {"sure": True} for r in rows[:200]),
        total=len(rows), digest=claim.digest(), notes=(*(f"{n} dropped: {why}" for why, n in result.dropped.items()),),
        days=tuple(sorted({r["date_from"].isoformat() for r in rows if r["date_from"]})),
    )  # fmt: skip


def _verdict(claim: Claim, result: Result, values: dict[str, Bounds]) -> Verdict:
    if result.refusals:
        refusal = result.refusals[0]
        facts = ", ".join(f"{k}: {v}" for k, v in refusal.facts.items())
        return Verdict(Status.INSUFFICIENT, Lack.METHOD_REFUSED, (f"{refusal.code} ({facts})", result.sentence))
    holds, fails = parse(claim.holds), parse(claim.fails)
    if not (holds.names() | fails.names()) <= set(values):
        return Verdict(Status.INSUFFICIENT, Lack.BETWEEN, ("a value it asks has no end", result.sentence))
    status, lack, _ = judge(holds.truth(values), fails=fails.truth(values))
    if _straddles(claim, result):
        told = f"p = {result.p} is within its own error of the threshold; draw more"
        return Verdict(Status.INSUFFICIENT, Lack.BETWEEN, (told, result.sentence))
    return Verdict(status, lack, (result.sentence,))


def _straddles(claim: Claim, result: Result) -> bool:
    """True where the Monte Carlo error of p could move it across the threshold the claim sets on it."""
    if "p" not in parse(claim.holds).names() or result.p is None:
        return False
    error = 2 * (result.p * (1 - result.p) / result.permutations) ** 0.5
    ends = [Bounds.exactly(max(0.0, result.p - error)), Bounds.exactly(min(1.0, result.p + error))]
    values = {k: Bounds.exactly(v) for k in VALUES if (v := getattr(result, k)) is not None}
    return len({parse(claim.holds).truth(values | {"p": end}) for end in ends} - {Truth.BETWEEN}) > 1


def _standing(protected: list[str], tables: Namespace) -> dict[str, int] | None:
    """Return how many such places stood in each town; None where no list of them is filed."""
    if tables.empty("protected_places"):
        return None
    rows = tables.rows(
        "SELECT place_id, count(*) AS n FROM protected_places WHERE list_contains(?, object) "
        "GROUP BY place_id ORDER BY 1",
        [protected],
        of=["protected_places"],
    )
    return {r["place_id"]: r["n"] for r in rows if r["place_id"]}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
