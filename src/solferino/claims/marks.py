"""One table as claims ask it: the engine says once which rows meet a condition, the counting is done here.

Most claims ask one table for the same things in many forms. To plan a statement costs the engine more than to run it
over all that a case files, so each condition is put once and every form is counted from the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import compress
from operator import add, and_
from typing import Any

from solferino.store.engine import quote
from solferino.store.namespace import Namespace, Rows, stacked
from solferino.words.tables import Table

Marked = bytes
"""A byte a row, in the order in which the namespace holds them: 1 where the row is meant."""


class Marks:
    """The rows of a table and the conditions they meet; `everywhere` asks the table as it is in all worlds."""

    def __init__(self, tables: Namespace, table: Table, *, everywhere: bool) -> None:
        self._tables, self._table = tables, table
        self._name = stacked(table.name) if everywhere else table.name
        self._size = tables.size(self._name)
        self._met = dict[str, int]()
        self._columns = dict[str, Sequence[Any]]()
        self._places = dict[str, Mapping[Any, Sequence[int]]]()

    def ask(self, conditions: Iterable[str]) -> None:
        """Ask of which rows `conditions` are true, those not asked before; an unknown truth is none."""
        new = [c for c in dict.fromkeys(conditions) if c not in self._met]
        if new:
            found = self._ask(", ".join(f"coalesce({c}, false)" for c in new))
            for n, condition in enumerate(new):
                self._met[condition] = int.from_bytes(bytes(row[n] for row in found), "little")

    def meeting(self, conditions: Sequence[str]) -> Marked:
        """Return the rows that meet every one of `conditions`."""
        self.ask(conditions)
        every = int.from_bytes(b"\1" * self._size, "little")
        return reduce(and_, (self._met[c] for c in conditions), every).to_bytes(self._size, "little")

    def rows(self, marked: Marked) -> Rows:
        """Return the rows marked, as dicts of their own."""
        columns = [self.column(name) for name in self._table.columns]
        found = compress(zip(*columns, strict=True), marked)
        return [dict(zip(self._table.columns, row, strict=True)) for row in found]

    def column(self, name: str) -> Sequence[Any]:
        """Return the cells of one column."""
        if name not in self._columns:
            wanted = self._table.columns if name in self._table.columns else (name,)
            found = self._ask(", ".join(map(quote, wanted)))
            self._columns |= dict(zip(wanted, zip(*found, strict=True) if found else [()] * len(wanted), strict=True))
        return self._columns[name]

    def places(self, column: str) -> Mapping[Any, Sequence[int]]:
        """Return, for each value that a column holds, alone or in a list, the places of its rows, in order."""
        if column not in self._places:
            places: dict[Any, list[int]] = {}
            for n, cell in enumerate(self.column(column)):
                for value in cell if isinstance(cell, list) else (cell,):
                    if value is not None:
                        places.setdefault(value, []).append(n)
            self._places[column] = dict(sorted(places.items()))
        return self._places[column]

    def _ask(self, what: str) -> list[tuple[Any, ...]]:
        return self._tables.tuples(f"SELECT {what} FROM {quote(self._name)}")


def marks(tables: Namespace, table: Table, *, everywhere: bool = False) -> Marks:
    """Return the marks of a table, the same for all who ask."""
    name = f"marks of {table.name}{' everywhere' if everywhere else ''}"
    if name not in tables.made:
        tables.made[name] = Marks(tables, table, everywhere=everywhere)
    found: Marks = tables.made[name]
    return found


def tally(how: str, cells: Iterable[Any], *, distinct: bool) -> Any:
    """Return the count, least, greatest or sum of the cells that hold something; None of nothing, as in SQL."""
    found = [tuple(c) if isinstance(c, list) else c for c in cells if c is not None]
    found = list(dict.fromkeys(found)) if distinct else found
    if how == "count" or not found:
        return len(found) if how == "count" else None
    if how == "sum":
        # One after the other, as the engine adds: a sum that corrects itself would give other last digits.
        return reduce(add, found)
    return min(found) if how == "min" else max(found)
