"""The plain Link input: numbered rows of a CSV or Parquet file, and the rows that are none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from solferino.linkage.plain_row import Rejection, Row
from solferino.store.engine import connect, literal
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

COLUMNS = (
    "report_id", "source", "deduplicated", "publisher", "document", "roots", "date", "date_from", "date_to",
    "known_since", "lat", "lon", "precision_m", "place", "admin2", "facility", "object", "weapon", "party",
    "attribution_relation", "target", "killed_min", "killed_max", "injured_min", "injured_max", "scope", "stance",
)  # fmt: skip
SUFFIXES = (".csv", ".parquet")
Numbered = list[tuple[int, Row]]


def read(path: Path) -> tuple[Numbered, list[Rejection]]:
    """Return numbered rows with the columns that are known, and rows that are no rows of the table at all."""
    suffix = known(path)
    with connect() as con:
        try:
            names, found, broken = _parquet(con, path) if suffix == ".parquet" else _csv(con, path)
        except duckdb.Error as error:
            raise UsageError(f"{path.name} cannot be read: {str(error).splitlines()[0]}", "is it whole?") from None
    checked_names(path, names)
    return [(n, {c: row[c] for c in COLUMNS if c in row}) for n, row in found], broken


def known(path: Path) -> str:
    """Return the suffix of a file that is there and may hold a table of reports."""
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "give the path of a .csv or .parquet file of reports")
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path.name}: a table of reports is .csv or .parquet, not {path.suffix or 'no suffix'}")
    return suffix


def checked_names(path: Path, names: Sequence[str]) -> None:
    """Refuse a table without an id of reports or without any day."""
    missing = [] if "report_id" in names else ["report_id"]
    if "date" not in names and "date_from" not in names:
        missing.append("date or date_from")
    if missing:
        raise UsageError(f"{path.name} has no column {' and no '.join(missing)}", did_you_mean(missing[0], names))


def _parquet(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[list[str], Numbered, list[Rejection]]:
    cursor = con.execute(f"SELECT * FROM read_parquet({literal(str(path))})")
    names = [str(column[0]).strip() for column in cursor.description or ()]
    return names, [(n, dict(zip(names, row, strict=True))) for n, row in enumerate(cursor.fetchall(), 1)], []


def _csv(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[list[str], Numbered, list[Rejection]]:
    """Let the engine read the file whole; where one row stops it, cut the file row by row and name the bad ones."""
    names = header(path)
    try:
        rows = _rows(con, path, len(names))
        return names, [(n, dict(zip(names, row, strict=True))) for n, row in enumerate(rows, 1)], []
    except duckdb.Error:
        with TemporaryDirectory(prefix="solferino-") as folder:
            good = Path(folder) / "rows.csv"
            broken = cut(path, good, len(names))
            rows = _rows(con, good, len(names) + 1)
        return names, [(int(row[0] or 0), dict(zip(names, row[1:], strict=True))) for row in rows], broken


def _rows(con: duckdb.DuckDBPyConnection, path: Path, width: int) -> list[tuple[str | None, ...]]:
    # The engine folds case in names, a file need not: columns travel by position.
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    return con.execute(
        f"SELECT * FROM read_csv({literal(str(path))}, auto_detect = false, header = true, delim = ',', quote = '\"', "
        f"escape = '\"', strict_mode = true, null_padding = false, columns = {{{columns}}}, max_line_size = 16777216)"
    ).fetchall()


def header(path: Path) -> list[str]:
    """Return the names in the first line of a CSV file that is UTF-8 from end to end."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [name.strip() for name in next(csv.reader(file), [])]
            for _ in iter(lambda: file.read(1 << 20), ""):
                pass
    except UnicodeDecodeError:
        raise UsageError(f"{path.name} is not UTF-8", "save it as UTF-8") from None
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"{path.name} has the column {twice[0]!r} twice", "give every column its own name")
    return names


def cut(path: Path, good: Path, width: int) -> list[Rejection]:
    """Write the rows that have `width` cells to `good`, each with its number before it; return the others."""
    broken: list[Rejection] = []
    with path.open(encoding="utf-8-sig", newline="") as file, good.open("w", encoding="utf-8", newline="") as out:
        reader, writer = csv.reader(file), csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
        writer.writerow(range(width + 1))
        next(reader, None)
        number = 0
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return broken
            except csv.Error as error:
                number += 1
                broken.append((number, f"cannot be cut into cells: {error}"))
                continue
            if cells:
                number += 1
                while len(cells) > width and not cells[-1]:
                    cells.pop()  # nothing is lost, and the engine takes such a row too
                if len(cells) == width:
                    writer.writerow([number, *cells])
                else:
                    broken.append((number, f"has {len(cells)} cells where the header has {width}"))
