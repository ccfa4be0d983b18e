"""A format of the field: which columns a platform exports, and which column of a table each of them fills."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from typing import Any

from solferino.words.errors import MachineError
from solferino.words.tables import tables

GROUP = "solferino.formats"
"""Entry points of other packages: each names a function that returns the texts of formats by name."""

_KEYS = frozenset({"title", "marks", "read"})
_JOINS = re.compile(r"[|+]")


@dataclass(frozen=True)
class Fitted:
    """A format as it fits one file: the `[[read]]` table to draft, and what of the file is read and what is not."""

    name: str
    title: str
    why: str
    reading: Mapping[str, Any]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """One format. `marks`: columns by which a file is known, each `a|b` for either, `*` for anything.

    Platforms and spreadsheets write the same header in capitals and without, so case tells no columns apart.
    """

    name: str
    title: str
    marks: tuple[str, ...]
    reading: Mapping[str, Any]

    @classmethod
    def parse(cls, name: str, text: str) -> Field:
        """Return the format that `text` describes; raise MachineError where it is none."""
        try:
            raw = tomllib.loads(text)
            (reading,) = raw["read"]
            known = tables()[reading["table"]].columns
            wrong = sorted({*raw} - _KEYS) + sorted({*reading["columns"]} - {*known})
            if wrong or not raw["marks"]:
                raise ValueError(f"it does not know {wrong[0]!r}" if wrong else "it has no marks")
            return cls(name, raw["title"], tuple(raw["marks"]), reading)
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise MachineError(f"the format {name!r} cannot be read: {error}", "see docs/formats.md") from None

    def fit(self, header: Sequence[str]) -> Fitted | None:
        """Return how a file with `header` is read by this format, or None where a mark is missing."""
        found = [
            next((h for part in mark.split("|") for h in header if fnmatchcase(h.casefold(), part.casefold())), "")
            for mark in self.marks
        ]
        if not all(found):
            return None
        own = {h.casefold(): h for h in reversed(header)} | {h: h for h in header}
        columns = {name: cut for name, told in self.reading["columns"].items() if (cut := _cut(told, own))}
        # A day of which the file has one column is that day; a point with one coordinate would be none.
        for one, other, end in (("date_from", "date_to", "last"), ("date_to", "date_from", "first")):
            if one in columns and other not in columns:
                columns[other] = {**columns[one], "date": columns[one]["date"].split("-")[0] + f"-{end}"}
        if ("lat" in columns) != ("lon" in columns):
            columns = {name: told for name, told in columns.items() if name not in ("lat", "lon")}
        keys = [c for key in self.reading.get("id", ()) if (c := next(filter(None, _own(key.split("|"), own)), ""))]
        used = {c for told in columns.values() for c in _named(told, header)} | set(keys)
        reading = {**self.reading, "columns": columns, "id": keys}
        why = f"it has the columns {', '.join(dict.fromkeys(found))}"
        return Fitted(self.name, self.title, why, reading, tuple(h for h in header if h not in used))


def _own(parts: Iterable[str], own: Mapping[str, str]) -> list[str]:
    """Return the file's own name for each of `parts`, once; empty where it has no such column."""
    return list(dict.fromkeys(own.get(part) or own.get(part.casefold(), "") for part in parts))


def _cut(told: str | Mapping[str, Any], own: Mapping[str, str]) -> Any:
    """Return what of a column's description the file can fill; nothing where it has none of its columns."""
    column = told if isinstance(told, str) else told.get("column", "")
    if not column:
        return told
    sign = "|" if "|" in column else "+"
    kept = own.get(column) or sign.join(filter(None, _own(column.split(sign), own)))
    if not kept:
        return None
    if isinstance(told, str):
        return kept
    (within,) = _own([told.get("within", "")], own)
    fine = {"within": within, "units": told["units"]} if within else {}
    return {k: v for k, v in told.items() if k not in ("within", "units")} | {"column": kept} | fine


def _named(told: Any, header: Sequence[str]) -> list[str]:
    column = told if isinstance(told, str) else told.get("column", "")
    within = [] if isinstance(told, str) else [told.get("within", "")]
    return [column, *within] if column in header else [*_JOINS.split(column), *within]


def fit(header: Sequence[str]) -> Fitted | None:
    """Return the format that knows a file with `header`: of several, the one with the most marks."""
    found = [fitted for field in fields().values() if (fitted := field.fit(header))]
    return max(found, key=lambda f: (len(fields()[f.name].marks), f.name), default=None)


@cache
def fields() -> dict[str, Field]:
    """Return every format by name: those of this package, and whatever other packages have registered."""
    texts = shipped()
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        try:
            more: Callable[[], Mapping[str, str]] = point.load()
            texts = {**more(), **texts}
        except (ImportError, AttributeError, TypeError) as error:
            text = f"the formats of {point.name!r} cannot be loaded: {error}"
            raise MachineError(text, f"look at {point.value}") from None
    return {name: Field.parse(name, text) for name, text in sorted(texts.items())}


def shipped() -> dict[str, str]:
    """Return the texts of the formats that come with this package, by name."""
    folder = files("solferino.exchange.fields")
    return {p.name[:-5]: p.read_text("utf-8") for p in folder.iterdir() if p.name.endswith(".toml")}
