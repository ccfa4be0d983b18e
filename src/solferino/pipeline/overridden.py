"""Facts that a case puts right, each with its reason: changed before anything follows from them, and said."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from solferino.store.engine import quote
from solferino.words.case import Override
from solferino.words.errors import CaseError, Problem
from solferino.words.near import did_you_mean
from solferino.words.tables import SQL, Table

FILE = "facts.toml"


def override(
    con: duckdb.DuckDBPyConnection, relations: Iterable[tuple[Table, str]], overrides: Iterable[Override]
) -> tuple[str, ...]:
    """Change the rows that `overrides` name in `relations` (table, relation); return what was changed, in words.

    Raises CaseError where no row is called so, or a column or value does not fit.
    """
    held = list(relations)
    notes: list[str] = []
    problems: list[Problem] = []
    for o in overrides:
        found = next(((t, r) for t, r in held if _there(con, r, o.row)), None)
        if found is None:
            text = f"no row of a source is called {o.row!r}"
            problems.append(Problem(FILE, o.line, text, "write source/row, as solferino why prints it"))
            continue
        table, relation = found
        for column, value in o.set.items():
            field = table.field(column)
            if field is None or column in ("report_id", "sensitivity"):
                text = f"{o.row}: {column!r} cannot be set in {table.name}"
                problems.append(Problem(FILE, o.line, text, did_you_mean(column, table.columns)))
                continue
            (before,) = con.execute(
                f"SELECT {quote(column)} FROM {quote(relation)} WHERE report_id = ?", [o.row]
            ).fetchone() or (None,)
            try:
                con.execute(
                    f"UPDATE {quote(relation)} SET {quote(column)} = ?::{SQL[field.kind]} WHERE report_id = ?",
                    [value, o.row],
                )
            except duckdb.Error:
                text = f"{o.row}: {column} = {value!r} is not of its kind, {field.kind}"
                problems.append(Problem(FILE, o.line, text))
                continue
            by = f" by {o.by}" if o.by else ""
            notes.append(
                f"{FILE}:{o.line} {o.row}: {column} was {_said(before)} and is set to {_said(value)}{by}: {o.why}"
            )
    if problems:
        raise CaseError(problems)
    return tuple(notes)


def _there(con: duckdb.DuckDBPyConnection, relation: str, row: str) -> bool:
    return con.execute(f"SELECT 1 FROM {quote(relation)} WHERE report_id = ? LIMIT 1", [row]).fetchone() is not None


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "empty"
    return "empty" if value in (None, "") else str(value)
