"""The Council's record as tables: drafts, votes and vetoes derived from what was filed, in set-based SQL.

In come raw_drafts, raw_votes, raw_vetoes, raw_participation and raw_norms, with the columns of their tables; any may
be missing or empty. Out go the tables themselves. Where the vote of every member on a draft is filed, outcome and
vetoes are derived from the votes; elsewhere what lists recorded is taken, and marked so.
"""

from __future__ import annotations

from importlib.resources import files

import duckdb

from solferino.law import council
from solferino.store.engine import quote
from solferino.words.tables import SQL, tables

UNCODED = "uncoded"
"""Stands in `asks` where what a text asked is not coded: not the same as asking nothing."""

DERIVED = ("drafts", "votes", "vetoes")
PASSED = ("participation", "norms")
_STEPS = ("notes", "vetoes", "votes", "drafts", "known", "filed", "listed", "tally", "member", "seats", "sizes")


def derive(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Create drafts, votes, vetoes, participation and norms on `con` from their raw tables.

    Returns notes, in a fixed order, on what did not agree: each names the draft. Where votes and a list of
    vetoes disagree, the votes win.
    """
    for name in (*DERIVED, *PASSED):
        _view(con, name)
    _rules(con)
    con.execute(files("solferino.law").joinpath("record.sql").read_text("utf-8"))
    for name in DERIVED:
        _table(con, name, f"law {name}")
    for name in PASSED:
        _table(con, name, f"law raw {name}")
    notes = con.execute('SELECT draft, note FROM "law notes" ORDER BY draft, n, note').fetchall()
    for step in _STEPS:
        con.execute(f'DROP TABLE temp."law {step}"')
    for name in (*DERIVED, *PASSED):
        con.execute(f'DROP VIEW temp."law raw {name}"')
    return tuple(f"{draft}: {note}" for draft, note in notes)


def _view(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Give the raw table every column of its schema, empty text as none, whatever was filed."""
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
    there = {row[0] for row in con.execute(query, [f"raw_{name}"]).fetchall()}
    cells = []
    for field in tables()[name].fields:
        cell = f"{quote(field.name)}::{SQL[field.kind]}" if field.name in there else f"NULL::{SQL[field.kind]}"
        cell = f"nullif({cell}, '')" if field.kind == "text" else cell
        cells.append(f"{cell} AS {quote(field.name)}")
    source = f"FROM raw_{name}" if there else "WHERE false"
    con.execute(f'CREATE OR REPLACE TEMP VIEW "law raw {name}" AS SELECT {", ".join(cells)} {source}')


def _rules(con: duckdb.DuckDBPyConnection) -> None:
    con.execute('CREATE OR REPLACE TEMP TABLE "law sizes" (start DATE, last DATE, seats BIGINT, needed BIGINT)')
    sizes = [(s.days.start, s.days.end, s.seats, s.needed) for s in council.sizes()]
    con.executemany('INSERT INTO "law sizes" VALUES (?, ?, ?, ?)', sizes)
    con.execute('CREATE OR REPLACE TEMP TABLE "law seats" (member VARCHAR, start DATE, last DATE)')
    seats = [(member, days.start, days.end) for member, days in council.seats()]
    con.executemany('INSERT INTO "law seats" VALUES (?, ?, ?)', seats)


def _table(con: duckdb.DuckDBPyConnection, name: str, source: str) -> None:
    columns = ", ".join(f"{quote(f.name)}::{SQL[f.kind]} AS {quote(f.name)}" for f in tables()[name].fields)
    con.execute(f'CREATE OR REPLACE TABLE {name} AS SELECT {columns} FROM "{source}" ORDER BY report_id')
