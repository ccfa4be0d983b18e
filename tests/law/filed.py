"""Rows filed on an engine as a case would file them, and the record asked back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import duckdb

from solferino.casefile.sources import parse_source
from solferino.casefile.toml import Document, parse_toml
from solferino.exchange.read import read
from solferino.law import facts
from solferino.store.engine import quote
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
    if rows:
        values = [[row.get(f.name) for f in fields] for row in rows]
        con.executemany(f"INSERT INTO raw_{table} VALUES ({', '.join('?' * len(fields))})", values)


def fetch(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Return the rows of a query as dicts."""
    found = con.execute(query)
    names = [d[0] for d in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def ballot(
    draft: str, day: date, votes: Iterable[tuple[str, str]], permanent: Sequence[str] | None = None
) -> list[Row]:
    """Return rows of votes on one draft; `permanent` None leaves it to the Charter who is."""
    return [
        {
            "report_id": f"v/{draft}|{member}",
            "draft": draft,
            "date": day,
            "member": member,
            "vote": vote,
            "permanent": None if permanent is None else member in permanent,
            "topic": "Somewhere",
        }
        for member, vote in votes
    ]
