"""Parquet: the engine reads it; values become text, and lists stay lists."""

from __future__ import annotations

import duckdb

from solferino.exchange.grid import ITEM, MAX_COLUMNS, Loaded
from solferino.store.engine import literal, quote, scratch
from solferino.words.errors import CaseError, Problem


def load(con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str) -> Loaded:
    """Load the rows into `table`; raise CaseError where the file is none, or nests more than lists of values."""
    with scratch() as folder:
        path = folder / "rows.parquet"
        path.write_bytes(data)
        source = f"read_parquet({literal(str(path))})"
        try:
            found = con.execute(f"DESCRIBE FROM {source}").fetchall()
            _check(found, name)
            lists = frozenset(n for n, kind, *_ in found if kind.endswith("[]"))
            cells = ", ".join(f"{_cell(quote(n), n in lists)} AS c{i}" for i, (n, *_) in enumerate(found))
            con.execute(f"CREATE TABLE {quote(table)} AS SELECT row_number() OVER () AS row, {cells} FROM {source}")
        except duckdb.Error as error:
            told = str(error).split("\n")[0].replace(str(path), name)
            raise CaseError([Problem(name, 0, f"is no Parquet file, or a damaged one: {told}")]) from None
    return Loaded(table, tuple(n for n, *_ in found), lists=lists)


def _check(found: list[tuple[str, ...]], name: str) -> None:
    if len(found) > MAX_COLUMNS:
        raise CaseError([Problem(name, 0, f"has {len(found)} columns; at most {MAX_COLUMNS} are read")])
    nested = [n for n, kind, *_ in found if "(" in kind.replace("DECIMAL(", "") or kind.endswith("[][]")]
    if nested:
        text = f"column {nested[0]!r} holds records within a cell"
        raise CaseError([Problem(name, 0, text, "write it flat, or as JSON Lines")])


def _cell(column: str, listed: bool) -> str:
    if listed:
        return f"nullif(array_to_string(list_transform({column}, lambda x: x::VARCHAR || {literal(ITEM)}), ''), '')"
    return f"nullif(trim({column}::VARCHAR), '')"
