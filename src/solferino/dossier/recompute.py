"""Evaluate the claims of a dossier again, from its own tables, and compare with the verdicts it prints."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from solferino.claims.evaluate import evaluate, in_order
from solferino.dossier.coarse import veiled
from solferino.dossier.data import result, values
from solferino.dossier.reach import Reach
from solferino.dossier.rejudge import rejudge
from solferino.dossier.restore import case_of
from solferino.dossier.tables import columns, literal
from solferino.dossier.unproved import unproved
from solferino.store.engine import workspace
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.errors import SolferinoError
from solferino.words.result import ClaimResult, claim_result
from solferino.words.tables import SQL, tables
from solferino.words.verdict import Lack, Status

_COMPARED = ("verdict", "type", "verdict_now", "type_now", "values", "holds", "digest")
"""Keys named first where they differ; every other key of a result is compared as well."""


UNSIGNED = "; nothing that reviewers signed stands beside it"


@dataclass(frozen=True)
class Recomputation:
    """Claims found equal, resting on sealed evidence, out of reach of what is published, and different.

    `reasons` says of those neither equal nor different why they could not be made again.
    """

    equal: tuple[str, ...]
    attested: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    different: tuple[str, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)


def recompute(folder: Path, docs: Mapping[str, Any]) -> Recomputation:
    """Evaluate every claim of `docs` over `folder/tables`, then every sentence over the results.

    A claim or verdict without its pair is different. What cannot be evaluated from the tables published is taken
    as printed where sentences or other claims rest on it.
    """
    case = case_of(docs, folder)
    reach = Reach(case, docs)
    lists: dict[str, list[str]] = {"equal": [], "attested": [], "out": [], "different": []}
    reasons: dict[str, str] = {}
    printed = docs["verdicts"]
    for claim_id in sorted(set(printed) ^ set(docs["claims"])):
        where = "data/claims.json" if claim_id in printed else "data/verdicts.json"
        lists["different"].append(f"verdict of {claim_id}: {where} does not have it")
    with tempfile.TemporaryDirectory(prefix="solferino-") as scratch, Namespace({}) as opened:
        opened.paths.update(_paths(folder, docs, Path(scratch)))
        done: dict[str, ClaimResult] = {}
        for claim in in_order(case.claims):
            said = printed.get(claim.id)
            if said is None:
                continue
            short = reach.why(claim)
            if short and said["verdict"] == "attested":
                lists["attested"].append(claim.id)
                lists["different"] += unproved(claim, said, docs, open_rows=_total(claim, opened, case, reach))
                given = claim.id in docs["case"].get("attestations", {})
                reasons[claim.id] = f"sealed evidence: {short}" + ("" if given else UNSIGNED)
                done[claim.id] = claim_result(claim.id, said)
                continue
            found, gives = _again(claim, opened, case, done)
            wrong = _differs(found, said, case, veil=reach.anything)
            if found is None or (wrong and short):
                done[claim.id] = claim_result(claim.id, said)
            else:
                done[claim.id] = found
            if not wrong:
                lists["equal"].append(claim.id)
            elif short and not (found and not reach.base(claim) and _never(found, said, wrong)):
                lists["out"].append(claim.id)
                reasons[claim.id] = short
            else:
                text = f"verdict of {claim.id}: page says {_given(said)}, tables give {gives} [{', '.join(wrong)}]"
                lists["different"].append(text)
        misjudged, beyond = rejudge(folder, docs, case, done, tables=opened, partial=reach.anything)
        lists["different"] += misjudged
        lists["out"] += beyond
        reasons |= beyond
    for names in lists.values():
        names.sort()
    equal, attested, out, different = (tuple(lists[k]) for k in ("equal", "attested", "out", "different"))
    return Recomputation(equal, attested, out, different, reasons)


def _paths(folder: Path, docs: Mapping[str, Any], scratch: Path) -> dict[str, Path]:
    """The published tables; those with columns left out get them back, empty, so that they can be asked at all."""
    found: dict[str, Path] = {}
    with workspace() as con:
        for name in sorted(set(docs["tables"]) & set(tables())):
            found[name] = folder / "tables" / f"{name}.parquet"
            gone = [f for f in tables()[name].fields if f.name not in columns(con, found[name])]
            if gone:
                extra = ", ".join(f'CAST(NULL AS {SQL[f.kind]}) AS "{f.name}"' for f in gone)
                to = scratch / f"{name}.parquet"
                target = str(to).replace("'", "''")
                con.execute(
                    f"CREATE OR REPLACE TEMP TABLE filled AS SELECT *, {extra} FROM read_parquet(?)",
                    [literal(found[name])],
                )
                con.execute(f"COPY (FROM filled) TO '{target}' (FORMAT parquet)")
                found[name] = to
    return found


def _again(
    claim: Claim, opened: Namespace, case: CaseFile, done: Mapping[str, ClaimResult]
) -> tuple[ClaimResult | None, str]:
    """Return what the tables give, and the same in words; nothing where they cannot be asked."""
    try:
        found = evaluate(claim, opened, case, done=done)
    except (SolferinoError, duckdb.Error, LookupError, TypeError, ValueError) as error:
        return None, f"nothing: {(str(error).splitlines() or [type(error).__name__])[0]}"
    return found, _given(values(found.json()))


def _total(claim: Claim, opened: Namespace, case: CaseFile, reach: Reach) -> int | None:
    """Return how many published rows a claim counts; None where what it asks of them is coarsened, or no count."""
    if claim.kind != "count" or claim.own.get("sql") or set(claim.where) & reach.blurred.get(claim.of, set()):
        return None
    found, _ = _again(claim, opened, case, {})
    return found.total if found else None


def _differs(found: ClaimResult | None, said: Mapping[str, Any], case: CaseFile, *, veil: bool) -> list[str]:
    """Return the keys in which a result differs from what is printed, what readers look at first.

    `veil`: something is withheld, so that words may have been struck from a text.
    """
    if found is None:
        return ["verdict"]
    body = values(result(found, case.settings, {}))
    body = veiled(body, said) if veil else body
    keys = [*_COMPARED, *sorted(set(body) | set(said) - set(_COMPARED))]
    return list(dict.fromkeys(k for k in keys if k not in body or k not in said or body[k] != said[k]))


def _never(found: ClaimResult, said: Mapping[str, Any], wrong: list[str]) -> bool:
    """True where no world could give what is printed: other values, or support for what fails in the base build."""
    if found.depends:
        return False
    holds = found.verdict.status in (Status.SUPPORTED, Status.ATTESTED) or found.verdict.type is Lack.FRAGILE
    return "values" in wrong or (said["verdict"] in (Status.SUPPORTED, Status.ATTESTED) and not holds)


def _given(found: Mapping[str, Any]) -> str:
    shown = ", ".join(f"{k} = {v['base']}" for k, v in found["values"].items())
    return f"{found['verdict']}" + (f" ({shown})" if shown else "")
