"""Evaluate the claims of a dossier again, from its own tables, and compare with the verdicts it prints."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from solferino.dossier.data import values
from solferino.dossier.publish import permits
from solferino.dossier.restore import case_of
from solferino.dossier.tables import columns, connect, literal
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.errors import SolferinoError
from solferino.words.tables import SQL, tables

_COMPARED = ("verdict", "type", "verdict_now", "type_now", "values", "holds", "digest")


@dataclass(frozen=True)
class Recomputation:
    """Claims found equal, resting on sealed evidence, out of reach of what is published, and different."""

    equal: tuple[str, ...]
    attested: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    different: tuple[str, ...]


def recompute(folder: Path, docs: Mapping[str, Any]) -> Recomputation:
    """Evaluate every claim of `docs` over `folder/tables`. A claim or verdict without its pair is different."""
    case = case_of(docs, folder)
    reach = _Reach(case, docs)
    lists: dict[str, list[str]] = {"equal": [], "attested": [], "out": [], "different": []}
    printed = docs["verdicts"]
    for claim_id in sorted(set(printed) ^ set(docs["claims"])):
        where = "data/claims.json" if claim_id in printed else "data/verdicts.json"
        lists["different"].append(f"verdict of {claim_id}: {where} does not have it")
    with tempfile.TemporaryDirectory(prefix="solferino-") as scratch, Namespace({}) as opened:
        opened.paths.update(_paths(folder, docs, Path(scratch)))
        for claim in case.claims:
            said = printed.get(claim.id)
            if said is None:
                continue
            short = reach.short(claim)
            if short and said["verdict"] == "attested":
                lists["attested"].append(claim.id)
                continue
            gives, wrong = _again(claim, said, opened, case)
            if not wrong:
                lists["equal"].append(claim.id)
            elif short:
                lists["out"].append(claim.id)
            else:
                text = f"verdict of {claim.id}: page says {_given(said)}, tables give {gives} [{', '.join(wrong)}]"
                lists["different"].append(text)
    return Recomputation(*(tuple(lists[k]) for k in ("equal", "attested", "out", "different")))


class _Reach:
    """What evaluation would need and the dossier leaves out: for whom equality may fail without anyone's fault."""

    def __init__(self, case: CaseFile, docs: Mapping[str, Any]) -> None:
        self.case = case
        self.withheld_sources = bool(docs["case"]["withheld_sources"])
        self.partial = {
            name for name, t in docs["tables"].items() if t["withheld"] or t["denied"] or t["coarsened"]
        } | {name for name in tables() if name not in permits() or not permits()[name].allow}

    def short(self, claim: Claim, seen: frozenset[str] = frozenset()) -> bool:
        if self.withheld_sources or self._asked(claim) & self.partial:
            return True
        premises = [p for p in claim.own.get("premises", ()) if p not in seen and p != claim.id]
        found = filter(None, map(self.case.claim, premises))
        return any(self.short(p, seen | {claim.id}) for p in found)

    def _asked(self, claim: Claim) -> set[str]:
        if claim.own.get("sql"):
            return set(self.partial)
        asked = {claim.of} if claim.of else set()
        if claim.kind == "norm":
            asked |= {"norms", "participation"} | ({"incidents"} if claim.own.get("on") == "conduct" else set())
        return asked


def _paths(folder: Path, docs: Mapping[str, Any], scratch: Path) -> dict[str, Path]:
    """The published tables; those with columns left out get them back, empty, so that they can be asked at all."""
    found: dict[str, Path] = {}
    with connect() as con:
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


def _again(claim: Claim, said: Mapping[str, Any], opened: Namespace, case: CaseFile) -> tuple[str, list[str]]:
    """Return what the tables give, in words, and the keys in which that differs from what is printed."""
    from solferino.claims.evaluate import evaluate

    try:
        found = values(evaluate(claim, opened, case).json())
    except (SolferinoError, duckdb.Error, LookupError, TypeError, ValueError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        return f"nothing: {first}", ["verdict"]
    return _given(found), [k for k in _COMPARED if found[k] != said.get(k)]


def _given(found: Mapping[str, Any]) -> str:
    shown = ", ".join(f"{k} = {v['base']}" for k, v in found["values"].items())
    return f"{found['verdict']}" + (f" ({shown})" if shown else "")
