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


@dataclass(frozen=True)
class Settings:
    """`weights` maps a field to its levels in millibits; `windows` and `cuts` as documented in weights.toml."""

    prior: int
    weights: Mapping[str, Mapping[str, int]]
    windows: Mapping[str, int]
    cuts: Mapping[str, int]

    @property
    def thresholds(self) -> tuple[int, int, int]:
        """Mean millibits at which groups join: lenient, base, strict."""
        return self.cuts["lenient"], self.cuts["base"], self.cuts["strict"]

    def changed(self, changes: Mapping[str, Any]) -> Settings:
        """Return these settings with the tables of `[link.incident]` laid over them; unknown names are errors."""
        made = self
        for table, body in changes.items():
            if table not in ("windows", "cuts", *FIELDS) or not isinstance(body, Mapping):
                raise UsageError(f"link.incident.{table} is no table of weights", did_you_mean(table, FIELDS))
            held: Mapping[str, int] = getattr(made, table) if table in ("windows", "cuts") else made.weights[table]
            for level, value in body.items():
                if level not in held or not isinstance(value, int) or isinstance(value, bool):
                    hint = did_you_mean(level, held)
                    raise UsageError(
                        f"link.incident.{table}.{level} = {value!r}: expected a known name and a whole number", hint
                    )
            laid = {**held, **body}
            if table == "windows":
                made = replace(made, windows=laid)
            elif table == "cuts":
                made = replace(made, cuts=laid)
            else:
                made = replace(made, weights={**made.weights, table: laid})
        return made


@cache
def shipped() -> Settings:
    """Return the weights that ship with the package."""
    raw = tomllib.loads(files("solferino.linkage").joinpath("weights.toml").read_text("utf-8"))
    return Settings(raw["prior"]["any"], {f: raw[f] for f in FIELDS}, raw["windows"], raw["cuts"])


@cache
def words() -> dict[str, Any]:
    """Return the word lists of words.toml."""
    return tomllib.loads(files("solferino.linkage").joinpath("words.toml").read_text("utf-8"))
