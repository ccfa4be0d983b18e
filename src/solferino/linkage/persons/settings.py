"""What agreement between records of persons is worth, as shipped and as a case changes it."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

FIELDS = ("name", "father", "sex", "born", "place", "day")
LEVELS = ("same", "near", "other")
NAMES = ("across-scripts", "as-written")


@dataclass(frozen=True)
class PersonSettings:
    """`weights`: field → level → millibits. `cuts`: thresholds. `across`: names are compared whatever the script."""

    weights: Mapping[str, Mapping[str, int]]
    one_in: int
    near_days: int
    cuts: Mapping[str, int]
    across: bool = True


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(files("solferino.linkage.persons").joinpath("weights.toml").read_text("utf-8"))


def person_settings(changes: Mapping[str, Any] | None = None) -> PersonSettings:
    """Return the shipped settings with `[link.person]` laid over them, table by table."""
    raw, changes = _shipped(), dict(changes or {})
    names = str(changes.pop("names", NAMES[0]))
    for key, value in changes.items():
        if key not in raw or not isinstance(value, Mapping) or (odd := sorted(set(value) - set(raw[key]))):
            what = f"[link.person] has no key {key!r}" if key not in raw else f"[link.person.{key}] is not understood"
            inside = did_you_mean(odd[0], raw[key]) if key in raw and isinstance(value, Mapping) else ""
            raise UsageError(what, inside or did_you_mean(key, [*raw, "names"]))
    if names not in NAMES:
        raise UsageError(f"[link.person] names = {names!r} is not understood", f"names are {' or '.join(NAMES)}")
    body = {key: {**table, **changes.get(key, {})} for key, table in raw.items()}
    weights = {f: {level: round(1000 * math.log2(s["m"] / s["u"])) for level, s in body[f].items()} for f in FIELDS}
    return PersonSettings(weights, body["shared"]["one_in"], body["days"]["near"], body["cuts"], names == NAMES[0])
