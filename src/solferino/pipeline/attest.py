"""A reviewer's signature under what a claim counts of sealed rows."""

from __future__ import annotations

import json
import secrets
from datetime import date
from pathlib import Path

from solferino.casefile.decisions import FILE
from solferino.claims.evaluate import evaluate_all
from solferino.pipeline.attested import FOLDER, committed
from solferino.pipeline.check import open_tables
from solferino.pipeline.index import Index, write_atomic
from solferino.pipeline.link import as_linked
from solferino.pipeline.open_case import open_case
from solferino.pipeline.sealed import in_session, locked
from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft
from solferino.vault.seal.identity import fetch, identity_path, keep
from solferino.vault.seal.rows import Committed, public_key, sign
from solferino.words.case import CaseFile
from solferino.words.errors import StaleError, UsageError
from solferino.words.near import did_you_mean
from solferino.words.verdict import Status


def make_reviewer(name: str, passphrase: str) -> str:
    """Make a reviewer's key, keep it under `passphrase`, and return its public half."""
    seed = secrets.token_bytes(32)
    keep(f"reviewer-{name}", seed.hex(), passphrase)
    return public_key(seed)


def attest(root: Path, claim_id: str, *, by: str, passphrase: str, today: date | None = None) -> Committed:
    """Sign, as the reviewer `by`, for what the claim counts in the last build; append the decision.

    The case must be unlocked and built, and the claim must hold on sealed rows.
    """
    case = open_case(root)
    known = {r.id: r.key for r in case.settings.seal.reviewers}
    if by not in known:
        raise UsageError(
            f"case.toml names no reviewer {by!r}",
            did_you_mean(by, known) or f"solferino attest {root} --by {by} --new makes a key, and the table for it",
        )
    seed = bytes.fromhex(fetch(identity_path(f"reviewer-{by}"), passphrase))
    if public_key(seed) != known[by]:
        raise UsageError(f"the key of {by} is not the one in case.toml", f"[seal.reviewers.{by}] key = the public half")
    if case.claim(claim_id) is None:
        raise UsageError(f"there is no claim {claim_id!r}", did_you_mean(claim_id, [c.id for c in case.claims]))
    if locked(case):
        raise UsageError("the case is locked: nobody can sign for rows they cannot read", f"solferino unlock {root}")
    found = _found(case, claim_id)
    write_atomic(root / FOLDER / f"{claim_id}.json", _text(found))
    day = (today or date.today()).isoformat()
    value = {"claim": claim_id, "root": found.root, "day": day, "signature": sign(seed, found.root, day)}
    ledger = FileLedger(root / FILE)
    why = f"read the {found.statement['sealed']} rows under seal"
    ledger.append(Draft(by, "attest", (), value, why, f"{day}T00:00:00Z"), seen=len(ledger.lines()))
    return found


def _found(case: CaseFile, claim_id: str) -> Committed:
    with in_session(case.root) as folder:
        index = Index.load(folder)
        if "record" not in index.stages:
            raise StaleError("nothing is built yet in this session", f"solferino build {case.root}")
        case = as_linked(case, index)
        with open_tables(case, index) as tables:
            claim = case.claim(claim_id)
            assert claim is not None
            result = evaluate_all(case, tables)[claim_id]
            if result.verdict.status is not Status.ATTESTED:
                text = f"{claim_id} is {result.verdict}: only what holds on sealed rows is attested"
                raise UsageError(text, f"solferino why {claim_id}")
            return committed(case, claim, result, tables)


def _text(found: Committed) -> str:
    body = {"root": found.root, "statement": dict(found.statement), "commitments": list(found.commitments)}
    return json.dumps(body, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
