"""Derived tables as Parquet files: canonical order, canonical digest, written whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from solferino.store.engine import literal, quote
from solferino.words.errors import MachineError
from solferino.words.tables import SQL, Table

_SOME = 10_000
"""Rows taken from the engine at a time."""


def create_empty(con: duckdb.DuckDBPyConnection, table: Table, name: str = "") -> None:
    """Create `table` with no rows, under its own name or `name`."""
    columns = ", ".join(f"{quote(f.name)} {SQL[f.kind]}" for f in table.fields)
    con.execute(f"CREATE TABLE {quote(name or table.name)} ({columns})")


def digest(con: duckdb.DuckDBPyConnection, relation: str) -> str:
    """Return the SHA-256 of the rows of `relation` as a set with multiplicity: row order does not matter."""
    found = hashlib.sha256()
    hashes = con.execute(f"SELECT sha256(to_json(t)::VARCHAR) AS h FROM {relation} t ORDER BY h")
    while some := hashes.fetchmany(_SOME):
        found.update("".join(h for (h,) in some).encode())
    return found.hexdigest()


def write(con: duckdb.DuckDBPyConnection, relation: str, table: Table, path: Path) -> None:
    """Write `relation` to `path` with exactly the columns of `table`, in canonical order, by rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"{quote(f.name)}::{SQL[f.kind]} AS {quote(f.name)}" for f in table.fields)
    temporary = path.with_suffix(".writing")
    try:
        con.execute(
            f"COPY (SELECT {columns} FROM {relation} ORDER BY ALL) TO {literal(str(temporary))} (FORMAT parquet)"
        )
        temporary.replace(path)
    except (duckdb.IOException, OSError) as error:
        temporary.unlink(missing_ok=True)
        raise MachineError(f"cannot write {path}: {error}", "free some space, or check who owns the folder") from None
