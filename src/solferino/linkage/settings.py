"""Weights, windows and cuts of linkage: shipped as TOML in whole millibits, replaceable field by field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

FIELDS = ("day", "place", "facility", "object", "weapon", "party", "killed", "injured", "roots", "rivals")
"""Every field of a pair, in the order of its reasons."""
TABLES = ("windows", "cuts", "learn")
"""Tables of settings that are no weights."""


@dataclass(frozen=True)
class Settings:
    """`weights` maps a field to its levels in millibits; `windows`, `cuts`, `learn` as documented in weights.toml."""

    prior: int
    weights: Mapping[str, Mapping[str, int]]
    windows: Mapping[str, int]
    cuts: Mapping[str, int]
    learn: Mapping[str, int]

    @property
    def thresholds(self) -> tuple[int, int, int]:
        """Mean millibits at which groups join: lenient, base, strict."""
        return self.cuts["lenient"], self.cuts["base"], self.cuts["strict"]

    def cut(self, thresholds: tuple[int, int, int]) -> Settings:
        """Return these settings with thresholds that were learned, but for those that a case sets itself."""
        names = ("lenient", "base", "strict")
        held = {n: t for n, t in zip(names, thresholds, strict=True) if self.cuts[n] == shipped().cuts[n]}
        return replace(self, cuts={**self.cuts, **held})

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """Return these settings with the tables of `[link.incident]` laid over them; unknown names are errors."""
        made = self
        for table, body in changes.items():
            if table not in (*TABLES, *FIELDS) or not isinstance(body, Mapping):
                raise UsageError(f"link.incident.{table} is no table of weights", did_you_mean(table, FIELDS))
            held: Mapping[str, int] = getattr(made, table) if table in TABLES else made.weights[table]
            for level, value in body.items():
                if level not in held or not isinstance(value, int) or isinstance(value, bool):
                    hint = did_you_mean(level, held)
                    raise UsageError(
                        f"link.incident.{table}.{level} = {value!r}: expected a known name and a whole number", hint
                    )
            laid: Mapping[str, Any] = {table: {**held, **body}}
            made = replace(made, **laid) if table in TABLES else replace(made, weights={**made.weights, **laid})
        return made


@cache
def shipped() -> Settings:
    """Return the weights that ship with the package."""
    raw = tomllib.loads(files("solferino.linkage").joinpath("weights.toml").read_text("utf-8"))
    return Settings(raw["prior"]["any"], {f: raw[f] for f in FIELDS}, *(raw[t] for t in TABLES))


@cache
def words() -> dict[str, Any]:
    """Return the word lists of words.toml."""
    return tomllib.loads(files("solferino.linkage").joinpath("words.toml").read_text("utf-8"))
