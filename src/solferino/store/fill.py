"""Rows of Python → a table of the engine, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from solferino.store.engine import quote
from solferino.store.parquet import create_empty
from solferino.words.tables import SQL, Table


def fill(
    con: duckdb.DuckDBPyConnection, table: Table, rows: Sequence[Mapping[str, Any]], *, name: str = "", extra: str = ""
) -> None:
    """Create `table` (under `name`, if given) holding `rows`; columns a row lacks are empty, `sensitivity` public.

    `extra` names one more text column, for rows that carry it.
    """
    name = name or table.name
    create_empty(con, table, name)
    fields = [(f.name, SQL[f.kind]) for f in table.fields]
    if extra:
        con.execute(f"ALTER TABLE {quote(name)} ADD COLUMN {quote(extra)} VARCHAR")
        fields.append((extra, "VARCHAR"))
    if not rows:
        return
    cells = ", ".join(f"unnest(?::{kind}[])" for _, kind in fields)
    default = {"sensitivity": "public"}
    columns = [[row.get(column, default.get(column)) for row in rows] for column, _ in fields]
    con.execute(f"INSERT INTO {quote(name)} SELECT {cells}", columns)
