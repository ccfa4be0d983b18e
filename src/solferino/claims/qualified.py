"""Claims of kind qualification: are the elements of a norm indicated by incidents? Never guilt, never by counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from solferino.claims.query import Query
from solferino.claims.where import ClaimError, compile_where
from solferino.law.elements import Finding, assess, known
from solferino.law.norms import Binding, binding
from solferino.store.namespace import Namespace
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import parse
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult
from solferino.words.tables import tables as schemas
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge

STANDS = (Status.SUPPORTED, Status.ATTESTED)
COLUMNS = (
    "incident_id",
    "date_from",
    "date_to",
    "place",
    "object",
    "protected",
    "occurrence",
    "attribution",
    "intent",
    "intent_lines",
)


def evaluate_qualification(
    claim: Claim, tables: Namespace, case: CaseFile, premises: Mapping[str, ClaimResult]
) -> ClaimResult:
    """Evaluate `indicated`, the incidents in which every element is, of `incidents`, those asked about."""
    norm = _norm(claim, tables)
    party = str(claim.own["by"])
    if party not in case.parties:
        raise ClaimError("by", f"there is no party {party!r}", did_you_mean(party, case.parties.by_id))
    if not known(norm["conduct"] or ()):
        text = f"the elements of {norm['norm_id']} ({', '.join(norm['conduct'] or ())}) are not listed"
        raise ClaimError("norm", text, "law/facts/elements.toml says which are")
    table = schemas()["incidents"]
    query = Query(table, compile_where(claim.where, table, case), case.settings.as_of)
    rows = query.rows(tables)
    participation = tables.table("participation")
    is_state = case.parties.by_id[party].kind == "state"

    def bound(day: date) -> Binding:
        return binding(norm, party, day, participation, is_state=is_state)

    found = assess(
        norm, rows, party, bound=bound, findings=_findings(claim, premises),
        nested=frozenset(case.parties.within(party)),
    )  # fmt: skip
    values = {"incidents": Bounds.exactly(len(rows)), "indicated": found.indicated}
    fails = parse(claim.fails).truth(values) if claim.fails else Truth.NO
    status, lack, _ = judge(parse(claim.holds).truth(values), fails=fails, lack=None if rows else Lack.NOT_FILED)
    if status is Status.INSUFFICIENT and any(e.status == "missing" for e in found.elements):
        lack = Lack.NOT_FILED
    verdict = Verdict(status, lack, _because(norm, rows, found.elements))
    what = f"{norm['instrument']}, {norm['provision']}"
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=values,
        holds=claim.holds, file=claim.file, line=claim.line, fails=claim.fails, digest=claim.digest(),
        table="incidents", query=f"are the elements of {what} indicated for {case.parties.name(party)} "
        f"in incidents where {query.where.text or 'any'}",
        columns=claim.show or COLUMNS, total=len(rows), depends=tuple(premises),
        symbols=(norm["provision"], norm["instrument"]),
        rows=tuple(_row(r, claim.show or COLUMNS) for r in rows[:200]), parties=(party,),
        sheet=tuple(
            {"step": str(n), "asks": e.asks, "answer": e.status, "why": e.why,
             "source": what if e.id == "bound" else "",
             "check": f"contradicted in {e.contradicted}" if e.contradicted else ""}
            for n, e in enumerate(found.elements, 1)
        ),
        notes=(f"elements of {what}: {norm['elements']}", "indicated is not proven, and nobody is found guilty here"),
        days=tuple(sorted({d.isoformat() for r in rows for d in (r["date_from"], r["date_to"]) if d})),
    )  # fmt: skip


def _norm(claim: Claim, tables: Namespace) -> Mapping[str, Any]:
    by_id = {n["norm_id"]: n for n in tables.table("norms")}
    name = str(claim.own["norm"])
    if name not in by_id:
        raise ClaimError("norm", f"there is no norm {name!r}", did_you_mean(name, by_id))
    found: Mapping[str, Any] = by_id[name]
    return found


def _findings(claim: Claim, premises: Mapping[str, ClaimResult]) -> dict[str, Finding]:
    """Answers of people; one that rests on claims that do not stand is unknown."""
    found = {}
    for name, body in claim.own.get("findings", {}).items():
        stands = all(premises[c].verdict.status in STANDS for c in body.get("claims", ()))
        why = body.get("why", "") if stands else f"{body.get('why', '')}; what it rests on does not stand".strip("; ")
        found[name] = Finding(body["answer"] if stands else "unknown", why, body.get("by", ""))
    return found


def _because(norm: Mapping[str, Any], rows: list[dict[str, Any]], elements: tuple[Any, ...]) -> tuple[str, ...]:
    if not rows:
        return ("no incident filed matches",)
    what = f"{norm['instrument']}, {norm['provision']}"
    told = []
    for status, lead in (("missing", "missing"), ("contradicted", "contradicted")):
        names = [e.asks for e in elements if e.status == status]
        if names:
            told.append(f"{lead} for {what}: {'; '.join(names)}")
    part = [f"{e.asks} ({e.status})" for e in elements if e.status.startswith("indicated in")]
    if part:
        told.append(f"in some incidents only: {'; '.join(part)}")
    return tuple(told) or (f"every element of {what} is indicated in some incident",)


def _row(row: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else v for k, v in row.items() if k in {*columns, "incident_id"}
    } | {"sure": bool(row["_sure"])}
