"""The package's facts, read as a case would read them, on an engine with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest

from law.filed import Row, fetch, file_all
from solferino.law import facts, record
from solferino.store.engine import connect


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


@pytest.fixture(scope="session")
def participation(council: duckdb.DuckDBPyConnection) -> list[Row]:
    """What States did about treaties, every row."""
    return fetch(council, "SELECT * FROM participation")


@pytest.fixture(scope="session")
def norms(council: duckdb.DuckDBPyConnection) -> dict[str, Row]:
    """The rules of law, by short id."""
    return {row["norm_id"]: row for row in fetch(council, "SELECT * FROM norms")}
