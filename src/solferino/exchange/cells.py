"""One column of a table from one column of a file: the SQL that fills it, and the rows whose cell does not fit.

A cell goes through, in this order: `pattern`, `default`, `values`, then the type and vocabulary of the column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from solferino.exchange.grid import ITEM, Loaded, Rejection
from solferino.exchange.points import half, plain_or_angle
from solferino.exchange.spans import span, widened
from solferino.exchange.values import parser
from solferino.exchange.whole import rows_where
from solferino.store.engine import literal, quote
from solferino.words.source import Column
from solferino.words.tables import Field, Table, vocabulary

VOCABULARIES = (
    "vote", "check_status", "binds", "consent", "scope", "stance", "attribution_relation", "object", "weapon",
    "publisher_type", "intent_lines", "told", "sex", "use",
)  # fmt: skip
"""Columns whose words are fixed, whatever table they stand in; each has the vocabulary of its own name. A table says
which of its other columns have one."""

RANGES: Mapping[str, tuple[float, float, str]] = {
    "lat": (-90, 90, "degrees north"), "lon": (-180, 180, "degrees east"),
    **dict.fromkeys(
        (
            "precision_m", "radius_m", "killed_min", "killed_max", "injured_min", "injured_max", "low", "high",
            "people_min", "people_max",
        ),
        (0, float("inf"), "zero or more"),
    ),
    "age": (0, 130, "years"),
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """How one column is filled: `sql` over the raw table and `join`, and what was rejected on the way."""

    sql: str
    rejected: tuple[Rejection, ...] = ()
    join: str = ""


@dataclass(frozen=True)
class _Asked:
    """A column whose texts are parsed: its place in the description, its field, the SQL of its text, the parser."""

    column: Column
    field: Field
    text: str
    parse: Callable[[str], Any]


def filled(
    con: duckdb.DuckDBPyConnection, raw: Loaded, columns: Sequence[Column], schema: Table, at: Mapping[str, str]
) -> dict[str, Cell]:
    """Return how `columns` of the description fill the fields of `schema`; `at` gives raw names of the file's columns.

    Each distinct text is parsed once; the rows whose text does not parse are rejected by name.
    """
    made: dict[str, Cell] = {}
    asked: list[_Asked] = []
    for column in columns:
        field = schema.field(column.name)
        assert field is not None
        text, parse = _text(raw, column, field, at), _parser(column, field, vocabulary_of(schema, field))
        made[column.name] = Cell(text)  # keeps the order of the description
        if parse is not None:
            asked.append(_Asked(column, field, text, parse))
    return made | (_parsed(con, raw, asked) if asked else {})


def vocabulary_of(schema: Table, field: Field) -> str:
    """Return the name of the vocabulary whose words a column takes; empty where it takes any."""
    return schema.words.get(field.name, field.name if field.name in VOCABULARIES else "")


def _parser(column: Column, field: Field, named: str) -> Callable[[str], Any] | None:
    """Return what parses a text of the column, whose words are those of the vocabulary `named`; None where the text is
    the value.
    """
    if field.kind == "list":
        return _Items(column, named)
    if field.kind != "text":
        return _Mapped(column, _Within(column) if column.within else _Typed(column, field))
    if named or column.values:
        return _Mapped(column, _Word(named) if named else str)
    return None


def taken(column: str, names: Iterable[str]) -> tuple[tuple[str, ...], str]:
    """Return the columns of the file that `column` names, and how: `a|b` the first filled, `a+b` all joined."""
    if column in set(names):
        return (column,), ""
    how = next((sign for sign in "|+" if sign in column), "")
    return tuple(part.strip() for part in column.split(how)) if how else (column,), how


def _text(raw: Loaded, column: Column, field: Field, at: Mapping[str, str]) -> str:
    """Return the SQL of the cell's text: taken, cut by the pattern, filled by the default."""
    named, how = taken(column.column, at) if column.column else ((), "")
    parts = [at[name] for name in named]
    if field.kind != "list":
        plain = "replace(rtrim({0}, {1}), {1}, '; ')"
        parts = [plain.format(at[n], literal(ITEM)) if n in raw.lists else at[n] for n in named]
    text = parts[0] if parts else literal(column.value or "")
    if column.labels:
        told = (f"{literal(name + ' ')} || {part}" for name, part in zip(named, parts, strict=True))
        text = f"nullif(concat_ws(' · ', {', '.join(told)}), '')"
    elif how:
        text = f"coalesce({', '.join(parts)})" if how == "|" else f"nullif(concat_ws(' · ', {', '.join(parts)}), '')"
    if column.within:
        text = f"{text} || coalesce({literal(ITEM)} || {at[column.within]}, '')"
    if column.pattern:
        text = f"nullif(trim(regexp_extract({text}, {literal(column.pattern)}, 1)), '')"
    default = column.default or (column.value if column.column else None)
    if default:
        text = f"coalesce({text}, {literal(default)})"
    if "" in column.values:
        text = f"coalesce({text}, '')"
    return text


class _Items:
    """A list: the cell as a whole may be mapped, else each of its items; what is mapped to may be several."""

    def __init__(self, column: Column, named: str) -> None:
        self.values, self.separator = column.values, column.split or ";"
        self.known = vocabulary(named) if named else None

    def __call__(self, text: str) -> list[str]:
        found = self.cut(self.values[text]) if text in self.values else []
        if text not in self.values:
            for item in self.cut(text):
                found += self.cut(self.values[item]) if item in self.values else [item]
        for item in found:
            if self.known is not None and item not in self.known:
                raise ValueError(_unknown(item, self.known))
        return list(dict.fromkeys(found))

    def cut(self, text: str) -> list[str]:
        separator = ITEM if text.endswith(ITEM) else self.separator
        return [item for part in text.split(separator) if (item := part.strip())]


class _Mapped:
    """One value: its own text, or what the source's description maps that to; nothing where that is empty."""

    def __init__(self, column: Column, parse: Callable[[str], Any]) -> None:
        self.values, self.parse = column.values, parse

    def __call__(self, text: str) -> Any:
        value = self.values.get(text, text)
        return self.parse(value) if value else None


class _Word:
    """One word of a vocabulary."""

    def __init__(self, name: str) -> None:
        self.known = vocabulary(name)

    def __call__(self, text: str) -> str:
        if text not in self.known:
            raise ValueError(_unknown(text, self.known))
        return text


class _Within:
    """The first or the last day of a date beside which a code says how fine it is."""

    def __init__(self, column: Column) -> None:
        self.name, self.units = column.within, column.units
        self.end = -1 if column.date.endswith("last") else 0

    def __call__(self, text: str) -> str:
        told, _, code = text.partition(ITEM)
        if code and code not in self.units:
            raise ValueError(
                f"{self.name} {code!r} is not one of: {', '.join(self.units)}; say it under units = {{ … }}"
            )
        return str(widened(*span(told), self.units.get(code, "day"))[self.end])


class _Typed:
    """A date, a number, yes or no; numbers within what the column can mean."""

    def __init__(self, column: Column, field: Field) -> None:
        self.parse, self.range = parser(field.kind, column.date, column.decimal), RANGES.get(field.name)
        if column.point:
            self.parse = partial(half, axis=field.name, how=column.point, decimal=column.decimal)
        elif field.name in ("lat", "lon"):
            self.parse = partial(plain_or_angle, axis=field.name, decimal=column.decimal)
        self.name = field.name

    def __call__(self, text: str) -> str:
        value = self.parse(text)
        if self.range and not self.range[0] <= value <= self.range[1]:
            low, high, meaning = self.range
            ends = f", {low} to {high}" if high != float("inf") else ""
            swap = "; it may be a longitude: see whether lat and lon are swapped" if self.name == "lat" else ""
            raise ValueError(f"{self.name} {text} is out of range: {meaning}{ends}{swap if abs(value) <= 180 else ''}")
        return str(value)


def _unknown(value: str, known: Mapping[str, str]) -> str:
    return f"{value!r} is not one of: {', '.join(known)}; map it under values = {{ … }}"


def _parsed(con: duckdb.DuckDBPyConnection, raw: Loaded, asked: Sequence[_Asked]) -> dict[str, Cell]:
    # One question for all columns, one table for all values: a statement costs the engine more than its rows do.
    numbers, texts = ", ".join(map(str, range(len(asked)))), ", ".join(a.text for a in asked)
    found = con.execute(f"SELECT DISTINCT unnest([{numbers}]), unnest([{texts}]) FROM {quote(raw.table)}").fetchall()
    distinct: list[list[str]] = [[] for _ in asked]
    for n, value in sorted(pair for pair in found if pair[1] is not None):
        distinct[n].append(value)
    made, good = dict[str, Cell](), list[tuple[str, str, Any, Any]]()
    name = quote(f"values {raw.table}")
    for a, values in zip(asked, distinct, strict=True):
        at, items, right, wrong = (
            quote(f"in {a.field.name}"),
            a.field.kind == "list",
            dict[str, Any](),
            dict[str, str](),
        )
        for value in values:
            try:
                right[value] = a.parse(value)
            except ValueError as error:
                wrong[value] = str(error)
        bad = rows_where(con, raw, a.text, f"{a.text} IN ({', '.join(map(literal, wrong))})") if wrong else ()
        rejected = tuple(Rejection(row, a.column.column, wrong[v], raw.lines.get(row, 0)) for row, v in bad)
        if all(value == text for text, value in right.items()):
            made[a.field.name] = Cell(a.text, rejected)  # what stands for itself need not be looked up
            continue
        good += [(a.field.name, text, None if items else v, v if items else None) for text, v in right.items()]
        join = f" LEFT JOIN {name} {at} ON {at}.field = {literal(a.field.name)} AND {at}.v = {a.text}"
        made[a.field.name] = Cell(f"{at}.{'items' if items else 'parsed'}", rejected, join)
    if good:
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT unnest(?::VARCHAR[]) AS field, unnest(?::VARCHAR[]) AS v, "
            "unnest(?::VARCHAR[]) AS parsed, unnest(?::VARCHAR[][]) AS items",
            [list(part) for part in zip(*good, strict=True)],
        )
    return made
