"""Statements of FollowTheMoney, one value a row: an entity becomes one row, with a list for each property."""

from __future__ import annotations

import duckdb

from solferino.exchange import csv
from solferino.exchange.grid import ITEM, MAX_COLUMNS, Loaded, Rejection
from solferino.store.engine import literal, quote
from solferino.words.errors import CaseError, Problem

_NEEDED = ("canonical_id", "schema", "prop", "value")
_BESIDE = ("schema", "dataset", "first_seen", "last_seen", "origin")
"""What a statement says beside its value; kept for each entity as well."""
_SEEN = ("first_seen", "last_seen")


def load(
    con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8", delimiter: str = ","
) -> Loaded:
    """Load one row an entity into `table`; a statement without an entity, a property or a value is rejected."""
    raw = f"{table} statements"
    loaded = csv.load(con, data, table=raw, name=name, encoding=encoding, delimiter=delimiter)
    at = {column: f"c{i}" for i, column in enumerate(loaded.columns)}
    if missing := [c for c in _NEEDED if c not in at]:
        raise CaseError([Problem(name, 1, f"has no column {missing[0]!r}", f"statements have {', '.join(_NEEDED)}")])
    lacks = " OR ".join(f"{at[c]} IS NULL" for c in ("canonical_id", "prop", "value"))
    bad = con.execute(f"SELECT row FROM {quote(raw)} WHERE {lacks} ORDER BY row").fetchall()
    con.execute(f"DELETE FROM {quote(raw)} WHERE {lacks}")
    beside = [c for c in _BESIDE if c in at]
    props = [p for (p,) in con.execute(f"SELECT DISTINCT {at['prop']} FROM {quote(raw)} ORDER BY 1").fetchall()]
    props = [p for p in props if p not in ("id", *beside)]
    if len(props) > MAX_COLUMNS - 10:
        raise CaseError([Problem(name, 0, f"has {len(props)} properties; at most {MAX_COLUMNS - 10} are read")])
    cells = [f"{at['canonical_id']} AS c0"]
    # Each statement has days of its own: all that a row says has been there since the last of the first.
    cells += [f"{f'max({at[c]})' if c in _SEEN else _items(at[c])} AS c{i}" for i, c in enumerate(beside, 1)]
    for i, prop in enumerate(props, len(beside) + 1):
        cells.append(f"{_items(at['value'], at['prop'] + ' = ' + literal(prop))} AS c{i}")
    con.execute(
        f"CREATE TABLE {quote(table)} AS SELECT min(row) AS row, {', '.join(cells)} FROM {quote(raw)} "
        f"GROUP BY {at['canonical_id']} ORDER BY row"
    )
    con.execute(f"DROP TABLE {quote(raw)}")
    rejected = [Rejection(row, "value", "says no entity, no property or no value") for (row,) in bad]
    return Loaded(
        table, ("id", *beside, *props), (*loaded.rejected, *rejected), frozenset((*beside, *props)) - {*_SEEN}
    )


def _items(cell: str, where: str = "") -> str:
    kept = f" FILTER (WHERE {where})" if where else ""
    return f"array_to_string(list_sort(list(DISTINCT {cell} || {literal(ITEM)}){kept}), '')"
