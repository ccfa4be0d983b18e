"""Fields of a model as data: names, kinds, levels, and the judgements that stand where nothing is learned."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.plain import COLUMNS
from solferino.words.errors import UsageError

Ints = np.ndarray[Any, np.dtype[Any]]
Reals = np.ndarray[Any, np.dtype[Any]]

KINDS = {
    "day": kernel.DAY, "set": kernel.SET, "count": kernel.COUNT, "number": kernel.NUMBER, "name": kernel.NAME,
    "facility": kernel.NAME, "busy": kernel.BUSY, "place": kernel.PLACE,
}  # fmt: skip
WIDTH = {"day": 0, "place": 0, "set": 2, "count": 2, "number": 2, "name": 1, "facility": 1, "busy": 1}
"""Columns of cells that a field of each kind has of its own; days and places are those every report has."""


@dataclass(frozen=True)
class Field:
    """One field: `says` has one sentence per level, `m` and `u` the shares among matches and among chance pairs."""

    name: str
    kind: str
    columns: tuple[str, ...]
    says: tuple[str, ...]
    m: tuple[float, ...]
    u: tuple[float, ...]

    @property
    def levels(self) -> int:
        return len(self.says)

    def known(self, level: int) -> bool:
        """True where a level is evidence: the first level is unknown, but not of a place or of how busy it is."""
        return level > 0 or self.kind in ("place", "busy")


@dataclass(frozen=True)
class Scheme:
    """A model before it has learned anything: its fields in order, windows and cuts."""

    name: str
    fields: tuple[Field, ...]
    prior: float
    windows: Mapping[str, int]
    cuts: Mapping[str, int]

    def columns(self) -> dict[str, int]:
        """Return where each field's own columns of cells begin."""
        at, found = kernel.FIRST, {}
        for field in self.fields:
            found[field.name] = kernel.START if field.kind == "day" else at
            at += WIDTH[field.kind]
        return found

    @property
    def width(self) -> int:
        """How many columns of cells the model has."""
        return kernel.FIRST + sum(WIDTH[f.kind] for f in self.fields)

    def extra(self) -> tuple[str, ...]:
        """Return the columns of the file that the model asks for beyond those of the Link input."""
        return tuple(c for f in self.fields for c in f.columns if c not in COLUMNS)

    def busy(self) -> int | None:
        """Return the column of cells that says how busy it is around a report, where the model asks."""
        return next((self.columns()[f.name] for f in self.fields if f.kind == "busy"), None)

    def named(self) -> tuple[int, ...]:
        """Return the columns of cells that hold numbers of names."""
        at = self.columns()
        return (kernel.SKELETON, *(at[f.name] for f in self.fields if KINDS[f.kind] == kernel.NAME))

    def spec(self, common: Mapping[str, int]) -> Ints:
        """Return the fields as the kernel reads them; `common` has the mask of common words of each set."""
        at, stride, rows = self.columns(), 1, []
        for field in self.fields:
            rows.append([KINDS[field.kind], at[field.name], field.levels, stride, common.get(field.name, 0)])
            stride *= field.levels
        return np.array(rows, dtype=np.int64)


@cache
def scheme(name: str) -> Scheme:
    """Return a model by name, as shipped."""
    try:
        raw = tomllib.loads(files("solferino.linkage.engine").joinpath(f"{name}.toml").read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"there is no model {name!r}", "models are incident and person") from None
    fields = tuple(_field(body) for body in raw["field"])
    return Scheme(name, fields, raw["match_per_thousand"] / 1000, raw["windows"], raw["cuts"])


def _field(body: Mapping[str, Any]) -> Field:
    if body["kind"] == "place":
        pairs = [(g, n) for g in body["geo"] for n in body["name_levels"]]
        says = tuple(f"{g['says']}, {n['says']}" for g, n in pairs)
        m, u = ([g[k] * n[k] for g, n in pairs] for k in ("m", "u"))
    else:
        says = tuple(level["says"] for level in body["levels"])
        m, u = ([float(level[k]) for level in body["levels"]] for k in ("m", "u"))
    return Field(body["name"], body["kind"], tuple(body.get("columns", ())), says, _shares(m), _shares(u))


def _shares(told: list[float]) -> tuple[float, ...]:
    total = sum(told)
    return tuple(value / total for value in told)
