"""Rows of Python → a table of the engine, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from solferino.store.engine import quote, workspace
from solferino.store.parquet import create_empty, digest, write
from solferino.words.tables import SQL, Table, tables


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


def keep(made: Mapping[str, Sequence[Mapping[str, Any]]], folder: Path) -> dict[str, str]:
    """Write each table of rows to `folder/NAME.parquet`; return the digest of each."""
    digests = {}
    with workspace() as con:
        for name, rows in made.items():
            fill(con, tables()[name], rows)
            write(con, quote(name), tables()[name], folder / f"{name}.parquet")
            digests[name] = digest(con, quote(name))
    return digests
