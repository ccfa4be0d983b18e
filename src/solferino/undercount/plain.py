"""A plain overlap table, CSV or Parquet: lists as columns of 0 and 1, how many units show each pattern, strata."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from solferino.store.engine import connect, literal
from solferino.undercount.overlap import OverlapTable
from solferino.words.errors import CaseError, Problem, UsageError
from solferino.words.near import did_you_mean

COUNT, STRATUM = "count", "stratum"
MOST_LISTS = 16
_YES, _NO = frozenset({"1", "1.0", "true"}), frozenset({"0", "0.0", "false", ""})


def read_overlap(
    path: Path, *, stratum: str = "", leave_out: tuple[str, ...] = (), link_error: float | None = None
) -> list[OverlapTable]:
    """Return the table of a file, or one for each stratum in the order of their names.

    Without a column `count` every row is one unit. Rows of one pattern add up. `stratum` names the column of strata,
    `stratum` by default where there is one; `leave_out` columns that are no lists. Cells that cannot be read are told
    all at once, by line.
    """
    names, rows = _rows(path)
    by = stratum or (STRATUM if STRATUM in names else "")
    for name in (*leave_out, *([by] if by else [])):
        if name not in names:
            raise UsageError(f"{path.name} has no column {name!r}", did_you_mean(name, names))
    lists = [c for c in names if c not in (COUNT, by, *leave_out)]
    if not lists:
        raise UsageError(f"{path.name} has no list", "every list is a column of 0 and 1")
    if len(lists) > MOST_LISTS:
        raise UsageError(f"{path.name} has {len(lists)} lists, more than {MOST_LISTS}", "leave some out, or join them")
    found: dict[str, dict[tuple[int, ...], int]] = {}
    problems: list[Problem] = []
    for number, row in rows:
        told = dict(zip(names, row, strict=False))
        if len(row) != len(names):
            problems.append(Problem(path.name, number, f"{len(row)} cells where the header has {len(names)}", ""))
            continue
        pattern = tuple(_mark(told[c]) for c in lists)
        units = _units(told.get(COUNT, "1"))
        if -1 in pattern:
            name = lists[pattern.index(-1)]
            hint = f"a list is 0 or 1; a column that is no list: --stratum {name}, or --leave-out {name}"
            problems.append(Problem(path.name, number, f"{told[name]!r} in column {name!r} is neither 0 nor 1", hint))
        elif units is None:
            problems.append(Problem(path.name, number, f"{told[COUNT]!r} is no count", "whole numbers from 0 up"))
        elif not any(pattern) and units:
            problems.append(
                Problem(path.name, number, "units on no list", "these are what is estimated: leave the row out")
            )
        else:
            held = found.setdefault(told[by].strip() if by else "", {})
            held[pattern] = held.get(pattern, 0) + units
    if problems:
        raise CaseError(problems)
    if not found:
        raise UsageError(f"{path.name} has no rows", "one row for each pattern of lists, with its count")
    made = [(name, OverlapTable.of(lists, counts)) for name, counts in sorted(found.items())]
    return [replace(table, stratum=name, link_error=link_error) for name, table in made]


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the columns, and each row's cells with its line in the file (of Parquet: its number)."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "give a .csv or .parquet table of lists")
    if path.suffix.casefold() == ".parquet":
        with connect() as con:
            cursor = con.execute(f"SELECT * FROM read_parquet({literal(str(path))})")
            names = [str(c[0]).strip() for c in cursor.description or ()]
            return names, [(n, ["" if c is None else str(c).strip() for c in row])
                           for n, row in enumerate(cursor.fetchall(), 1)]  # fmt: skip
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            told = [(reader.line_num, [c.strip() for c in row]) for row in reader if any(c.strip() for c in row)]
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is not UTF-8", "save it as UTF-8") from None
    except csv.Error as error:
        raise UsageError(f"{path.name} cannot be cut into cells: {error}", "is it a CSV table?") from None
    if not told:
        raise UsageError(f"{path.name} is empty", "a header with the names of lists and count, then a row per pattern")
    names = told[0][1]
    twice = sorted({c for c in names if names.count(c) > 1})
    if twice:
        raise UsageError(f"{path.name} has the column {twice[0]!r} twice", "give every list its own name")
    return names, told[1:]


def _mark(cell: str) -> int:
    text = cell.casefold()
    return 1 if text in _YES else 0 if text in _NO else -1


def _units(cell: str) -> int | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return int(value) if 0 <= value < 1e12 and value == int(value) else None
