"""CSV and TSV: DuckDB reads the rows; a file it cannot take whole is cut row by row, and bad rows are named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from solferino.exchange.grid import MAX_COLUMNS, UNIQUE, Loaded, Rejection
from solferino.exchange.text import decode
from solferino.store.engine import literal, quote, scratch
from solferino.words.errors import CaseError, Problem

csv.field_size_limit(16 * 1024 * 1024)

_SAID = re.compile(r"(?i)sep=.\n")
"""A first line by which a spreadsheet is told what stands between cells: it names no column."""


def load(
    con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, encoding: str = "utf-8", delimiter: str = ","
) -> Loaded:
    """Load `data` as text columns into `table` with a `row` number; `name` stands in messages.

    Raises CaseError where the file as a whole cannot be read: encoding, header, no header.
    """
    text = decode(data, name, encoding)
    above = _SAID.match(text)
    text = text[above.end() :] if above else text
    header, spare = header_of(text, name, delimiter)
    names = (*header, *("",) * spare)
    with scratch() as folder:
        path = folder / "rows.csv"
        path.write_text(text, "utf-8", newline="")
        try:
            _copy(con, path, names, table, delimiter, numbered=False)
            bad: tuple[Rejection, ...] = ()
        except duckdb.Error:
            good, bad = _cut(text, names, delimiter, above=bool(above))
            path.write_text(good, "utf-8", newline="")
            _copy(con, path, names, table, ",", numbered=True)
    for i in range(len(header), len(names)):
        if con.execute(f"SELECT count(c{i}) FROM {quote(table)}").fetchone() != (0,):
            raise CaseError([Problem(name, 1, f"column {i + 1} has no name", UNIQUE)])
        con.execute(f"ALTER TABLE {quote(table)} DROP COLUMN c{i}")
    return Loaded(table, header, bad)


def header_of(text: str, name: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Return the names of the columns, and how many stand behind them without one, as spreadsheets leave them.

    Raises CaseError where there are none, too many, one twice, or one without a name before another.
    """
    first = next(csv.reader(_lines(text), delimiter=delimiter), None)
    if not first or not any(cell.strip() for cell in first):
        raise CaseError([Problem(name, 1, "has no header row", "the first row must name the columns")])
    if len(first) > MAX_COLUMNS:
        raise CaseError([Problem(name, 1, f"has {len(first)} columns; at most {MAX_COLUMNS} are read")])
    header = tuple(cell.strip() for cell in first)
    while not header[-1]:
        header = header[:-1]
    problems = [
        Problem(
            name, 1, f"column {cell!r} stands twice in the header" if cell else f"column {i + 1} has no name", UNIQUE
        )
        for i, cell in enumerate(header)
        if not cell or cell in header[:i]
    ]
    if problems:
        raise CaseError(problems)
    return header, len(first) - len(header)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text one by one, without a copy of what follows."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _copy(
    con: duckdb.DuckDBPyConnection, path: Path, header: Sequence[str], table: str, delimiter: str, *, numbered: bool
) -> None:
    names = [*(["row"] if numbered else []), *(f"c{i}" for i in range(len(header)))]
    number = "row::BIGINT" if numbered else "row_number() OVER ()"
    cells = ", ".join(f"nullif(trim(c{i}), '') AS c{i}" for i in range(len(header)))
    any_ = ", ".join(f"c{i}" for i in range(len(header)))
    con.execute(
        f"CREATE TABLE {quote(table)} AS SELECT * FROM (SELECT {number} AS row, {cells} "
        f"FROM {rows_of(path, names, delimiter)}) WHERE coalesce({any_}) IS NOT NULL"  # spreadsheets leave empty rows
    )


def rows_of(path: Path, names: Sequence[str], delimiter: str) -> str:
    """Return the SQL of the rows of a file as text, under names that the engine can tell apart."""
    # The engine folds case in names, a file need not: columns travel as c0, c1 … and are found by position.
    columns = "{" + ", ".join(f"{literal(n)}: 'VARCHAR'" for n in names) + "}"
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"', "
        f"escape='\"', columns={columns}, strict_mode=true, max_line_size=16777216, "
        f"null_padding=false, encoding='utf-8')"
    )


def _cut(text: str, header: Sequence[str], delimiter: str, *, above: bool) -> tuple[str, tuple[Rejection, ...]]:
    """Return the good rows as CSV with a leading row number, and a rejection for each bad one.

    `above`: one line of the file stands above the text.
    """
    out, bad = io.StringIO(), []
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["row", *header])
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    next(reader)
    row, line = 0, reader.line_num
    while True:
        start = line + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            row += 1
            bad.append(
                Rejection(row, "", f"cannot be cut into cells: {error}; a quote may be left open", start + above)
            )
            line = reader.line_num
            continue
        line = reader.line_num
        if not cells:
            continue
        row += 1
        if not any(map(str.strip, cells)):
            continue
        if len(cells) != len(header):
            bad.append(Rejection(row, "", f"has {len(cells)} cells where the header has {len(header)}", start + above))
        else:
            writer.writerow([row, *cells])
    return out.getvalue(), tuple(bad)
