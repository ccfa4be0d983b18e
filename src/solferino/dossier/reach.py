"""How far the published tables reach: which claims they can answer, and of the others why they cannot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from solferino.claims.question import LISTS, POINTS
from solferino.dossier.publish import permits
from solferino.words.case import CaseFile
from solferino.words.claim import Claim, canonical
from solferino.words.tables import tables

_WORD = re.compile(r"\w+")
_LINKED = frozenset({"incidents", "attributions", "incident_reports"})
"""Tables that have a form of their own in every world."""
_WORLDS = frozenset({"reports", "links", "incident_reports"})
"""Tables that worlds are made from."""
_NONE: frozenset[str] = frozenset()
_UNREAD = {"reports": frozenset({"note", "target"}), "links": frozenset({"blocked"}), "incidents": frozenset({"notes"})}
"""Columns that a world does not read, or whose being there is all that it reads."""


class Reach:
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

    def base(self, claim: Claim) -> str:
        """Return why the base build of a claim cannot be computed from what is published; empty where it can."""
        asked = self.asked(claim)
        if gone := sorted(asked & self.partial):
            return f"rows of {' and '.join(gone)} are withheld" if not claim.own.get("sql") else "tables are withheld"
        said = set(_WORD.findall(canonical(claim.definition()).decode()))
        kind = claim.own.get("test", {}).get("kind", "")
        said |= {"lat", "lon", "precision_m"} if kind in POINTS else {"time"} if kind == "double-tap" else set()
        for name in sorted(asked):
            if hidden := sorted(said & self.blurred.get(name, set())):
                return f"columns of {name} are withheld or coarsened: {', '.join(hidden)}"
        return ""

    def why(self, claim: Claim, seen: frozenset[str] = frozenset()) -> str:
        """Return why the verdict of a claim may be out of reach, its worlds and premises too; empty where it is not."""
        if found := self.base(claim):
            return found
        if gone := sorted(self.beside(claim) & self.partial):
            return f"what stands beside it is drawn from {' and '.join(gone)}, of which rows are withheld"
        asked, worlds = self.asked(claim), bool(self.worlds.get(claim.id))
        made_of = {*asked, *(_WORLDS if worlds and asked & _LINKED else ())}
        if gone := sorted(made_of & self.partial):
            return f"its worlds are made from {' and '.join(gone)}, of which rows are withheld"
        for name in sorted(made_of) if worlds else ():
            if hidden := sorted(self.blurred.get(name, set()) - _UNREAD.get(name, _NONE)):
                return f"its worlds need columns of {name} that are withheld or coarsened: {', '.join(hidden)}"
        for name in claim.rests_on():
            premise = None if name in seen or name == claim.id else self.case.claim(name)
            if premise is not None and (found := self.why(premise, seen | {claim.id})):
                return f"it rests on {name}: {found}"
        return ""

    def beside(self, claim: Claim) -> set[str]:
        """Return the tables from which more is shown beside a claim of the Council: what never reached a vote."""
        return {"acts"} if claim.of in ("drafts", "votes", "vetoes") and claim.where.get("asks") else set()

    def asked(self, claim: Claim) -> set[str]:
        """Return the tables that a claim asks."""
        if claim.own.get("sql"):
            return {*self.partial, *self.shipped}
        asked = {claim.of} if claim.of else set()
        if claim.kind == "test":
            kind = claim.own["test"]["kind"]
            asked |= {"protected_places"} if kind in LISTS else set()
            asked |= {"reports", "incident_reports"} if kind == "double-tap" else set()
        if claim.kind == "norm":
            asked |= {"norms", "participation"} | ({"incidents"} if claim.own.get("on") == "conduct" else set())
        return asked
