"""Claims that rest on sealed rows: attested where enough reviewers signed for the very set that is counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from solferino.claims.asked import Asked
from solferino.pipeline.sealed import opened
from solferino.pipeline.withheld import blank
from solferino.store.namespace import Namespace, Rows
from solferino.vault import Vault
from solferino.vault.seal.rows import Committed, commit, signed
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim, canonical, plain
from solferino.words.errors import EvidenceError, UsageError
from solferino.words.result import ClaimResult
from solferino.words.verdict import Lack, Status, Verdict

FOLDER = "attestations"
"""Folder of the case: for each claim attested, what its reviewers signed. Public: salted commitments, no row."""
_LISTED = ("incidents", "protected_places")


@dataclass(frozen=True)
class Signature:
    """One reviewer's word for one root; the name stays in the case."""

    by: str
    role: str
    key: str
    day: str
    sig: str

    def json(self) -> dict[str, str]:
        """Return what may be published of it."""
        return {"role": self.role, "key": self.key, "day": self.day, "sig": self.sig}


def signatures(case: CaseFile, claim_id: str, root: str) -> tuple[Signature, ...]:
    """Return the good signatures of reviewers of the case under a root, one for each reviewer."""
    known = {r.id: r for r in case.settings.seal.reviewers}
    found: dict[str, Signature] = {}
    for decision in case.decisions:
        value = decision.value if decision.act == "attest" else {}
        if decision.by not in known or value.get("claim") != claim_id or value.get("root") != root:
            continue
        one = known[decision.by]
        if signed(one.key, root, value["day"], value["signature"]):
            found[one.key] = Signature(one.id, one.role, one.key, value["day"], value["signature"])
    return tuple(found[k] for k in sorted(found))


def vouched(case: CaseFile, claim: Claim, result: ClaimResult, tables: Namespace, *, shut: bool) -> ClaimResult:
    """Return the result as reviewers let it stand.

    What rests on sealed rows is attested where enough of them signed for its rows; else insufficient. While the case
    is shut, what they signed stands as it was signed.
    """
    held = read(case, claim)
    names = signatures(case, claim.id, held.root) if held else ()
    if shut and result.verdict.type is Lack.WITHHELD:
        return _as_signed(case, result, held, names) if held and len(names) >= case.settings.seal.attest else result
    if Status.ATTESTED not in (result.verdict.status, result.verdict_now.status):
        return result
    try:
        same = held is not None and committed(case, claim, result, tables).root == held.root
        why = "solferino attest CASE CLAIM signs for it"
    except (UsageError, EvidenceError) as error:
        same, why = False, error.message
    if held and same and len(names) >= case.settings.seal.attest:
        return _each(result, lambda v: replace(v, because=(_told(case, names, held.root), *v.because)))
    signers = f"{len(names) if same else 0} of {case.settings.seal.attest} reviewers have signed"
    text = f"it holds on sealed rows, for which {signers}: {why}"
    lacking = Verdict(Status.INSUFFICIENT, Lack.WITHHELD, (text,))
    # Nobody answers for these values yet, so they do not leave, not even to case.lock.
    sealed = result.verdict.status is Status.ATTESTED
    return blank(result, lacking) if sealed else replace(result, verdict_now=lacking)


def _as_signed(case: CaseFile, result: ClaimResult, held: Committed, names: tuple[Signature, ...]) -> ClaimResult:
    """Return a result that is withheld as its reviewers signed it."""
    values = {k: Bounds(*v) for k, v in held.statement["values"].items()}
    verdict = Verdict(Status.ATTESTED, None, (_told(case, names, held.root),))
    now = verdict if held.statement["now"] == Status.ATTESTED else result.verdict_now
    return replace(result, verdict=verdict, verdict_now=now, values=values, total=held.statement["total"])


def committed(case: CaseFile, claim: Claim, result: ClaimResult, tables: Namespace) -> Committed:
    """Return what reviewers of a claim sign: what it gives, and a commitment of each row of it that does not leave.

    UsageError where its rows cannot be told, EvidenceError where the case is locked.
    """
    sources = [s for s in case.sources if s.commitment]
    if not sources:
        raise UsageError("the case has no sealed source", "rows withdrawn by consent alone cannot be attested")
    vault = Vault.open(case.root / "vault")
    salts = [opened(case, source, vault).salt for source in sources]
    kept = case.settings.withhold
    rows = [canonical(plain(row)) for row in counted(case, claim, tables) if row["sensitivity"] in kept]
    statement = {
        "claim": claim.id, "form": claim.digest(), "holds": claim.holds, "total": result.total,
        "values": {k: [v.low, v.base, v.high] for k, v in result.values.items()},
        "now": str(result.verdict_now.status), "sealed": len(rows),
    }  # fmt: skip
    return commit(statement, rows, salts)


def counted(case: CaseFile, claim: Claim, tables: Namespace) -> Rows:
    """Return the rows a claim counts; for a test the incidents and the places listed, for an estimate the incidents."""
    if claim.kind in ("test", "estimate"):
        named = _LISTED if claim.kind == "test" else _LISTED[:1]
        return [{"table": t} | r for t in named for r in tables.table(t)]
    if claim.own.get("sql") or not claim.of or claim.kind in ("norm", "sequence"):
        raise UsageError(f"the rows of {claim.id} cannot be told one by one", "ask them by a claim of kind count")
    asked = Asked(claim, tables, case)
    return asked.rows(asked.query)


def read(case: CaseFile, claim: Claim) -> Committed | None:
    """Return what was signed of this very form of a claim, as the case keeps it; None where nothing was."""
    try:
        body = json.loads((case.root / FOLDER / f"{claim.id}.json").read_text("utf-8"))
        found = Committed(body["statement"], tuple(map(str, body["commitments"])))
        same = found.statement["claim"] == claim.id and found.statement["form"] == claim.digest()
        return found if same and found.statement["sealed"] == len(found.commitments) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def published(case: CaseFile, results: Mapping[str, ClaimResult]) -> dict[str, Any]:
    """Return, for each claim that is attested, what lets a stranger check it: statement, commitments, signatures."""
    found = {}
    for claim in case.claims:
        held = read(case, claim) if results[claim.id].verdict.status is Status.ATTESTED else None
        names = signatures(case, claim.id, held.root) if held else ()
        if held and names:
            found[claim.id] = {
                "statement": dict(held.statement), "commitments": list(held.commitments), "root": held.root,
                "needed": case.settings.seal.attest, "signed": [s.json() for s in names],
            }  # fmt: skip
    return found


def _each(result: ClaimResult, change: Callable[[Verdict], Verdict]) -> ClaimResult:
    """Change the verdict of each clock on which the claim rests on sealed rows."""
    then, now = (change(v) if v.status is Status.ATTESTED else v for v in (result.verdict, result.verdict_now))
    return replace(result, verdict=then, verdict_now=now)


def _told(case: CaseFile, names: tuple[Signature, ...], root: str) -> str:
    roles, day = ", ".join(sorted(s.role for s in names)), max(s.day for s in names)
    of = len(case.settings.seal.reviewers)
    return f"attested by {len(names)} of {of} reviewers ({roles}), the last on {day}; commitment {root[:16]}…"
