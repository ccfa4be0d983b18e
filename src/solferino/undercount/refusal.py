"""Why no estimate is given: nine codes, each with the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CODES: Mapping[str, str] = {
    "LISTS": "Fewer than three lists say anything of their own: whether two depend on each other cannot be told.",
    "DERIVED": "A list copies another: what they share is one witness, and says nothing of who was missed.",
    "OVERLAP": "Too few stand on two lists, or no three lists all share somebody: nothing ties them to the missed.",
    "EXIST": "The model has no finite best fit for these counts: any number printed would be an accident of rounding.",
    "LINKAGE": "How well lists were linked is not known, or decides the number: one missed link in ten adds a quarter.",
    "UNIT": "The lists do not count the same thing: incidents and persons, or places, times and kinds that differ.",
    "MIX": "The sampler did not settle: its chains tell different numbers.",
    "PRIOR": "What was assumed beforehand decides the number.",
    "MODELS": "Models that fit alike tell numbers that differ by more than two times: there is a range, and no number.",
}


@dataclass(frozen=True)
class Refusal:
    """A code and its facts; `meaning` is one sentence for a reader."""

    code: str
    facts: Mapping[str, Any]

    @property
    def meaning(self) -> str:
        """Return what the code says."""
        return CODES[self.code]

    def json(self) -> dict[str, Any]:
        return {"code": self.code, "facts": dict(self.facts)}
