"""Claims of kind norm: did this rule of law bind these parties on that day?"""

from __future__ import annotations

from datetime import date
from typing import Any

from solferino.claims.where import ClaimError
from solferino.law.norms import Binding, binding
from solferino.store.namespace import Namespace, Rows
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import negate, parse
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult, Counter
from solferino.words.truth import Truth
from solferino.words.verdict import Lack, Status, Verdict, judge
from solferino.words.window import day

UNCONFIRMED = "general knowledge"


def evaluate_norm(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate whom the norm bound: `bound` of `parties`, each answered by the record of treaties or by custom."""
    wanted = claim.own["norm"] if isinstance(claim.own["norm"], list) else [claim.own["norm"]]
    norms = _norms(wanted, tables)
    parties: list[str] = list(claim.own["binds"])
    for party in parties:
        if party not in case.parties:
            raise ClaimError("binds", f"there is no party {party!r}", did_you_mean(party, case.parties.by_id))
    days, said = _days(claim, norms, tables, case)
    actions = tables.table("participation")
    found = {p: _bound(p, norms, days, actions, case) for p in parties}
    sure = sum(t is Truth.YES for t, _, _ in found.values())
    possible = sum(t is not Truth.NO for t, _, _ in found.values())
    values = {"bound": Bounds(sure, sure, possible), "parties": Bounds.exactly(len(parties))}
    holds, fails = parse(claim.holds), parse(claim.fails) if claim.fails else negate(parse(claim.holds))
    unconfirmed = any(t is Truth.BETWEEN and weak for t, weak, _ in found.values())
    lack = None if norms else Lack.NOT_FILED
    status, lack, _ = judge(holds.truth(values), fails=fails.truth(values), lack=lack, unconfirmed=unconfirmed)
    verdict = Verdict(
        status, lack, _because(norms, found, case, status) if norms else ("no norms are filed in this case",)
    )
    rows = [*norms, *(r for r in actions if r["state"] in parties and r["treaty"] in {n["treaty"] for n in norms})]
    titles = ", ".join(f"{n['norm_id']} ({n['instrument']}, {n['provision']})" for n in norms)
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=values,
        holds=claim.holds, file=claim.file, line=claim.line, fails=str(fails), table="norms", closed=True,
        query=f"did {titles} bind {' and '.join(case.parties.name(p) for p in parties)} {said}", digest=claim.digest(),
        columns=("report_id", "norm_id", "instrument", "provision", "state", "treaty", "signed", "consented", "status",
                 "as_of", "check_status"),
        rows=tuple(_row(r) for r in rows), total=len(rows), days=tuple(sorted({d.isoformat() for d in days})),
        symbols=tuple(sorted({n["provision"] for n in norms} | {n["instrument"] for n in norms})),
        notes=tuple(n["elements"] for n in norms if n["elements"]), counter=_each(found, case),
    )  # fmt: skip


def _norms(wanted: list[str], tables: Namespace) -> Rows:
    known = tables.table("norms")
    if not known:
        return []
    by_id = {n["norm_id"]: n for n in known}
    for name in wanted:
        if name not in by_id:
            raise ClaimError("norm", f"there is no norm {name!r}", did_you_mean(name, by_id))
    return [by_id[name] for name in wanted]


def _days(claim: Claim, norms: Rows, tables: Namespace, case: CaseFile) -> tuple[tuple[date, ...], str]:
    """Return the days to ask about and how to say them: one day, or the first and last day of the conduct."""
    on = claim.own.get("on", "as_of")
    if on != "conduct":
        try:
            found = day(on, case.settings.anchors())
        except ValueError as error:
            raise ClaimError("on", str(error)) from None
        return (found,), f"on {found}"
    conduct = sorted({c for norm in norms for c in norm["conduct"] or ()})
    (row,) = tables.rows(
        "SELECT min(date_from) AS a, max(date_to) AS b FROM incidents WHERE list_has_any(conduct, ?) AND date_to <= ?",
        [conduct, case.settings.as_of],
        of=["incidents"],
    )
    if row["a"] and row["b"]:
        return (row["a"], row["b"]), f"on the days of the incidents, {row['a']} to {row['b']}"
    period = case.settings.period
    start, end = period.start or case.settings.as_of, min(period.end or case.settings.as_of, case.settings.as_of)
    return (start, end), f"on any day of the case's period, {start} to {end} (no incident of such conduct is filed)"


def _bound(
    party: str, norms: Rows, days: tuple[date, ...], actions: Rows, case: CaseFile
) -> tuple[Truth, bool, list[Binding]]:
    """Return whether any of the norms bound the party on every day, whether a weak fact decides it, and why."""
    is_state = case.parties.by_id[party].kind == "state"
    answers: list[Binding] = []
    truth, weak = Truth.NO, False
    for norm in norms:
        on = [binding(norm, party, d, actions, is_state=is_state) for d in days]
        each = {b.truth for b in on}
        one = each.pop() if len(each) == 1 else Truth.BETWEEN
        if one is Truth.YES and any(b.check_status == UNCONFIRMED for b in on):
            one, weak = Truth.BETWEEN, True
        if one is Truth.NO and any(b.check_status == UNCONFIRMED and norm["treaty"] for b in on):
            one, weak = Truth.BETWEEN, True
        weak = weak or (one is Truth.BETWEEN and any(b.check_status == UNCONFIRMED for b in on))
        truth = truth | one
        answers.append(on[-1])
    return truth, weak, answers


def _each(found: dict[str, tuple[Truth, bool, list[Binding]]], case: CaseFile) -> tuple[Counter, ...]:
    """Return the answer of each of several parties by itself; of one alone the claim's own values say it."""
    ends = {Truth.YES: (1, 1, 1), Truth.NO: (0, 0, 0)}
    each = {case.parties.name(p): Bounds(*ends.get(t, (0, 0, 1))) for p, (t, _, _) in found.items()}
    return tuple(Counter("each", name, {"bound": value}) for name, value in each.items()) if len(each) > 1 else ()


def _because(
    norms: Rows, found: dict[str, tuple[Truth, bool, list[Binding]]], case: CaseFile, status: Status
) -> tuple[str, ...]:
    told = []
    bound = [p for p, (t, _, _) in found.items() if t is Truth.YES]
    unbound = [p for p, (t, _, _) in found.items() if t is Truth.NO]
    open_ = [p for p in found if p not in bound and p not in unbound]
    what = " or ".join(f"{n['instrument']}, {n['provision']}" for n in norms)
    names = {p: case.parties.name(p) for p in found}
    if unbound:
        told.append(f"{what} did not bind {' or '.join(names[p] for p in unbound)}")
    if bound:
        told.append(f"{what} bound {' and '.join(names[p] for p in bound)}")
    if open_:
        told.append(f"whether {what} bound {' and '.join(names[p] for p in open_)} is not settled by the facts filed")
    told += [f"{names[p]}: {b.why}" for p, (_, _, answers) in found.items() for b in answers]
    return tuple(told)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        k: v.isoformat() if isinstance(v, date) else v
        for k, v in row.items()
        if k not in ("sensitivity", "note", "citation", "elements")
    } | {"sure": row.get("check_status") != UNCONFIRMED}
