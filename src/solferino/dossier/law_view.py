"""The law that bound those blamed on the day of an incident: rule, party, whether it bound, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from solferino.dossier import say
from solferino.dossier.shelf import Json, Shelf
from solferino.law.conflicts import conflicts, kinds
from solferino.law.norms import Binding, binding
from solferino.words.tables import tables
from solferino.words.truth import Truth

_KIND = {"IAC": "of an international character", "NIAC": "not of an international character"}
_SAID = {Truth.YES: "yes", Truth.NO: "no", Truth.BETWEEN: "not settled"}


class Law:
    """The norms and treaty participation of a dossier, asked once for each norm, party and day."""

    def __init__(self, shelf: Shelf) -> None:
        self.names = shelf.names
        self.norms = [_dated("norms", n) for n in shelf.rows.get("norms", ())]
        self.states = {p["id"] for p in shelf.docs["parties"] if p["kind"] == "state"}
        self.acted: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in shelf.rows.get("participation", ()):
            self.acted.setdefault((row["state"], row["treaty"]), []).append(_dated("participation", row))
        self._asked: dict[tuple[str, str, str], Binding] = {}

    def of(self, incident: Json) -> dict[str, Any]:
        """Return the rules on the conduct of an incident for each party that some account blames, and the crimes.

        A crime binds persons, not parties; whether a court may try it is another question.
        """
        conduct, day = set(incident.get("conduct") or ()), incident.get("date_from")
        mine = [n for n in self.norms if conduct & set(n.get("conduct") or ())]
        if not mine or not day:
            return {"rules": [], "crimes": []}
        parties = [p for p in incident.get("party_may") or () if p in self.names]
        rules = [self._line(n, p, str(day)) for n in mine if n["binds"] != "persons" for p in parties]
        rules.sort(key=lambda r: (("yes", "not settled", "no").index(r["bound"]), r["rule"], r["party"]))
        crimes = [f"{n['instrument']}, {n['provision']}" for n in mine if n["binds"] == "persons"]
        return {"rules": rules, "crimes": crimes}

    def _line(self, norm: Json, party: str, day: str) -> dict[str, str]:
        key = str(norm["norm_id"]), party, day
        if key not in self._asked:
            rows: Sequence[Mapping[str, Any]] = self.acted.get((party, str(norm.get("treaty") or "")), ())
            self._asked[key] = binding(norm, party, date.fromisoformat(day), rows, is_state=party in self.states)
        found = self._asked[key]
        if other := _of_another_kind(norm, party, date.fromisoformat(day)):
            return {"rule": f"{norm['instrument']}, {norm['provision']}", "party": self.names[party], "bound": "no",
                    "why": other}  # fmt: skip
        weak = found.check_status == "general knowledge" and found.truth is not Truth.BETWEEN
        return {
            "rule": f"{norm['instrument']}, {norm['provision']}", "party": self.names[party],
            "bound": "not settled" if weak else _SAID[found.truth],
            "why": say.prose(found.why) + ("; general knowledge, to be confirmed" if weak else ""),
        }  # fmt: skip


def _of_another_kind(norm: Json, party: str, day: date) -> str:
    """Say where a rule speaks of another kind of conflict than that of the party on that day; nothing where it fits."""
    asked, here = kinds(norm.get("conflict_type")), conflicts((party,), day)
    if "ANY" in asked or not here or {c.type for c in here} & asked:
        return ""
    said = "; ".join(f"{_KIND[c.type]} since {say.day(str(c.since))} ({c.source})" for c in here)
    return f"it is a rule for conflicts {' and '.join(_KIND[k] for k in sorted(asked))}; the party's is {said}"


def _dated(table: str, row: Json) -> dict[str, Any]:
    """A row of a page with its days as days again; columns that are not published are empty."""
    found = {f.name: row.get(f.name) for f in tables()[table].fields}
    for f in tables()[table].fields:
        if f.kind == "date" and found[f.name]:
            found[f.name] = date.fromisoformat(str(found[f.name]))
    return found
