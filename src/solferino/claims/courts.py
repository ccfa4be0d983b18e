"""Claims of kind jurisdiction: had the International Criminal Court jurisdiction, on the facts of a day?"""

from __future__ import annotations

from datetime import date

from solferino.claims.where import ClaimError
from solferino.law.jurisdiction import CONTESTED, CRIMES, WEAK, YES, Answer, Question, jurisdiction
from solferino.store.namespace import Namespace
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import negate, parse
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult
from solferino.words.verdict import Lack, Status, Verdict, judge
from solferino.words.window import day


def evaluate_jurisdiction(claim: Claim, tables: Namespace, case: CaseFile) -> ClaimResult:
    """Evaluate `jurisdiction`: 1 yes, 0 no, and 0 to 1 where it is contested; each on the facts known on two days."""
    then, now = (_ask(claim, tables, case, at) for at in ("as_of", "tracked_to"))
    values = {"jurisdiction": _bounds(then)}
    holds = parse(claim.holds)
    fails = parse(claim.fails) if claim.fails else negate(holds)
    last = then.steps[-1]
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=_verdict(claim, then), verdict_now=_verdict(claim, now),
        values=values, holds=claim.holds, file=claim.file, line=claim.line, fails=str(fails), table="participation",
        closed=True, query=_query(claim, case, then), digest=claim.digest(), sheet=_sheet(then), total=len(then.steps),
        notes=(f"{last.asks}: {last.why}",), days=tuple(sorted({then.facts_at.isoformat(), str(_day(claim, case))})),
        symbols=("Rome Statute", *sorted({s.why.split(" ")[0] for s in then.steps if s.why.startswith("S/RES/")})),
    )  # fmt: skip


def _ask(claim: Claim, tables: Namespace, case: CaseFile, at: str) -> Answer:
    own = claim.own
    for key in ("territory", "nationality", *range(len(own.get("also_on", ())))):
        state = own["also_on"][key] if isinstance(key, int) else own.get(key, "")
        name = "also_on" if isinstance(key, int) else key
        if state and state not in case.parties:
            raise ClaimError(name, f"there is no State {state!r}", did_you_mean(state, case.parties.by_id))
    if own["crime"] not in CRIMES:
        raise ClaimError("crime", f"the Statute has no crime {own['crime']!r}", did_you_mean(own["crime"], CRIMES))
    asked = Question(
        own["crime"], _day(claim, case), own["territory"], own.get("nationality", ""), tuple(own.get("also_on", ())),
        _on(own.get("facts_at", at), "facts_at", case) or case.settings.as_of,
    )  # fmt: skip
    return jurisdiction(asked, tables.table("participation"))


def _day(claim: Claim, case: CaseFile) -> date:
    return _on(claim.own["on"], "on", case) or case.settings.as_of


def _on(value: date | str, key: str, case: CaseFile) -> date | None:
    try:
        return day(value, case.settings.anchors())
    except ValueError as error:
        if key == "facts_at":
            return None  # a case that follows nothing has no tracked_to
        raise ClaimError(key, str(error)) from None


def _bounds(answer: Answer) -> Bounds:
    if answer.answer == CONTESTED:
        return Bounds(0, 0, 1)
    return Bounds.exactly(1 if answer.answer == YES else 0)


def _verdict(claim: Claim, answer: Answer) -> Verdict:
    values = {"jurisdiction": _bounds(answer)}
    holds = parse(claim.holds)
    fails = parse(claim.fails) if claim.fails else negate(holds)
    # Steps 2 and 3 give jurisdiction or do not; of the others only what stands against it is a reason.
    decide = [s for s in answer.steps if s.n in (2, 3) or (s.n in (5, 6, 7) and s.answer != "no") or s.n == 7]
    told = tuple(s.why for s in decide)
    lead = f"the answer is {answer.answer}, on the facts known on {answer.facts_at}"
    if answer.answer == CONTESTED:
        return Verdict(Status.INSUFFICIENT, Lack.CONFLICTING, (lead, *told))
    status, lack, _ = judge(holds.truth(values), fails=fails.truth(values))
    if answer.check_status == WEAK:
        return Verdict(Status.INSUFFICIENT, Lack.UNCONFIRMED_FACT, (f"{lead}; it rests on general knowledge", *told))
    return Verdict(status, lack, (lead, *told))


def _query(claim: Claim, case: CaseFile, answer: Answer) -> str:
    own = claim.own
    who = f" by a national of {case.parties.name(own['nationality'])}" if own.get("nationality") else ""
    also = f", in part in {', '.join(map(case.parties.name, own['also_on']))}" if own.get("also_on") else ""
    return (
        f"had the International Criminal Court jurisdiction over {own['crime']} in "
        f"{case.parties.name(own['territory'])}{also}{who} on {_day(claim, case)}, "
        f"on the facts known on {answer.facts_at}"
    )


def _sheet(answer: Answer) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "step": str(s.n),
            "asks": s.asks,
            "answer": s.answer,
            "why": s.why,
            "source": s.source,
            "check": s.check_status,
        }
        for s in answer.steps
    )
