"""A large table of plain cells, read in one pass: the engine's reader fills the columns while every cell is compared
with the form that a careful look would leave as it is. One cell that is not plain, and nothing is kept: who reads
carefully says what is wrong with it, or reads what only looks odd.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import duckdb

from solferino.exchange.cells import RANGES, vocabulary_of
from solferino.exchange.csv import header_of, rows_of
from solferino.exchange.whole import PAIRS
from solferino.store.engine import literal, quote, scratch
from solferino.words.errors import CaseError
from solferino.words.source import Column, Reading, Source
from solferino.words.tables import Table, tables, vocabulary

WORTH = 1_000_000
"""Bytes below which one statement more would cost as much as it spares."""

PROBE = 50_000
"""Bytes that are tried first: most tables that are not plain show it early."""

MOST = 1e18
"""Beyond this no number counts people or measures the earth."""

_FORMATS = ("csv", "tsv")
_DATES = ("", "iso", "iso-first", "iso-last")
_DAYS = "BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
_TYPES = {"date": "DATE", "int": "BIGINT", "real": "DOUBLE"}


@dataclass(frozen=True)
class _Cell:
    """How a column is filled: by `sql`, the `cell` itself or its name once typed as `kind`; what it must be like."""

    sql: str
    test: str = ""
    cell: str = ""
    kind: str = ""


def straight(con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, data: bytes, *, table: str) -> int:
    """Fill `table` with the id and the described columns of every row of `data`; return how many rows there are.

    0 where the table or its description is not plain: then there is no `table`.
    """
    unlike = reading.where or reading.options or reading.encoding != "utf-8" or reading.format not in _FORMATS
    if unlike or len(data) < WORTH or b"\r" in data or b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        return 0
    try:
        header = header_of(data[: 2 * PROBE].decode("utf-8", "ignore"), "", reading.delimiter)
    except CaseError:
        return 0
    schema, at = tables()[reading.table], {name: f"c{i}" for i, name in enumerate(header)}
    apart = b"_" in data  # sooner asked of all bytes than of each cell
    made = {column.name: _cell(column, schema, at, apart=apart) for column in reading.columns}
    if not all(made.values()) or not all(name in at for name in reading.id):
        return 0
    cells = {name: cell for name, cell in made.items() if cell}
    tests = [*filter(None, (cell.test for cell in cells.values())), *_whole(cells, reading.area)]
    key = "(row_number() OVER ())::VARCHAR"
    if reading.id:
        first, *others = (at[c] for c in reading.id)
        key = "concat_ws('|', " + ", ".join([first, *(f"coalesce({c}, '')" for c in others)]) + ")" if others else first
        tests += [
            f"{first} IS NOT NULL AND {_unpadded(first)} AND NOT starts_with({first}, '|')",
            *(f"coalesce({_unpadded(c)}, true)" for c in others),
        ]
    columns = ", ".join(f"{cell.sql} AS {quote(name)}" for name, cell in cells.items())
    plain = " AND ".join(dict.fromkeys(tests)) or "true"
    select = f"{literal(source.id + '/')} || url_encode({key}) AS report_id, {columns}, {plain} AS plain"
    # Typed once, however often a column asks for it.
    typed = dict.fromkeys(f"TRY_CAST({c.cell} AS {c.kind}) AS {c.sql}" for c in cells.values() if c.kind)
    ask = partial("SELECT {0} FROM (SELECT {1} FROM {2})".format, select, ", ".join(["*", *typed]))
    with scratch() as folder:
        path, few = folder / "rows.csv", folder / "few.csv"
        few.write_bytes(data[: data.rfind(b"\n", 0, PROBE) + 1] if len(data) > PROBE else data)
        names = list(at.values())
        if not _plain(con, ask(rows_of(few, names, reading.delimiter))):
            return 0
        path.write_bytes(data)
        return _kept(con, ask(rows_of(path, names, reading.delimiter)), table, schema)


def _plain(con: duckdb.DuckDBPyConnection, ask: str) -> bool:
    """True where the first rows are plain, as far as they can be cut apart from the others."""
    try:
        return con.execute(f"SELECT bool_and(plain) FROM ({ask})").fetchone() == (True,)
    except duckdb.Error:
        return False


def _kept(con: duckdb.DuckDBPyConnection, ask: str, table: str, schema: Table) -> int:
    """Make `table` of what is asked, and leave none where a row is not plain or an id stands twice."""
    ids = "count(*)" if schema.several else "count(DISTINCT report_id)"
    try:
        con.execute(f"CREATE OR REPLACE TABLE {quote(table)} AS {ask}")
        every, plain, distinct = con.execute(
            f"SELECT count(*), count(*) FILTER (plain), {ids} FROM {quote(table)}"
        ).fetchone() or (0, 0, 0)
    except duckdb.Error:  # a row that cannot be cut into cells, or bytes that are no text
        every, plain, distinct = 1, 0, 0
    if every == plain == distinct:
        return int(every)
    con.execute(f"DROP TABLE IF EXISTS {quote(table)}")
    return 0


def _cell(column: Column, schema: Table, at: Mapping[str, str], *, apart: bool) -> _Cell | None:
    """Return how a column is filled from one cell, or None where that takes more than reading it."""
    field = schema.field(column.name)
    shaped = column.values or column.split or column.default or column.pattern or column.point or column.labels
    if field is None or shaped or field.kind in ("list", "bool"):
        return None
    named, cell = vocabulary_of(schema, field), at.get(column.column, "")
    if not cell or column.value is not None:
        fixed = field.kind == "text" and not named and not column.column and column.value
        return _Cell(literal(column.value or "")) if fixed else None
    if field.kind == "text":
        words = f" AND {cell} IN ({', '.join(map(literal, vocabulary(named)))})" if named else ""
        return _Cell(cell, f"coalesce({_unpadded(cell)}{words}, true)")
    kind = _TYPES[field.kind]
    typed = f"{kind}_{cell}"
    if field.kind == "date":
        test = f"{typed}::VARCHAR IS NOT DISTINCT FROM {cell} AND coalesce({typed} {_DAYS}, true)"
        return _Cell(typed, test, cell, kind) if column.date in _DATES else None
    low, high, _ = RANGES.get(field.name, (-MOST, MOST, ""))
    if field.kind == "int":
        ends = f" AND coalesce({typed} >= {low:.0f}, true)" if field.name in RANGES else ""
        return _Cell(typed, f"{typed}::VARCHAR IS NOT DISTINCT FROM {cell}{ends}", cell, kind)
    # The engine also takes 1_0 and +-1 for numbers, and what is beyond all numbers.
    ends = f"{typed} BETWEEN {low:.1f} AND {min(high, MOST):.1f}"
    whole = f" AND NOT contains({cell}, '_')" if apart else ""
    test = f"coalesce({ends} AND {cell} >= '-'{whole}, {cell} IS NULL)"
    return _Cell(typed, test, cell, kind)


def _unpadded(cell: str) -> str:
    """Test that no space stands at the ends of a cell, which would be cut, and that it is no quoted nothing."""
    return f"{cell} >= '!' AND NOT suffix({cell}, ' ')"


def _whole(cells: Mapping[str, _Cell], area: tuple[float, ...]) -> list[str]:
    """Return what a row must be like as a whole, as `exchange.whole` asks it."""
    ends = [(cells[a].sql, cells[b].sql) for a, b in PAIRS if a in cells and b in cells]
    tests = [f"coalesce({a} <= {b}, true)" for a, b in ends if a != b]
    if {"lat", "lon"} <= set(cells):
        lat, lon = cells["lat"].sql, cells["lon"].sql
        tests.append(f"({lat} IS NULL) = ({lon} IS NULL)")
        if len(area) == 4:
            west, south, east, north = area
            inside = f"{lon} BETWEEN {west} AND {east} AND {lat} BETWEEN {south} AND {north}"
            tests.append(f"coalesce({inside}, true)")
    return tests
