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


@dataclass(frozen=True)
class Permit:
    """What of one table may be published. `keep`: why none of it may; `deny`: columns with the reason."""

    allow: tuple[str, ...] = ()
    deny: Mapping[str, str] = field(default_factory=dict)
    keep: str = ""


@cache
def permits() -> dict[str, Permit]:
    """Return the permit of every table that somebody has decided on; a table without one is not published."""
    raw = tomllib.loads(files("solferino.dossier").joinpath("data/publish.toml").read_text("utf-8"))
    return {
        name: Permit(tuple(body.get("allow", ())), dict(body.get("deny", {})), str(body.get("keep", "")))
        for name, body in raw.items()
    }


def step(places: str) -> float:
    """Return the step to which coordinates are rounded, in degrees: `0.01deg` gives 0.01, and so does anything else."""
    match = _COARSE.match(places)
    return float(match[1]) if match and float(match[1]) > 0 else 0.01


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a quote goes before = + - @ tab and return.

    Plain negative numbers stay as they are.
    """
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.match(cell) else cell
