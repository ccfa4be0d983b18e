"""A claim's question to one table: the rows that match, under a clock, and the values they give."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress
from typing import Any, Literal

from solferino.claims.marks import Marked, Marks, marks, tally
from solferino.claims.where import ClaimError, Where
from solferino.store.engine import literal, quote
from solferino.store.namespace import Namespace, Rows, stacked
from solferino.words.bounds import Bounds
from solferino.words.near import did_you_mean
from solferino.words.tables import Table
from solferino.words.window import Window

Clock = Literal["then", "now"]
_CLOCKS: tuple[Clock, ...] = ("then", "now")
_UNCONFIRMED = "coalesce(check_status, 'general knowledge') = 'general knowledge'"
_GIVES = re.compile(r"^(count|min|max|sum)(?:\((distinct )?([a-z_]+)\))?$")


@dataclass(frozen=True)
class Found:
    """By clock: the possibly matching rows, `_sure` where a row matches in every reading, and those to be confirmed."""

    rows: Mapping[Clock, Rows]
    unconfirmed: Mapping[Clock, Rows]


@dataclass(frozen=True)
class Query:
    """`where` over `table` up to `cap`. `drop` leaves rows out; `everywhere` asks the table as it is in all worlds."""

    table: Table
    where: Where
    cap: date
    clock: Clock = "then"
    drop: Mapping[str, tuple[str, ...]] | None = None
    everywhere: bool = False

    def without(self, key: str) -> Query:
        return replace(self, where=self.where.without(key))

    def relation(self) -> str:
        """Return the SELECT of possibly matching rows; `_sure` marks those matching in every reading."""
        name = stacked(self.table.name) if self.everywhere else self.table.name
        sure, maybe = self.conditions()
        every = " AND ".join(f"coalesce({s}, false)" for s in sure) or "true"
        some = " AND ".join(f"({m})" for m in maybe) or "true"
        return f"SELECT *, ({every}) AS _sure FROM {quote(name)} WHERE {some}"

    def conditions(self) -> tuple[list[str], list[str]]:
        """Return the conditions under which a row matches in every reading, and in some, as SQL."""
        sure, maybe = [p.sure for p in self.where.parts], [p.maybe for p in self.where.parts]
        start, end = self.table.ends.get("date", (self.table.event, self.table.event))
        if start:
            last = f"DATE '{self.cap}'"
            sure.append(f"coalesce({quote(end)} <= {last}, true)")
            maybe.append(f"coalesce({quote(start)} <= {last}, true)")
            if self.clock == "then" and self.table.known:
                maybe.append(self._known_then())
        if self.table.field("check_status"):
            sure.append(f"NOT {_UNCONFIRMED}")
        if self.table.field("unnamed"):
            sure.append("NOT coalesce(unnamed, false)")
        for column, values in (self.drop or {}).items():
            if (field := self.table.field(column)) is not None:
                cells = ", ".join(map(literal, values))
                hit = (
                    f"list_has_any({quote(column)}, [{cells}])"
                    if field.kind == "list"
                    else f"{quote(column)} IN ({cells})"
                )
                maybe.append(f"NOT coalesce({hit}, false)")
        return sure, maybe

    def _known_then(self) -> str:
        end = self.table.ends.get("date", (self.table.event, self.table.event))[1]
        known = ", ".join(quote(c) for c in (self.table.known, end) if c)
        return f"coalesce({known}, DATE '{self.cap}') <= DATE '{self.cap}'"

    def rows(self, tables: Namespace) -> Rows:
        """Return the possibly matching rows, in the order in which the namespace holds them."""
        sure, maybe = self._marked(found := self._marks(tables))
        return [row | {"_sure": bool(s)} for row, s in zip(found.rows(maybe), compress(sure, maybe), strict=True)]

    def found(self, tables: Namespace) -> Found:
        """Return the possibly matching rows on both clocks."""
        asked, every = self._marks(tables), replace(self, clock="now")
        dated = self.table.event or self.table.ends.get("date")
        then = [self._known_then()] if self.table.known and dated else []
        weak = [*(p.sure for p in self.where.parts), _UNCONFIRMED] if self.table.field("check_status") else None
        _, maybe = every._marked(asked)
        known_then, unsure = asked.meeting(then), asked.meeting(weak) if weak else bytes(len(maybe))
        rows: dict[Clock, Rows] = {"then": [], "now": []}
        unconfirmed: dict[Clock, Rows] = {"then": [], "now": []}
        both = compress(zip(known_then, unsure, strict=True), maybe)
        for row, (known, weakly) in zip(every.rows(tables), both, strict=True):
            for clock in _CLOCKS if known else _CLOCKS[1:]:
                rows[clock].append(row)
                unconfirmed[clock] += [row] if weakly else []
        return Found(rows, unconfirmed)

    def values(self, gives: Mapping[str, str], tables: Namespace, *, unbounded: bool = False) -> dict[str, Bounds]:
        """Return what the claim gives; a name whose value no row gives is left out.

        `unbounded`: the record does not reach over the whole window, so counts have no upper end.
        """
        marked = self._marked(asked := self._marks(tables))
        return _bounds(_ends(gives, self.table, asked, marked), gives, unbounded=unbounded)

    def ask(self, queries: Sequence[Query], tables: Namespace) -> None:
        """Put the conditions of `queries`, forms of this one over its table, in one question."""
        self._marks(tables).ask(c for query in queries for part in query.conditions() for c in part)

    def values_by(self, gives: Mapping[str, str], tables: Namespace, column: str) -> dict[Any, dict[str, Bounds]]:
        """Return the same values for each value of `column`, alone or in a list, that a matching row holds."""
        sure, maybe = self._marked(asked := self._marks(tables))
        found = {}
        for value, places in asked.places(column).items():
            marked = bytes(map(sure.__getitem__, places)), bytes(map(maybe.__getitem__, places))
            if 1 in marked[1]:
                found[value] = _bounds(_ends(gives, self.table, asked, marked, places=places), gives)
        return found

    def _marks(self, tables: Namespace) -> Marks:
        return marks(tables, self.table, everywhere=self.everywhere)

    def _marked(self, asked: Marks) -> tuple[Marked, Marked]:
        """Return the rows that match in every reading, and those that match in some."""
        sure, maybe = self.conditions()
        asked.ask([*sure, *maybe])
        return asked.meeting([*sure, *maybe]), asked.meeting(maybe)

    def columns(self, gives: Mapping[str, str]) -> str:
        """Return the SELECT list of what the claim gives, each name at its low and its high end."""
        found = []
        for name, text in gives.items():
            how = _aggregate(name, text, self.table)
            found += [f"{how} FILTER (WHERE _sure) AS {quote(name + ' low')}", f"{how} AS {quote(name + ' high')}"]
        return ", ".join(found)


def _ends(
    gives: Mapping[str, str], table: Table, asked: Marks, marked: tuple[Marked, Marked], *,
    places: Sequence[int] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the low and the high end of what is given, over the rows marked, all or those in `places`."""
    found = {}
    for name, text in gives.items():
        how, distinct, column = _given(name, text, table)
        cells = asked.column(column) if column else ()
        cells = cells if places is None or not column else list(map(cells.__getitem__, places))
        for end, rows in zip((" low", " high"), marked, strict=True):
            found[name + end] = tally(how, compress(cells, rows), distinct=distinct) if column else rows.count(1)
    return found


def _bounds(row: Mapping[str, Any], gives: Mapping[str, str], *, unbounded: bool = False) -> dict[str, Bounds]:
    found = {}
    for name, text in gives.items():
        low, high = (_value(row[name + end]) for end in (" low", " high"))
        if text.split("(")[0].strip() in ("count", "sum"):
            found[name] = Bounds(low or 0, low or 0, None if unbounded else (high or 0))
        elif high is not None:
            sure = low if low is not None else high
            found[name] = Bounds(min(sure, high), sure, max(sure, high))
    return found


def _aggregate(name: str, text: str, table: Table) -> str:
    how, distinct, column = _given(name, text, table)
    return f"{how}({'DISTINCT ' if distinct else ''}{quote(column)})" if column else "count(*)"


def _given(name: str, text: str, table: Table) -> tuple[str, bool, str]:
    """Return what is given: count, min, max or sum; of distinct values or all; of which column, empty for rows."""
    match = _GIVES.match(text.strip())
    if match is None:
        raise ClaimError(f"gives.{name}", f"{text!r} gives nothing known")
    how, distinct, column = match.groups()
    if column is None:
        return "count", False, ""
    field = table.field(column)
    if field is None:
        raise ClaimError(
            f"gives.{name}", f"table {table.name!r} has no column {column!r}", did_you_mean(column, table.columns)
        )
    if (how == "sum" and field.kind not in ("int", "real")) or (how in ("min", "max") and field.kind == "list"):
        raise ClaimError(f"gives.{name}", f"{how} does not go with {column!r}, which is a {field.kind}")
    if how == "sum" and column in table.unsummed:
        text = f"{column!r} of {table.name} is never added up: rows of one area and time count the same again"
        raise ClaimError(f"gives.{name}", text, f"ask one area and day, and give max({column}) or min({column})")
    return how, bool(distinct), column


def apart(gives: Mapping[str, str], table: Table) -> str:
    """Return the column of which a claim that gives these values must ask one value; empty where it need not."""
    given = [_given(name, text, table)[2] for name, text in gives.items()] if table.apart else []
    return table.apart if set(given) & set(table.unsummed) else ""


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class Coverage:
    """The days over which the sources filed are complete for a table, and in what."""

    windows: tuple[Window, ...]
    notes: tuple[str, ...]

    @property
    def closed(self) -> bool:
        return bool(self.windows)

    def reaches(self, asked: Window) -> bool:
        """True where one or several adjoining windows cover every day asked for."""
        start, joined = asked.start, sorted(self.windows, key=lambda w: w.start or date.min)
        end = asked.end or date.max
        for window in joined:
            begins = window.start or date.min
            if (start or date.min) < begins:
                return False
            if window.end is None or window.end >= end:
                return True
            if start is None or window.end >= start:
                start = date.fromordinal(window.end.toordinal() + 1)
        return False

    def __str__(self) -> str:
        return "; ".join(f"{w.start or 'the beginning'} to {w.end}" for w in self.windows)


_FED_BY = {"drafts": ("drafts", "votes", "vetoes"), "vetoes": ("vetoes", "votes")}


def coverage(table: Table, tables: Namespace) -> Coverage:
    """Return over which days `table` is complete, by the word of the sources that fill it."""
    if not table.closed:
        return Coverage((), ())
    feeds = frozenset(_FED_BY.get(table.name, (table.name,)))
    told = [[s[c] for c in ("closed_from", "closed_to", "closed_note")] for s in tables.table("sources")
            if s["closed_to"] is not None and not feeds.isdisjoint(s["tables"] or ())]  # fmt: skip
    told.sort(key=lambda three: [(value is None, value) for value in three])
    windows = tuple(dict.fromkeys(Window(first, last) for first, last, _ in told))
    return Coverage(windows, tuple(dict.fromkeys(note for _, _, note in told if note)))
