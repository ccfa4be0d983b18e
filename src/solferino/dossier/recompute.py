"""Evaluate the claims of a dossier again, from its own tables, and compare with the verdicts it prints."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from solferino.claims.evaluate import evaluate, in_order
from solferino.dossier.data import result, values
from solferino.dossier.publish import permits
from solferino.dossier.rejudge import rejudge
from solferino.dossier.restore import case_of
from solferino.dossier.tables import columns, literal
from solferino.store.engine import workspace
from solferino.store.namespace import Namespace
from solferino.words.case import CaseFile
from solferino.words.claim import Claim, canonical
from solferino.words.errors import SolferinoError
from solferino.words.result import ClaimResult, claim_result
from solferino.words.tables import SQL, tables

_WORD = re.compile(r"\w+")
_COMPARED = ("verdict", "type", "verdict_now", "type_now", "values", "holds", "digest")
"""Keys named first where they differ; every other key of a result is compared as well."""
_LINKED = frozenset({"incidents", "attributions", "incident_reports"})
"""Tables that have a form of their own in every world."""
_WORLDS = frozenset({"reports", "links", "incident_reports"})
"""Tables that worlds are made from."""
_NONE: frozenset[str] = frozenset()
_UNREAD = {"reports": frozenset({"note", "target"}), "links": frozenset({"blocked"}), "incidents": frozenset({"notes"})}
"""Columns that a world does not read, or whose being there is all that it reads."""


@dataclass(frozen=True)
class Recomputation:
    """Claims found equal, resting on sealed evidence, out of reach of what is published, and different."""

    equal: tuple[str, ...]
    attested: tuple[str, ...]
    out_of_reach: tuple[str, ...]
    different: tuple[str, ...]


def recompute(folder: Path, docs: Mapping[str, Any]) -> Recomputation:
    """Evaluate every claim of `docs` over `folder/tables`, then every sentence over the results.

    A claim or verdict without its pair is different. What cannot be evaluated from the tables published is taken
    as printed where sentences or other claims rest on it.
    """
    case = case_of(docs, folder)
    reach = _Reach(case, docs)
    lists: dict[str, list[str]] = {"equal": [], "attested": [], "out": [], "different": []}
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
            short = reach.short(claim)
            if short and said["verdict"] == "attested":
                lists["attested"].append(claim.id)
                done[claim.id] = claim_result(claim.id, said)
                continue
            found, gives = _again(claim, opened, case, done)
            wrong = _differs(found, said, case)
            if found is None or (wrong and short):
                done[claim.id] = claim_result(claim.id, said)
            else:
                done[claim.id] = found
            if not wrong:
                lists["equal"].append(claim.id)
            elif short:
                lists["out"].append(claim.id)
            else:
                text = f"verdict of {claim.id}: page says {_given(said)}, tables give {gives} [{', '.join(wrong)}]"
                lists["different"].append(text)
        lists["different"] += rejudge(folder, docs, case, done, tables=opened, partial=reach.anything)
    for names in lists.values():
        names.sort()
    return Recomputation(*(tuple(lists[k]) for k in ("equal", "attested", "out", "different")))


class _Reach:
    """What evaluation would need and the dossier leaves out: for whom equality may fail without anyone's fault."""

    def __init__(self, case: CaseFile, docs: Mapping[str, Any]) -> None:
        self.case = case
        self.withheld_sources = bool(docs["case"]["withheld_sources"])
        self.shipped = docs["tables"]
        self.blurred = {name: {*t["denied"], *t["coarsened"]} for name, t in docs["tables"].items()}
        self.worlds = {k: v["worlds"] for k, v in docs["verdicts"].items()}
        self.partial = (
            {name for name, t in docs["tables"].items() if t["withheld"]}
            | {*docs["case"]["withheld_tables"]}
            | {
                name
                for name in tables()
                if name not in permits() or not permits()[name].allowed(docs["case"]["places"])
            }
        )

    @property
    def anything(self) -> bool:
        """True where anything at all is left out that a sentence could cite."""
        return self.withheld_sources or bool(self.partial & set(self.shipped)) or any(self.blurred.values())

    def short(self, claim: Claim, seen: frozenset[str] = frozenset()) -> bool:
        """True where a claim asks a table with rows left out, or a column left out: by name, or in some world."""
        asked, worlds = self._asked(claim), bool(self.worlds.get(claim.id))
        made_of = {*asked, *(_WORLDS if worlds and asked & _LINKED else ())}
        said = set(_WORD.findall(canonical(claim.definition()).decode()))
        if made_of & self.partial or any(said & self.blurred.get(name, set()) for name in asked):
            return True
        if worlds and any(self.blurred.get(name, set()) - _UNREAD.get(name, _NONE) for name in made_of):
            return True
        premises = [p for p in claim.rests_on() if p not in seen and p != claim.id]
        found = filter(None, map(self.case.claim, premises))
        return any(self.short(p, seen | {claim.id}) for p in found)

    def _asked(self, claim: Claim) -> set[str]:
        if claim.own.get("sql"):
            return {*self.partial, *self.shipped}
        asked = {claim.of} if claim.of else set()
        if claim.kind == "test":
            asked |= {"protected_places"}
        if claim.kind == "norm":
            asked |= {"norms", "participation"} | ({"incidents"} if claim.own.get("on") == "conduct" else set())
        return asked


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


def _differs(found: ClaimResult | None, said: Mapping[str, Any], case: CaseFile) -> list[str]:
    """Return the keys in which a result differs from what is printed, what readers look at first."""
    if found is None:
        return ["verdict"]
    body = values(result(found, case.settings, {}))
    keys = [*_COMPARED, *sorted(set(body) | set(said) - set(_COMPARED))]
    return list(dict.fromkeys(k for k in keys if k not in body or k not in said or body[k] != said[k]))


def _given(found: Mapping[str, Any]) -> str:
    shown = ", ".join(f"{k} = {v['base']}" for k, v in found["values"].items())
    return f"{found['verdict']}" + (f" ({shown})" if shown else "")
