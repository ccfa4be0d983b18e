"""Judgements: inferences that people make, no better than the claims they rest on."""

from __future__ import annotations

from collections.abc import Mapping

from solferino.words.claim import Claim
from solferino.words.result import ClaimResult
from solferino.words.verdict import Lack, Status, Verdict, join


def evaluate_judgement(claim: Claim, premises: Mapping[str, ClaimResult]) -> ClaimResult:
    """Return the judgement with the worst of its premises' verdicts, on both clocks."""
    then = _worst(claim, {k: r.verdict for k, r in premises.items()})
    now = _worst(claim, {k: r.verdict_now for k, r in premises.items()})
    by = f"{claim.own['by']} infers it" if claim.own.get("by") else "an inference"
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=then, verdict_now=now, values={}, holds="",
        file=claim.file, line=claim.line, query=f"{by} from {', '.join(premises)}", digest=claim.digest(),
        depends=tuple(premises), notes=(claim.own["why"],) if claim.own.get("why") else (),
        days=tuple(sorted({d for r in premises.values() for d in r.days})),
        symbols=tuple(sorted({s for r in premises.values() for s in r.symbols})),
    )  # fmt: skip


def _worst(claim: Claim, verdicts: Mapping[str, Verdict]) -> Verdict:
    status = join(v.status for v in verdicts.values())
    because = [f"{name} is {v}" for name, v in verdicts.items()]
    if status is Status.TRACKED:
        told = "it rests on calls and promises alone, which are followed, not judged"
        return Verdict(Status.INSUFFICIENT, Lack.NOT_FILED, (told, *because))
    worst = [name for name, v in verdicts.items() if v.status is status]
    told = "an inference is no better than its premises: " + ", ".join(because)
    lack = verdicts[worst[0]].type if status is Status.INSUFFICIENT else None
    return Verdict(status, lack, (told,))
