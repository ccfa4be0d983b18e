"""A large table of plain cells, read in one pass: the engine's reader fills the columns while every cell is compared
with the form that a careful look would leave as it is. A row with a cell that is not plain is handed on as it stands:
who reads carefully says what is wrong with it, or reads what only looks odd.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import duckdb

from solferino.exchange.cells import RANGES, vocabulary_of
from solferino.exchange.csv import header_of, rows_of
from solferino.exchange.grid import Loaded
from solferino.exchange.whole import PAIRS
from solferino.store.engine import literal, quote, scratch
from solferino.words.errors import CaseError
from solferino.words.source import Column, Reading, Source
from solferino.words.tables import Table, tables, vocabulary

WORTH = 1_000_000
"""Bytes below which one statement more would cost as much as it spares."""

PROBE = 50_000
"""Bytes that are tried first: most tables that are not plain show it early."""

MOSTLY = 0.9
"""The share of rows that must be plain: below it, to look at all of them one way costs less than to look both ways."""

MOST = 10**18 - 1
"""Beyond this no number counts people or measures the earth, and none is read."""

_WIDE = ("\u00a0".encode(), "\u1680".encode(), b"\xe2\x80", "\u205f".encode(), "\u3000".encode())
"""Bytes of the spaces that are cut off beside that of ASCII, the third those of some twenty."""

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


@dataclass(frozen=True)
class Passed:
    """What one pass left in its table: how many rows, how many of them `odd`, and whether an id stands `twice`.

    The cells of the odd rows stand in `raw`, under the number of their row.
    """

    rows: int
    odd: int = 0
    twice: bool = False
    raw: Loaded | None = None


def straight(
    con: duckdb.DuckDBPyConnection, source: Source, reading: Reading, data: bytes, *, table: str, odd: str
) -> Passed | None:
    """Fill `table` with the id and the described columns of every row of `data`, and `odd` with the cells of odd rows.

    None where the file or its description is not plain, too few of its rows are, or one is empty: then there is no
    `table`.
    """
    unlike = reading.where or reading.options or reading.encoding != "utf-8" or reading.format not in _FORMATS
    if unlike or len(data) < WORTH or b"\r" in data or b"\0" in data or data.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        header, spare = header_of(data[: 2 * PROBE].decode("utf-8", "ignore"), "", reading.delimiter)
    except CaseError:
        return None
    schema, at = tables()[reading.table], {name: f"c{i}" for i, name in enumerate(header)}
    # Sooner asked of all bytes than of each cell; and of the columns that are not asked for the engine reads no bytes.
    if not data.isascii() and not _text(data):
        return None
    apart, wide = b"_" in data, not data.isascii() and any(space in data for space in _WIDE)
    made = {column.name: _cell(column, schema, at, apart=apart, wide=wide) for column in reading.columns}
    if spare or not all(made.values()) or not all(name in at for name in reading.id):
        return None
    cells = {name: cell for name, cell in made.items() if cell}
    tests = [*filter(None, (cell.test for cell in cells.values())), *_whole(cells, reading.area)]
    key = "(row_number() OVER ())::VARCHAR"
    if reading.id:
        first, *others = (at[c] for c in reading.id)
        key = "concat_ws('|', " + ", ".join([first, *(f"coalesce({c}, '')" for c in others)]) + ")" if others else first
        tests += [
            f"{first} IS NOT NULL AND {_unpadded(first, wide)} AND NOT starts_with({first}, '|')",
            *(f"({_unpadded(c, wide)}) IS NOT FALSE" for c in others),
        ]
    else:
        tests.append(f"coalesce({', '.join(at.values())}) >= '!'")  # of an empty row nothing is made
    columns = ", ".join(f"{cell.sql} AS {quote(name)}" for name, cell in cells.items())
    plain = " AND ".join(dict.fromkeys(tests)) or "true"
    select = f"{literal(source.id + '/')} || url_encode({key}) AS report_id, {columns}, {plain} AS plain"
    # Typed once, however often a column asks for it.
    typed = dict.fromkeys(f"TRY_CAST({c.cell} AS {c.kind}) AS {c.sql}" for c in cells.values() if c.kind)
    ask = partial("SELECT {0} FROM (SELECT {1} FROM {2})".format, f"*, {select}", ", ".join(["*", *typed]))
    with scratch() as folder:
        path, few = folder / "rows.csv", folder / "few.csv"
        few.write_bytes(data[: data.rfind(b"\n", 0, PROBE) + 1] if len(data) > PROBE else data)
        names = list(at.values())
        if not _plain(con, ask(rows_of(few, names, reading.delimiter))):
            return None
        path.write_bytes(data)
        kept = ", ".join(["report_id", *map(quote, cells), "plain"])
        found = _kept(con, f"SELECT {kept} FROM ({ask(rows_of(path, names, reading.delimiter))})", table)
        if found is None or not found.odd:
            return found
        # To read the file again for a few rows costs less than to carry every row's cells along for none.
        raw = ", ".join(f"nullif(trim({name}), '') AS {name}" for name in names)
        con.execute(
            f"CREATE OR REPLACE TABLE {quote(odd)} AS SELECT row, {raw} FROM (SELECT row_number() OVER () AS row, * "
            f"FROM {rows_of(path, names, reading.delimiter)}) "
            f"WHERE row IN (SELECT rowid + 1 FROM {quote(table)} WHERE plain IS NOT TRUE)"
        )
        if con.execute(f"SELECT 1 FROM {quote(odd)} WHERE coalesce({', '.join(names)}) IS NULL LIMIT 1").fetchone():
            con.execute(f"DROP TABLE {quote(odd)}; DROP TABLE {quote(table)}")
            return None
    return replace(found, raw=Loaded(odd, header))


def _text(data: bytes) -> bool:
    """True where the bytes are UTF-8."""
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


def _plain(con: duckdb.DuckDBPyConnection, ask: str) -> bool:
    """True where most of the first rows are plain, as far as they can be cut apart from the others."""
    try:
        found = con.execute(f"SELECT count(*) FILTER (plain) >= {MOSTLY} * count(*) FROM ({ask})").fetchone()
    except duckdb.Error:
        return False
    return found == (True,)


def _kept(con: duckdb.DuckDBPyConnection, ask: str, table: str) -> Passed | None:
    """Make `table` of what is asked, and leave none where too few rows are plain."""
    try:
        con.execute(f"CREATE OR REPLACE TABLE {quote(table)} AS {ask}")
        every, plain, distinct = con.execute(
            f"SELECT count(*), count(*) FILTER (plain), count(DISTINCT report_id) FROM {quote(table)}"
        ).fetchone() or (0, 0, 0)
    except duckdb.Error:  # a row that cannot be cut into cells, or bytes that are no text
        every, plain, distinct = 0, 0, 0
    if every and plain >= MOSTLY * every:
        return Passed(int(every), int(every - plain), distinct < every)
    con.execute(f"DROP TABLE IF EXISTS {quote(table)}")
    return None


def _cell(column: Column, schema: Table, at: Mapping[str, str], *, apart: bool, wide: bool) -> _Cell | None:
    """Return how a column is filled from one cell, or None where that takes more than reading it."""
    field = schema.field(column.name)
    shaped = (
        column.values
        or column.split
        or column.default
        or column.pattern
        or column.point
        or column.labels
        or column.decimal
        or column.within
    )
    if field is None or shaped or field.kind in ("list", "bool"):
        return None
    named, cell = vocabulary_of(schema, field), at.get(column.column, "")
    if not cell or column.value is not None:
        fixed = field.kind == "text" and not named and not column.column and column.value
        return _Cell(literal(column.value or "")) if fixed else None
    if field.kind == "text":
        words = f" AND {cell} IN ({', '.join(map(literal, vocabulary(named)))})" if named else ""
        return _Cell(cell, f"({_unpadded(cell, wide)}{words}) IS NOT FALSE")
    kind = _TYPES[field.kind]
    typed = f"{kind}_{cell}"
    read = f"({typed} IS NULL) = ({cell} IS NULL)"
    if field.kind == "date":
        test = f"({typed}::VARCHAR = {cell} AND {typed} {_DAYS}) IS NOT FALSE AND {read}"
        return _Cell(typed, test, cell, kind) if column.date in _DATES else None
    low, high, _ = RANGES.get(field.name, (-MOST, MOST, ""))
    if field.kind == "int":
        ends = f" AND {typed} BETWEEN {int(low)} AND {int(min(high, MOST))}"
        # Most numbers of people are small: as many characters as digits are those digits. No range begins above 0.
        test = (
            f"CASE WHEN {typed} BETWEEN 0 AND 9 THEN strlen({cell}) = 1 WHEN {typed} BETWEEN 10 AND 99 "
            f"THEN strlen({cell}) = 2 ELSE ({typed}::VARCHAR = {cell}{ends}) IS NOT FALSE AND {read} END"
        )
        return _Cell(typed, test, cell, kind)
    # The engine also takes 1_0 and +-1 for numbers, and what is beyond all numbers.
    ends = f"{typed} BETWEEN {low:.1f} AND {min(high, MOST):.1f}"
    whole = f" AND NOT contains({cell}, '_')" if apart else ""
    return _Cell(typed, f"({ends} AND {cell} >= '-'{whole}) IS NOT FALSE AND {read}", cell, kind)


def _unpadded(cell: str, wide: bool) -> str:
    """Test that no space stands at the ends of a cell, which would be cut, and that it is no quoted nothing.

    `wide`: the file may hold spaces other than that of ASCII.
    """
    return f"{cell} >= '!' AND NOT suffix({cell}, ' ')" + (f" AND {cell} = trim({cell})" if wide else "")


def _whole(cells: Mapping[str, _Cell], area: tuple[float, ...]) -> list[str]:
    """Return what a row must be like as a whole, as `exchange.whole` asks it."""
    ends = [(cells[a].sql, cells[b].sql) for a, b in PAIRS if a in cells and b in cells]
    tests = [f"({a} <= {b}) IS NOT FALSE" for a, b in ends if a != b]
    if {"lat", "lon"} <= set(cells):
        lat, lon = cells["lat"].sql, cells["lon"].sql
        tests.append(f"({lat} IS NULL) = ({lon} IS NULL)")
        if len(area) == 4:
            west, south, east, north = area
            inside = f"{lon} BETWEEN {west} AND {east} AND {lat} BETWEEN {south} AND {north}"
            tests.append(f"({inside}) IS NOT FALSE")
    return tests
