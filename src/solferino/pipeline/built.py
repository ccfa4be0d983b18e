"""A finished build or check as one value, and as the JSON that other programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solferino.words.errors import worst_exit
from solferino.words.result import Checked, ClaimResult, SentenceResult, Stage, coverage
from solferino.words.verdict import EXIT


@dataclass(frozen=True)
class Built:
    """A finished build or check: what was found, what each stage did, what was noticed on the way."""

    checked: Checked
    stages: tuple[Stage, ...]
    root: str = ""

    @property
    def exit(self) -> int:
        """The exit code that the verdicts of claims and sentences call for."""
        found = [str(r.verdict.status) for r in self.checked.claims.values()]
        found += [str(s.verdict) for s in self.checked.sentences]
        return worst_exit(EXIT.get(v, 0) for v in found)

    def json(self) -> dict[str, Any]:
        """Return the build under the keys of the contract; `atoms` gathers the status of each atom."""
        case, sentences = self.checked.case, self.checked.sentences
        return {
            "case": case.name,
            "as_of": case.settings.as_of.isoformat(),
            "stages": [s.json() for s in self.stages],
            "claims": {i: r.json() for i, r in self.checked.claims.items()},
            "sentences": [s.json() for s in sentences],
            "coverage": coverage(sentences),
            "exit": self.exit,
            "atoms": atoms(self.checked.claims, sentences),
            "variants": {"tried": self.checked.variants.tried, "reported": self.checked.variants.reported,
                         "moved": list(self.checked.variants.moved)},
            "notes": list(self.checked.notes),
            "root": self.root or None,
        }  # fmt: skip


def atoms(claims: Mapping[str, ClaimResult], sentences: tuple[SentenceResult, ...]) -> dict[str, dict[str, Any]]:
    """Return each atom of the statement with its status, the claims that answer for it and where it stands."""
    found: dict[str, dict[str, Any]] = {}
    for result in claims.values():
        if result.atom:
            entry = found.setdefault(result.atom, {"status": [], "claims": [], "lines": []})
            entry["status"].append(str(result.verdict))
            entry["claims"].append(result.id)
            entry["lines"] += [s.line for s in sentences if result.id in s.claims]
    for sentence in sentences:
        for _, _, scheme, ids in sentence.spans:
            if scheme == "opinion" and ids:
                entry = found.setdefault(ids[0], {"status": ["not_checkable"], "claims": [], "lines": []})
                entry["lines"].append(sentence.line)
    return {atom: found[atom] | {"lines": sorted(set(found[atom]["lines"]))} for atom in sorted(found, key=_atom_order)}


def _atom_order(atom: str) -> tuple[int, str]:
    digits = "".join(c for c in atom if c.isdigit())
    return (int(digits) if digits else 10**6, atom)
