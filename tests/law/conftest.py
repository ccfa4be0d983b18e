"""The package's facts, read as a case would read them, on an engine with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import pytest

from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, parse_toml
from solferino.exchange.read import read
from solferino.law import facts, record
from solferino.store.engine import connect, quote
from solferino.words.source import Source
from solferino.words.tables import SQL, tables

Row = dict[str, Any]


def described(name: str) -> Source:
    """Return the package's description of `law:NAME`, pinned to nothing, as the case file room reads it."""
    pins = f'[source]\npath = "law:{name}"\nsha256 = "{"0" * 64}"'
    document = parse_toml(facts.describe(name).replace("[source]", pins, 1), f"{name}.toml")
    assert isinstance(document, Document)
    source = parse_source(document, f"un-{name}")
    assert isinstance(source, Source), source
    return source


def file_all(con: duckdb.DuckDBPyConnection, *names: str) -> None:
    """File the named facts as raw tables."""
    for name in names:
        (one,) = read(con, described(name), facts.data(name))
        assert one.rejected == ()
        con.execute(f"CREATE OR REPLACE TABLE raw_{one.table} AS SELECT * FROM {quote(one.relation)}")


def put(con: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> None:
    """File `rows` as the raw table of that name; columns left out are empty."""
    fields = tables()[table].fields
    con.execute(f"CREATE OR REPLACE TABLE raw_{table} ({', '.join(f'{quote(f.name)} {SQL[f.kind]}' for f in fields)})")
    for row in rows:
        con.execute(f"INSERT INTO raw_{table} VALUES ({', '.join('?' for _ in fields)})", [row.get(f.name) for f in fields])


def fetch(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return the rows of a query as dicts."""
    found = con.execute(query)
    names = [d[0] for d in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="session")
def council() -> Iterator[duckdb.DuckDBPyConnection]:
    """The record derived from all the facts of the package; tests only read it."""
    con = connect()
    file_all(con, *facts.names())
    con.execute("CREATE TABLE notes AS SELECT unnest(?) AS note", [list(record.derive(con)) or [""]])
    yield con
    con.close()


@pytest.fixture(scope="session")
def rows(council: duckdb.DuckDBPyConnection) -> Callable[[str], list[Row]]:
    """Ask the derived record: rows(query) gives dicts."""
    return lambda query: fetch(council, query)


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty engine."""
    con = connect()
    yield con
    con.close()
