"""What may leave: the allow-list of `data/publish.toml`, and the guards that every published row passes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_COARSE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*deg\s*$")
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
POINTS = ("lat", "lon")
FINEST = 0.01
RISKY = frozenset("=+-@\t\r")
"""First characters of what a spreadsheet may take for a formula."""
_NAMED = "it can name a facility, and names are coarsened with their points"
_POINTED = "the case publishes no point"


@dataclass(frozen=True)
class Permit:
    """What of one table may be published. `keep`: why none of it may; `deny`: columns with the reason.

    `fine` are columns that leave only where points do, to a hundredth of a degree.
    """

    allow: tuple[str, ...] = ()
    deny: Mapping[str, str] = field(default_factory=dict)
    keep: str = ""
    fine: tuple[str, ...] = ()

    def allowed(self, places: str) -> frozenset[str]:
        """Return the columns that leave a case which coarsens its points to `places`."""
        found = {*self.allow, *(self.fine if fine(places) else ())}
        return frozenset(found - set(POINTS) if nowhere(places) else found)

    def denied(self, places: str) -> dict[str, str]:
        """Return the columns that stay behind, each with the reason."""
        found = dict(self.deny)
        found |= {} if fine(places) else dict.fromkeys(self.fine, _NAMED)
        return found | ({c: _POINTED for c in POINTS if c in self.allow} if nowhere(places) else {})


@cache
def permits() -> dict[str, Permit]:
    """Return the permit of every table that somebody has decided on; a table without one is not published."""
    raw = tomllib.loads(files("solferino.dossier").joinpath("data/publish.toml").read_text("utf-8"))
    return {
        name: Permit(
            tuple(body.get("allow", ())), dict(body.get("deny", {})), str(body.get("keep", "")),
            tuple(body.get("fine", ())),
        )
        for name, body in raw.items()
    }  # fmt: skip


def step(places: str) -> float:
    """Return the step to which coordinates are rounded, in degrees: `0.01deg` gives 0.01, and so does anything else."""
    match = _COARSE.match(places)
    return float(match[1]) if match and float(match[1]) > 0 else FINEST


def fine(places: str) -> bool:
    """True where facilities may be named: points leave to a hundredth of a degree."""
    match = _COARSE.match(places)
    return match is not None and 0 < float(match[1]) <= FINEST


def nowhere(places: str) -> bool:
    """True where no point leaves at all."""
    return places.strip() == "none"


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quote goes before = + - @ tab and return.

    Plain negative numbers stay as they are.
    """
    return f"'{cell}" if cell[:1] in RISKY and not _NUMBER.match(cell) else cell
