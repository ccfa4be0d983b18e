"""A source's bytes → rows of a table, by the source's own mapping; what does not fit is rejected by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from solferino.exchange.cells import filled, taken
from solferino.exchange.grid import Loaded, Rejection
from solferino.exchange.reader import READERS
from solferino.exchange.repaired import Repair, repaired
from solferino.exchange.straight import straight
from solferino.exchange.whole import outside, pairs
from solferino.store.engine import literal, quote
from solferino.words.errors import CaseError, Problem
from solferino.words.near import did_you_mean
from solferino.words.source import Reading, Sensitivity, Source
from solferino.words.tables import SQL, tables


@dataclass(frozen=True)
class Read:
    """What one reading of a source gave: a relation with the columns of its table, and its rejections."""

    table: str
    relation: str
    records: int
    rejected: tuple[Rejection, ...]


def read(con: duckdb.DuckDBPyConnection, source: Source, data: bytes, *, repairs: Sequence[Repair] = ()) -> list[Read]:
    """Read every `[[read]]` of `source` from `data` into relations of `con`.

    Raises CaseError where the file or the mapping as a whole is wrong (encoding, header, a column that
    the file lacks); a single bad row is a rejection. `repairs` are cells that people put right.
    """
    return [_read(con, source, reading, i, data, repairs) for i, reading in enumerate(source.readings)]


def _read(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, i: int, data: bytes, repairs: Sequence[Repair]
) -> Read:
    raw, relation, kept = f"raw {source.id} {i}", f"{source.id} {i}", f"kept {source.id} {i}"
    if not repairs and (count := straight(con, source, reading, data, table=kept)):
        _stand(con, source, reading, kept, relation, [c.name for c in reading.columns])
        return Read(reading.table, relation, count, ())
    con.execute(f"DROP TABLE IF EXISTS {quote(raw)}")
    loaded = _load(con, source, reading, i, data, raw)
    loaded = repaired(con, loaded, repairs) if repairs else loaded
    at = {column: f"c{n}" for n, column in enumerate(loaded.columns)}
    _check_columns(con, source, reading, i, at)
    if reading.format == "text":
        _read_over(con, source, reading, i, raw, at)
    keep = " AND ".join(
        f"coalesce({at[c]}, '') IN ({', '.join(map(literal, v))})" if v else "false" for c, v in reading.where.items()
    )
    if keep:
        con.execute(f"DELETE FROM {quote(raw)} WHERE NOT ({keep})")
    key = _key(reading, at)
    schema = tables()[reading.table]
    rejected = [*loaded.rejected, *_ids(con, loaded, reading, key)]
    made = filled(con, loaded, reading.columns, schema, at)
    cells = {name: found.sql for name, found in made.items()}
    joins = {name: found.join for name, found in made.items()}
    rejected += [r for found in made.values() for r in found.rejected]
    bad = _numbers(rejected)
    if rejected:
        con.execute(f"DELETE FROM {quote(raw)} WHERE row IN ({bad})")
    rejected += pairs(con, loaded, cells, joins)
    rejected += outside(con, loaded, cells, joins, reading.area)
    kinds = {f.name: SQL[f.kind] for f in schema.fields}
    named = [f"({sql})::{kinds[name]} AS {quote(name)}" for name, sql in cells.items()]
    columns = ", ".join([f"{literal(source.id + '/')} || url_encode({key}) AS report_id", *named])
    # The engine keeps the order of one table by itself; a sort costs as much as the reading, a join can lose the order.
    good = f"WHERE row NOT IN ({_numbers(rejected)})" if rejected else ""
    order = " ORDER BY row" if any(joins.values()) else ""
    made_rows = con.execute(
        f"CREATE OR REPLACE TABLE {quote(kept)} AS SELECT {columns} FROM {quote(raw)}{''.join(joins.values())} "
        f"{good}{order}"
    ).fetchone()  # the engine says how many rows it made
    _stand(con, source, reading, kept, relation, cells)
    con.execute(f"DROP TABLE {quote(raw)}")
    return Read(
        reading.table,
        relation,
        made_rows[0] if made_rows else 0,
        tuple(sorted(set(rejected), key=lambda r: (r.row, r.column, r.reason))),
    )


def _stand(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, kept: str, relation: str, names: Iterable[str]
) -> None:
    """Let `relation` be the whole table: the columns that were filled, and what all rows have alike."""
    schema = tables()[reading.table]
    cells = {"source_id": literal(source.id), **{name: quote(name) for name in names}, "report_id": "report_id"}
    cells["sensitivity"] = literal(Sensitivity.highest((source.sensitivity, schema.least)))
    columns = ", ".join(f"({cells.get(f.name, 'NULL')})::{SQL[f.kind]} AS {quote(f.name)}" for f in schema.fields)
    con.execute(f"CREATE OR REPLACE VIEW {quote(relation)} AS SELECT {columns} FROM {quote(kept)}")


def _load(con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, i: int, data: bytes, table: str) -> Loaded:
    """Let the reader of the format put the file into `table`."""
    reader = READERS[reading.format]
    given = {"encoding": reading.encoding, "delimiter": reading.delimiter, **reading.options}
    options = {key: value for key, value in given.items() if key in reader.options}
    if unused := sorted(set(reading.options) - set(reader.options)):
        line = source.lines.get(f"read.{i}.{unused[0]}", source.line)
        text = f"format {reading.format!r} takes no {unused[0]!r}; it takes {' and '.join(reader.options)}"
        raise CaseError([Problem(source.file, line, text)])
    return reader.load(con, data, table=table, name=source.path or source.file, options=options)


def _numbers(rejected: list[Rejection]) -> str:
    return ", ".join(str(n) for n in sorted({r.row for r in rejected})) or "-1"


def _check_columns(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, i: int, at: Mapping[str, str]
) -> None:
    wanted = [(c.name, part) for c in reading.columns if c.column or c.value is None for part in taken(c.column, at)[0]]
    wanted += [(c.name, c.within) for c in reading.columns if c.within]
    named = [*((f"read.{i}.columns.{n}", c) for n, c in wanted), *((f"read.{i}.id", c) for c in reading.id),
             *((f"read.{i}.where", c) for c in reading.where)]  # fmt: skip
    problems = [
        Problem(source.file, source.lines.get(key, source.line), f"{source.path} has no column {column!r}",
                did_you_mean(column, at))
        for key, column in named
        if column not in at
    ]  # fmt: skip
    for column in reading.columns:
        if not column.pattern:
            continue
        try:
            con.execute(f"SELECT regexp_extract('', {literal(column.pattern)}, 1)")
        except duckdb.Error as error:
            line = source.lines.get(f"read.{i}.columns.{column.name}", source.line)
            text = f"pattern of {column.name!r} cannot be read: {str(error).split(': ', 1)[-1]}"
            problems.append(Problem(source.file, line, text))
    if problems:
        raise CaseError(problems)


def _read_over(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, i: int, raw: str, at: Mapping[str, str]
) -> None:
    """Raise CaseError where an account that a person has read over does not stand in the text any more."""
    stand = {span for (span,) in con.execute(f"SELECT {at['span']} FROM {quote(raw)}").fetchall()}
    line = source.lines.get(f"read.{i}.where.span", source.lines.get(f"read.{i}.where", source.line))
    gone = [span for span in reading.where.get("span", ()) if span not in stand]
    if gone:
        hint = (
            f"accounts stand at {', '.join(sorted(stand)[:5]) or 'no place'}: read them over, and name those that hold"
        )
        raise CaseError(
            [Problem(source.file, line, f"no account stands at {span} of {source.path}", hint) for span in gone]
        )


def _key(reading: Reading, at: Mapping[str, str]) -> str:
    """Return the SQL of a row's own id."""
    cells = ", ".join(f"coalesce({at[c]}, '')" for c in reading.id)
    return f"concat_ws('|', {cells})" if reading.id else "row::VARCHAR"


def _ids(con: duckdb.DuckDBPyConnection, raw: Loaded, reading: Reading, key: str) -> list[Rejection]:
    """Reject each row whose id is empty, or already taken where a record is one row."""
    if not reading.id:
        return []
    table, names = quote(raw.table), ", ".join(reading.id)
    twice = "false" if tables()[reading.table].several else "count(*) > 1"
    taken = f"SELECT {key} AS id, min(row) AS first FROM {table} GROUP BY id HAVING {twice} OR trim(id, '|') = ''"
    if not con.execute(taken).fetchone():
        return []
    rows = con.execute(
        f"SELECT row, id, first FROM (SELECT row, {key} AS id FROM {table}) JOIN ({taken}) USING (id) "
        "WHERE row <> first OR trim(id, '|') = '' ORDER BY row"
    ).fetchall()
    return [
        Rejection(
            row,
            names,
            f"its id {i!r} is that of row {first}" if i.strip("|") else "its id is empty",
            raw.lines.get(row, 0),
        )
        for row, i, first in rows
    ]
