"""A source's bytes → rows of a table, by the source's own mapping; what does not fit is rejected by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from solferino.exchange.cells import filled, taken
from solferino.exchange.grid import Loaded, Rejection
from solferino.exchange.reader import READERS
from solferino.exchange.repaired import Repair, repaired
from solferino.exchange.straight import Passed, straight
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
    con.execute(f"DROP TABLE IF EXISTS {quote(raw)}")
    passed = None if repairs else straight(con, source, reading, data, table=kept, odd=raw)
    if passed:
        rejected = _odd(con, source, reading, passed, kept)
    else:
        loaded = _load(con, source, reading, i, data, raw)
        loaded = repaired(con, loaded, repairs) if repairs else loaded
        at = {column: f"c{n}" for n, column in enumerate(loaded.columns)}
        _check_columns(con, source, reading, i, at)
        if reading.format == "text":
            _read_over(con, source, reading, i, raw, at)
        keep = " AND ".join(
            f"coalesce({at[c]}, '') IN ({', '.join(map(literal, v))})" if v else "false"
            for c, v in reading.where.items()
        )
        if keep:
            con.execute(f"DELETE FROM {quote(raw)} WHERE NOT ({keep})")
        first = [*loaded.rejected, *_ids(con, quote(raw), reading, _key(reading, at), loaded.lines)]
        rejected = _carefully(con, source, reading, loaded, first, kept)
    _stand(con, source, reading, kept, relation)
    con.execute(f"DROP TABLE IF EXISTS {quote(raw)}")
    count = con.execute(f"SELECT count(*) FROM {quote(kept)}").fetchone()
    order = tuple(sorted(set(rejected), key=lambda r: (r.row, r.column, r.reason)))
    return Read(reading.table, relation, count[0] if count else 0, order)


def _carefully(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    reading: Reading,
    loaded: Loaded,
    first: Sequence[Rejection],
    into: str,
) -> list[Rejection]:
    """Fill the table `into` from the rows of `loaded`, cell by cell; return `first` and what else is rejected."""
    raw, schema = quote(loaded.table), tables()[reading.table]
    at = {column: f"c{n}" for n, column in enumerate(loaded.columns)}
    made = filled(con, loaded, reading.columns, schema, at)
    cells = {name: found.sql for name, found in made.items()}
    joins = {name: found.join for name, found in made.items()}
    rejected = [*first, *(r for found in made.values() for r in found.rejected)]
    if rejected:
        con.execute(f"DELETE FROM {raw} WHERE row IN ({_numbers(rejected)})")
    rejected += pairs(con, loaded, cells, joins)
    rejected += outside(con, loaded, cells, joins, reading.area)
    kinds = {f.name: SQL[f.kind] for f in schema.fields}
    named = [f"({sql})::{kinds[name]} AS {quote(name)}" for name, sql in cells.items()]
    columns = ", ".join(["row", f"{_id(source)} || url_encode({_key(reading, at)}) AS report_id", *named])
    # The engine keeps the order of one table by itself; a sort costs as much as the reading, a join can lose the order.
    good = f"WHERE row NOT IN ({_numbers(rejected)})" if rejected else ""
    order = " ORDER BY row" if any(joins.values()) else ""
    con.execute(
        f"CREATE OR REPLACE TABLE {quote(into)} AS SELECT {columns} FROM {raw}{''.join(joins.values())} {good}{order}"
    )
    return rejected


def _odd(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, passed: Passed, kept: str
) -> list[Rejection]:
    """Read the rows that one pass found odd carefully, and put them in their places; return what is rejected."""
    if not passed.raw and (not passed.twice or tables()[reading.table].several):
        return []
    doubtful = passed.twice
    if passed.raw:
        raw = quote(passed.raw.table)
        key = _key(reading, {column: f"c{n}" for n, column in enumerate(passed.raw.columns)})
        con.execute(
            f"UPDATE {quote(kept)} SET report_id = {_id(source)} || url_encode({key}) FROM {raw} o "
            f"WHERE {quote(kept)}.rowid + 1 = o.row"
        )
        # Of ids that were all different, only those of odd rows can now be empty, or taken.
        (fine,) = con.execute(
            f"SELECT (SELECT count(*) FROM {quote(kept)} WHERE report_id IN (SELECT {_id(source)} || url_encode({key}) "
            f"FROM {raw})) = count(DISTINCT {key}) AND bool_and(trim({key}, '|') <> '') FROM {raw}"
        ).fetchone() or (False,)
        doubtful = doubtful or not fine
    own = f"url_decode(substr(report_id, {len(source.id) + 2}))"
    rejected = (
        _ids(con, f"(SELECT rowid + 1 AS row, report_id FROM {quote(kept)})", reading, own, {}) if doubtful else []
    )
    if passed.raw:
        careful = f"odd {kept}"
        rejected = _carefully(con, source, reading, passed.raw, rejected, careful)
        columns = ", ".join(f"{quote(c.name)} = o.{quote(c.name)}" for c in reading.columns)
        con.execute(f"UPDATE {quote(kept)} SET {columns} FROM {quote(careful)} o WHERE {quote(kept)}.rowid + 1 = o.row")
        con.execute(f"DROP TABLE {quote(careful)}")
    if rejected:
        con.execute(f"DELETE FROM {quote(kept)} WHERE rowid + 1 IN ({_numbers(rejected)})")
    return rejected


def _id(source: Source) -> str:
    return literal(source.id + "/")


def _stand(con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, kept: str, relation: str) -> None:
    """Let `relation` be the whole table: the columns that were filled, and what all rows have alike."""
    schema = tables()[reading.table]
    cells = {
        "source_id": literal(source.id),
        **{c.name: quote(c.name) for c in reading.columns},
        "report_id": "report_id",
    }
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


def _ids(
    con: duckdb.DuckDBPyConnection, rows: str, reading: Reading, key: str, lines: Mapping[int, int]
) -> list[Rejection]:
    """Reject each of `rows` whose id, `key`, is empty, or already taken where a record is one row."""
    if not reading.id:
        return []
    names = ", ".join(reading.id)
    twice = "false" if tables()[reading.table].several else "count(*) > 1"
    taken = f"SELECT {key} AS id, min(row) AS first FROM {rows} GROUP BY id HAVING {twice} OR trim(id, '|') = ''"
    if not con.execute(taken).fetchone():
        return []
    found = con.execute(
        f"SELECT row, id, first FROM (SELECT row, {key} AS id FROM {rows}) JOIN ({taken}) USING (id) "
        "WHERE row <> first OR trim(id, '|') = '' ORDER BY row"
    ).fetchall()
    return [
        Rejection(
            row,
            names,
            f"its id {i!r} is that of row {first}" if i.strip("|") else "its id is empty",
            lines.get(row, 0),
        )
        for row, i, first in found
    ]
