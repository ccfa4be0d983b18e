"""Table schemas, read from `data/tables.toml`: what every table holds, column by column."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["text", "int", "real", "date", "bool", "list"]
SQL: dict[str, str] = {
    "text": "VARCHAR", "int": "BIGINT", "real": "DOUBLE", "date": "DATE", "bool": "BOOLEAN", "list": "VARCHAR[]",
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One column: `kind` is a key of SQL."""

    name: str
    kind: str
    doc: str


@dataclass(frozen=True)
class Table:
    """One table. `ends` maps a key of `where` to the pair of columns with its two ends (low, high).

    `people`: its rows are persons, so that small numbers of them are published as ranges. `spans` maps a key of `where`
    that asks for a day to the columns from and to which it holds surely, and possibly. `least`: how guarded rows are.
    `several`: rows that bear one id are lines of one record. `unsummed`: columns of numbers that count the same things
    again and again, so that no sum of them means anything, each within one value of the column `apart`. `lasting`: a
    column and the words in it of what goes on until an end is told; what has another word is of one day. `words`:
    columns whose cells are words of a vocabulary.
    """

    name: str
    doc: str
    fields: tuple[Field, ...]
    closed: bool
    event: str
    known: str
    ends: dict[str, tuple[str, str]]
    people: bool = False
    spans: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)
    least: str = "public"
    several: bool = False
    unsummed: tuple[str, ...] = ()
    apart: str = ""
    lasting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.fields)

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)

    def keys(self) -> tuple[str, ...]:
        """Return the names that `where` may use: columns and two-ended keys."""
        return (*self.columns, *self.ends, *self.spans)


@cache
def tables() -> dict[str, Table]:
    """Return every table by name."""
    raw = tomllib.loads(files("solferino.words").joinpath("data/tables.toml").read_text("utf-8"))
    return {name: _table(name, body) for name, body in raw.items()}


def _table(name: str, body: dict[str, object]) -> Table:
    columns: list[list[str]] = body["columns"]  # type: ignore[assignment]
    ends: dict[str, list[str]] = body.get("ends", {})  # type: ignore[assignment]
    fields = [Field(*column) for column in columns]
    fields.append(Field("sensitivity", "text", "the highest of its inputs: public, restricted or sealed"))
    return Table(
        name, str(body["doc"]), tuple(fields), bool(body.get("closed")), str(body.get("event", "")),
        str(body.get("known", "")), {k: (a, b) for k, (a, b) in ends.items()},
        bool(body.get("people")), dict(body.get("spans", {})),  # type: ignore[call-overload]
        str(body.get("least", "public")),
        bool(body.get("several")), tuple(body.get("unsummed", ())),  # type: ignore[arg-type]
        str(body.get("apart", "")), dict(body.get("lasting", {})), dict(body.get("words", {})),  # type: ignore[call-overload]
    )  # fmt: skip


@cache
def vocabulary(name: str) -> dict[str, str]:
    """Return the words of one vocabulary with their meanings, from `data/vocabulary.toml`."""
    return {str(k): str(v) for k, v in _vocabularies()[name].items()}


@cache
def _vocabularies() -> dict[str, dict[str, object]]:
    return tomllib.loads(files("solferino.words").joinpath("data/vocabulary.toml").read_text("utf-8"))
