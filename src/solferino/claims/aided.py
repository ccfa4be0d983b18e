"""Claims of kind assistance: did one State aid another in an unlawful act? Twelve questions, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.claims.where import ClaimError
from solferino.law.assistance import checks, weighed
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.errors import UsageError
from solferino.words.grammar import parse
from solferino.words.near import did_you_mean
from solferino.words.result import ClaimResult
from solferino.words.verdict import Lack, Status, Verdict, judge

STANDS = (Status.SUPPORTED, Status.ATTESTED)


def evaluate_assistance(claim: Claim, case: CaseFile, premises: Mapping[str, ClaimResult]) -> ClaimResult:
    """Evaluate the worksheet. A yes counts where all the claims it rests on stand; without one it is a bare word."""
    for key in ("by", "to"):
        if claim.own[key] not in case.parties:
            name = str(claim.own[key])
            raise ClaimError(key, f"there is no party {name!r}", did_you_mean(name, case.parties.by_id))
    answered = claim.own.get("checks", {})
    answers = {name: _answer(body, premises) for name, body in answered.items()}
    try:
        values = weighed(answers)
    except UsageError as error:
        raise ClaimError("checks", str(error).partition("\n")[0], error.hint) from None
    holds, fails = parse(claim.holds), parse(claim.fails) if claim.fails else None
    status, lack, _ = judge(holds.truth(values), fails=fails.truth(values) if fails else parse("1 == 0").truth({}))
    because = _because(answers, values)
    if status is Status.INSUFFICIENT and values["met"].high is not None and values["met"].high > values["met"].low:  # type: ignore[operator]
        lack = Lack.NOT_FILED
    verdict = Verdict(status, lack, because)
    sheet = tuple(
        {"step": c.id, "asks": c.asks, "answer": answers.get(c.id, "unknown"),
         "why": _why(answered.get(c.id, {}), premises), "source": c.source, "check": c.role}
        for c in checks()
    )  # fmt: skip
    helps, helped = case.parties.name(claim.own["by"]), case.parties.name(claim.own["to"])
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values=values,
        holds=claim.holds, file=claim.file, line=claim.line, fails=claim.fails, digest=claim.digest(),
        query=f"did {helps} aid or assist {helped} in a wrongful act (Articles on State Responsibility, Article 16)",
        depends=tuple(premises), sheet=sheet, days=tuple(sorted({d for r in premises.values() for d in r.days})),
        symbols=tuple(sorted({s for r in premises.values() for s in r.symbols})), parties=(str(claim.own["by"]),),
    )  # fmt: skip


def _answer(body: Mapping[str, object], premises: Mapping[str, ClaimResult]) -> str:
    claims = [premises[name] for name in body.get("claims", ())]  # type: ignore[attr-defined]
    if body["answer"] == "yes" and not (claims and all(r.verdict.status in STANDS for r in claims)):
        return "unknown"
    return str(body["answer"])


def _why(body: Mapping[str, object], premises: Mapping[str, ClaimResult]) -> str:
    told = [str(body["why"])] if body.get("why") else []
    told += [f"{name} is {premises[name].verdict}" for name in body.get("claims", ())]  # type: ignore[attr-defined]
    if body.get("answer") == "yes" and _answer(body, premises) == "unknown":
        told.append(
            "said to be so, and what it rests on does not stand"
            if body.get("claims")
            else "said to be so, on nothing filed"
        )
    if body.get("dissent"):
        told.append(f"against it: {body['dissent']}")
    return "; ".join(told)


def _because(answers: Mapping[str, str], values: Mapping[str, Bounds]) -> tuple[str, ...]:
    needed = [c for c in checks() if c.role == "needed"]
    told = [f"{values['met']} of {len(needed)} questions that must be answered yes are"]
    for word in ("unknown", "no"):
        names = [f"{c.id} ({c.asks})" for c in needed if answers.get(c.id, "unknown") == word]
        if names:
            told.append(f"answered {word}: {'; '.join(names)}")
    if values["own"].low:
        told.append("its own organs struck: that is its own act (Article 4), not aid")
    if values["purpose"].base != 1:
        told.append("a view to facilitating the act is not shown; the commentary asks for it, the text for knowledge")
    return tuple(told)
