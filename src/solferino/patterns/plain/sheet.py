"""A plain table as columns of text, and what can be read from them; every cell that cannot be is named with its row."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import numpy as np

from solferino.patterns.events import Reals
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

SHOWN = 5
"""Problems of a file that are printed; the others are counted."""


@dataclass(frozen=True)
class Sheet:
    """Columns of one or more files of the same kind; `rows` says of each row where it stands, the first being 1."""

    columns: dict[str, list[str]]
    rows: list[tuple[str, int]]
    problems: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def name(self) -> str:
        """Return the name of the first file."""
        return self.rows[0][0] if self.rows else "the table"

    def texts(self, column: str) -> list[str]:
        """Return the cells of a column; a column that is not there is a UsageError that names its neighbours."""
        if column not in self.columns:
            hint = did_you_mean(column, self.columns)
            raise UsageError(f"{self.name} has no column {column!r}", hint)
        return self.columns[column]

    def numbers(self, column: str, *, low: float = -math.inf, high: float = math.inf) -> Reals:
        """Return a column as numbers, NaN where a cell is empty."""
        return self._read(column, _number(low, high), "a number" + (f" from {low:g} to {high:g}" if low > -1e9 else ""))

    def days(self, column: str) -> Reals:
        """Return a column of dates as numbers of days, NaN where a cell is empty."""
        return self._read(column, _day, "a date such as 2016-11-24")

    def minutes(self, column: str) -> Reals:
        """Return a column of dates with times as minutes, NaN where a cell is empty."""
        return self._read(column, _minute, "a date with a time such as 2016-11-24 13:05")

    def holds(self, told: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return for which rows `COLUMN=VALUE` is true; several values are parted by a bar."""
        column, equals, values = told.partition("=")
        if not equals:
            raise UsageError(f"{told!r} does not say a column and its value", "for example kind=hospital")
        wanted = {v.strip() for v in values.split("|")}
        found = np.array([cell in wanted for cell in self.texts(column.strip())], dtype=bool)
        if not found.any():
            there = sorted({c for c in self.texts(column.strip()) if c})[:8]
            raise UsageError(
                f"{self.name} has no row where {told}", f"the column holds {', '.join(there) or 'nothing'}"
            )
        return found

    def settled(self) -> None:
        """Raise one UsageError for all cells that could not be read."""
        if self.problems:
            more = len(self.problems) - SHOWN
            told = "\n".join(self.problems[:SHOWN]) + (f"\nand {more} more" if more > 0 else "")
            raise UsageError(told, "mend these rows, or leave the cells empty: a row without a value is left out")

    def _read(self, column: str, read: Callable[[str], float], what: str) -> Reals:
        known: dict[str, float | None] = {}
        found = np.full(len(self), np.nan)
        for n, cell in enumerate(self.texts(column)):
            if not cell:
                continue
            if cell not in known:
                try:
                    known[cell] = read(cell)
                except ValueError:
                    known[cell] = None
            if (value := known[cell]) is None:
                file, row = self.rows[n]
                self.problems.append(f"{file} row {row}: {cell!r} in column {column!r} is not {what}")
            else:
                found[n] = value
        return found


def sheet(paths: Path | Sequence[Path]) -> Sheet:
    """Read CSV, TSV or Parquet files with the same columns; what is no such table is a UsageError."""
    made: Sheet | None = None
    for path in [paths] if isinstance(paths, Path) else paths:
        columns, rows = _parquet(path) if path.suffix == ".parquet" else _text(path)
        if made is None:
            made = Sheet(columns, rows)
        elif set(made.columns) != set(columns):
            raise UsageError(f"{path.name} has other columns than {made.name}", ", ".join(made.columns))
        else:
            for name, cells in columns.items():
                made.columns[name].extend(cells)
            made.rows.extend(rows)
    if made is None or not made.rows:
        raise UsageError("the table has no rows", "a header, then one row for each record")
    return made


def _text(path: Path) -> tuple[dict[str, list[str]], list[tuple[str, int]]]:
    if path.suffix not in (".csv", ".tsv", ".txt"):
        raise UsageError(f"{path.name} is no table that can be read", "CSV, TSV or Parquet")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","))
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}", "check the path") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path.name} is no table in UTF-8: {error}", "save it as CSV in UTF-8") from None
    header = [name.strip() for name in rows[0]] if rows else []
    if len(set(header)) < len(header) or not all(header):
        raise UsageError(f"{path.name} has a column without a name, or two of one name", ", ".join(header))
    body = [(n, row) for n, row in enumerate(rows[1:], 1) if any(cell.strip() for cell in row)]
    wrong = [
        f"{path.name} row {n}: {len(row)} cells, {len(header)} columns" for n, row in body if len(row) != len(header)
    ]
    if wrong:
        raise UsageError("\n".join(wrong[:SHOWN]), "each row has one cell for each column")
    cells = {name: [row[k].strip() for _, row in body] for k, name in enumerate(header)}
    return cells, [(path.name, n) for n, _ in body]


def _parquet(path: Path) -> tuple[dict[str, list[str]], list[tuple[str, int]]]:
    import duckdb

    from solferino.store.engine import literal, workspace

    try:
        with workspace() as con:
            found = con.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet({literal(str(path))})")
            names = [column[0] for column in found.description or ()]
            rows = found.fetchall()
    except duckdb.Error as error:
        raise UsageError(f"{path.name} cannot be read: {str(error).splitlines()[0]}", "CSV, TSV or Parquet") from None
    cells = {name: ["" if row[k] is None else str(row[k]) for row in rows] for k, name in enumerate(names)}
    return cells, [(path.name, n) for n in range(1, len(rows) + 1)]


def _number(low: float, high: float) -> Callable[[str], float]:
    def read(cell: str) -> float:
        value = float(cell)
        if not (low <= value <= high) or not math.isfinite(value):
            raise ValueError
        return value

    return read


def _day(cell: str) -> float:
    return float(date.fromisoformat(cell[:10]).toordinal()) if len(cell) == 10 else float(_moment(cell).toordinal())


def _minute(cell: str) -> float:
    moment = _moment(cell)
    return float(moment.toordinal() * 1440 + moment.hour * 60 + moment.minute)


def _moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell)
