"""A source's bytes → rows of a table, by the source's own mapping; what does not fit is rejected by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from solferino.exchange.csv import Rejection, load
from solferino.exchange.values import parser
from solferino.store.engine import literal, quote
from solferino.words.errors import CaseError, Problem
from solferino.words.near import did_you_mean
from solferino.words.source import Column, Reading, Source
from solferino.words.tables import SQL, Field, tables, vocabulary

_VOCABULARIES = {"vote": "vote", "check_status": "check_status", "binds": "binds", "consent": "consent"}


@dataclass(frozen=True)
class Read:
    """What one reading of a source gave: a relation with the columns of its table, and its rejections."""

    table: str
    relation: str
    records: int
    rejected: tuple[Rejection, ...]


def read(con: duckdb.DuckDBPyConnection, source: Source, data: bytes) -> list[Read]:
    """Read every `[[read]]` of `source` from `data` into relations of `con`.

    Raises CaseError where the file or the mapping as a whole is wrong (encoding, header, a column that
    the file lacks); a single bad row is a rejection.
    """
    return [_read(con, source, reading, i, data) for i, reading in enumerate(source.readings)]


def _read(con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, i: int, data: bytes) -> Read:
    name = source.path or source.file
    raw, relation = f"raw {source.id} {i}", f"{source.id} {i}"
    for old in (raw, relation):
        con.execute(f"DROP TABLE IF EXISTS {quote(old)}")
    loaded = load(con, data, table=raw, name=name, encoding=reading.encoding, delimiter=reading.delimiter)
    at = {column: f"c{n}" for n, column in enumerate(loaded.columns)}
    _check_columns(source, reading, i, at)
    keep = " AND ".join(f"coalesce({at[c]}, '') IN ({', '.join(map(literal, v))})" for c, v in reading.where.items())
    if keep:
        con.execute(f"DELETE FROM {quote(raw)} WHERE NOT ({keep})")
    rejected = [*loaded.rejected, *_ids(con, raw, reading, at)]
    schema = tables()[reading.table]
    cells = {}
    for column in reading.columns:
        field = schema.field(column.name)
        assert field is not None
        cells[column.name], wrong = _cell(con, raw, column, field, at)
        rejected += wrong
    cells["report_id"] = f"{literal(source.id + '/')} || url_encode(id)"
    cells["sensitivity"] = literal(source.sensitivity)
    columns = ", ".join(f"({cells.get(f.name, 'NULL')})::{SQL[f.kind]} AS {quote(f.name)}" for f in schema.fields)
    bad = ", ".join(str(n) for n in sorted({r.row for r in rejected})) or "-1"
    con.execute(
        f"CREATE TABLE {quote(relation)} AS SELECT {columns} FROM {quote(raw)} WHERE row NOT IN ({bad}) ORDER BY row"
    )
    count = con.execute(f"SELECT count(*) FROM {quote(relation)}").fetchone()
    con.execute(f"DROP TABLE {quote(raw)}")
    return Read(
        reading.table, relation, count[0] if count else 0, tuple(sorted(rejected, key=lambda r: (r.row, r.column)))
    )


def _check_columns(source: Source, reading: Reading, i: int, at: Mapping[str, str]) -> None:
    wanted = [(c.name, c.column) for c in reading.columns if c.column or c.value is None]
    named = [*((f"read.{i}.columns.{n}", c) for n, c in wanted), *((f"read.{i}.id", c) for c in reading.id),
             *((f"read.{i}.where", c) for c in reading.where)]  # fmt: skip
    problems = [
        Problem(source.file, source.lines.get(key, source.line), f"{source.path} has no column {column!r}",
                did_you_mean(column, at))
        for key, column in named
        if column not in at
    ]  # fmt: skip
    if problems:
        raise CaseError(problems)


def _ids(con: duckdb.DuckDBPyConnection, raw: str, reading: Reading, at: Mapping[str, str]) -> list[Rejection]:
    """Give each row its own id; a row whose id is empty or already taken is rejected."""
    con.execute(f"ALTER TABLE {quote(raw)} ADD COLUMN id VARCHAR")
    key = (
        "concat_ws('|', " + ", ".join(f"coalesce({at[c]}, '')" for c in reading.id) + ")"
        if reading.id
        else "row::VARCHAR"
    )
    con.execute(f"UPDATE {quote(raw)} SET id = {key}")
    names = ", ".join(reading.id)
    rows = con.execute(
        f"SELECT row, id, first FROM (SELECT row, id, min(row) OVER (PARTITION BY id) AS first FROM {quote(raw)}) "
        f"WHERE row <> first OR trim(id, '|') = '' ORDER BY row"
    ).fetchall()
    return [
        Rejection(row, names, f"its id {i!r} is that of row {first}" if i.strip("|") else "its id is empty")
        for row, i, first in rows
    ]


def _cell(
    con: duckdb.DuckDBPyConnection, raw: str, column: Column, field: Field, at: Mapping[str, str]
) -> tuple[str, list[Rejection]]:
    """Return the SQL that fills one column, and the rows whose cell does not fit."""
    text = at[column.column] if column.column else literal(column.value or "")
    if column.column and column.value is not None:
        text = f"coalesce({text}, {literal(column.value)})"
    if column.values:
        cases = " ".join(f"WHEN {literal(a)} THEN {literal(b)}" for a, b in column.values.items())
        text = f"nullif(CASE coalesce({text}, '') {cases} ELSE {text} END, '')"
    if field.kind == "list":
        cut = f"string_split({text}, {literal(column.split or ';')})"
        return f"list_filter(list_transform({cut}, lambda x: trim(x)), lambda x: x <> '')", []
    if field.kind == "text":
        return text, _vocabulary(con, raw, column, field, text)
    return _parsed(con, raw, column, field, text)


def _vocabulary(con: duckdb.DuckDBPyConnection, raw: str, column: Column, field: Field, text: str) -> list[Rejection]:
    name = _VOCABULARIES.get(field.name)
    if name is None:
        return []
    known = vocabulary(name)
    values = con.execute(f"SELECT row, {text} AS v FROM {quote(raw)} WHERE v IS NOT NULL ORDER BY row").fetchall()
    return [
        Rejection(row, column.column, f"{value!r} is not one of: {', '.join(known)}; map it under values = {{ … }}")
        for row, value in values
        if value not in known
    ]


def _parsed(
    con: duckdb.DuckDBPyConnection, raw: str, column: Column, field: Field, text: str
) -> tuple[str, list[Rejection]]:
    parse = parser(field.kind, column.date)
    distinct = con.execute(f"SELECT DISTINCT {text} AS v FROM {quote(raw)} WHERE v IS NOT NULL ORDER BY v").fetchall()
    good: list[tuple[str, str]] = []
    wrong: dict[str, str] = {}
    for (value,) in distinct:
        try:
            good.append((value, str(parse(value))))
        except ValueError as error:
            wrong[value] = str(error)
    name = f"values {raw} {field.name}"
    con.execute(f"CREATE OR REPLACE TEMP TABLE {quote(name)} (v VARCHAR, parsed VARCHAR)")
    if good:
        con.execute(
            f"INSERT INTO {quote(name)} SELECT unnest(?), unnest(?)", [list(part) for part in zip(*good, strict=True)]
        )
    rejected = [Rejection(row, column.column, wrong[value]) for row, value in _rows_with(con, raw, text, wrong)]
    return f"(SELECT parsed FROM {quote(name)} p WHERE p.v = {text})", rejected


def _rows_with(
    con: duckdb.DuckDBPyConnection, raw: str, text: str, wrong: Mapping[str, str]
) -> Sequence[tuple[int, str]]:
    if not wrong:
        return []
    values = ", ".join(map(literal, wrong))
    return con.execute(f"SELECT row, {text} AS v FROM {quote(raw)} WHERE v IN ({values}) ORDER BY row").fetchall()
