"""Evaluate claims over a namespace of tables: `evaluate(claim, tables, case)`, and all of a case at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from threading import Thread

from solferino.claims.aided import evaluate_assistance
from solferino.claims.asked import evaluate_asked
from solferino.claims.courts import evaluate_jurisdiction
from solferino.claims.judgement import evaluate_judgement
from solferino.claims.norm import evaluate_norm
from solferino.claims.qualified import evaluate_qualification
from solferino.claims.track import evaluate_track
from solferino.claims.where import ClaimError
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.grammar import GrammarError
from solferino.words.result import ClaimResult
from solferino.words.verdict import Status, Verdict

Tables = Namespace | Mapping[str, Path]
_HEAVY = {"test": ("solferino.claims.tested", "evaluate_test"),
          "estimate": ("solferino.claims.estimated", "evaluate_estimate")}  # fmt: skip
"""Kinds whose answer needs more than the engine: their modules load arrays, and only where a claim asks."""
_KINDS: dict[str, Callable[[Claim, Namespace, CaseFile], ClaimResult]] = {
    "count": evaluate_asked, "share": evaluate_asked, "exists": evaluate_asked, "act": evaluate_asked,
    "ratio": evaluate_asked, "rate": evaluate_asked, "sequence": evaluate_asked, "witnesses": evaluate_asked,
    "norm": evaluate_norm, "call": evaluate_track, "promise": evaluate_track, "jurisdiction": evaluate_jurisdiction,
}  # fmt: skip
_INFERRED: dict[str, Callable[[Claim, Namespace, CaseFile, Mapping[str, ClaimResult]], ClaimResult]] = {
    "judgement": lambda claim, _tables, _case, premises: evaluate_judgement(claim, premises),
    "assistance": lambda claim, _tables, case, premises: evaluate_assistance(claim, case, premises),
    "qualification": evaluate_qualification,
}
"""Kinds that rest on other claims."""


def evaluate(
    claim: Claim, tables: Tables, case: CaseFile, *, done: Mapping[str, ClaimResult] | None = None
) -> ClaimResult:
    """Evaluate one claim. A claim that cannot be evaluated has the verdict error, and says why.

    `done` holds results already there, for the premises of a judgement; those missing are evaluated.
    """
    if not isinstance(tables, Namespace):
        with Namespace(tables) as opened:
            return evaluate(claim, opened, case, done=done)
    try:
        if claim.kind in _INFERRED:
            return _INFERRED[claim.kind](claim, tables, case, _premises(claim, tables, case, done or {}))
        return _of_kind(claim.kind)(claim, tables, case)
    except ClaimError as error:
        line = claim.lines.get(error.key, claim.lines.get(error.key.split(".")[0], claim.line))
        return _error(claim, line, str(error), error.hint)
    except GrammarError as error:
        return _error(claim, claim.lines.get("holds", claim.line), str(error), "")


def _of_kind(kind: str) -> Callable[[Claim, Namespace, CaseFile], ClaimResult]:
    if kind not in _HEAVY:
        return _KINDS[kind]
    module, name = _HEAVY[kind]
    found: Callable[[Claim, Namespace, CaseFile], ClaimResult] = getattr(import_module(module), name)
    return found


def ready(kinds: Iterable[str]) -> None:
    """Load what claims of these kinds will ask for, in a thread of its own: the engine is reading meanwhile."""
    for kind in sorted(set(kinds) & {*_HEAVY}):
        Thread(target=_of_kind, args=(kind,), daemon=True).start()


def evaluate_all(
    case: CaseFile, tables: Tables, *, done: Mapping[str, ClaimResult] | None = None
) -> dict[str, ClaimResult]:
    """Evaluate every claim of the case, premises before what rests on them; `done` are taken as they are."""
    if not isinstance(tables, Namespace):
        with Namespace(tables) as opened:
            return evaluate_all(case, opened, done=done)
    found: dict[str, ClaimResult] = dict(done or {})
    for claim in in_order(case.claims):
        if claim.id not in found:
            found[claim.id] = evaluate(claim, tables, case, done=found)
    return {claim.id: found[claim.id] for claim in case.claims}


def in_order(claims: tuple[Claim, ...]) -> list[Claim]:
    """Return the claims with premises before what rests on them; the case file allows no circles."""
    by_id, ordered, seen = {c.id: c for c in claims}, [], set()

    def place(claim: Claim) -> None:
        if claim.id in seen:
            return
        seen.add(claim.id)
        for name in claim.rests_on():
            if name in by_id:
                place(by_id[name])
        ordered.append(claim)

    for claim in claims:
        place(claim)
    return ordered


def _premises(
    claim: Claim, tables: Namespace, case: CaseFile, done: Mapping[str, ClaimResult]
) -> dict[str, ClaimResult]:
    found = {}
    for name in claim.rests_on():
        premise = case.claim(name)
        if premise is None:
            raise ClaimError("premises", f"there is no claim {name!r}")
        found[name] = done[name] if name in done else evaluate(premise, tables, case, done=done)
    return found


def _error(claim: Claim, line: int, text: str, hint: str) -> ClaimResult:
    verdict = Verdict(Status.ERROR, None, tuple(part for part in (text, hint) if part))
    return ClaimResult(
        id=claim.id, kind=claim.kind, atom=claim.atom, verdict=verdict, verdict_now=verdict, values={},
        holds=claim.holds, file=claim.file, line=line, table=claim.of, digest=claim.digest(),
    )  # fmt: skip
