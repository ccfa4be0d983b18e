"""Rows to a CSV or Parquet file: whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from solferino.store.engine import connect, literal
from solferino.words.errors import MachineError, UsageError

SUFFIXES = (".csv", ".parquet")
MEMBERS = ("report_id", "incident_id", "relation", "score")
LINKS = ("report_a", "report_b", "score", "probability", "relation")
"""Columns of what linking plain tables writes."""


def write(path: Path, columns: Sequence[str], kinds: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write `rows` under `columns` (of SQL types `kinds`) to `path`, as its suffix says; an old file is replaced."""
    suffix = checked_suffix(path)
    text, made = path.with_name(path.name + ".text"), path.with_name(path.name + ".writing")
    try:
        with text.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(rows)
        if suffix == ".csv":
            text.replace(path)
            return
        types = ", ".join(f"{literal(c)}: {literal(k)}" for c, k in zip(columns, kinds, strict=True))
        with connect() as con:
            con.execute(
                f"COPY (SELECT * FROM read_csv({literal(str(text))}, header = true, delim = ',', quote = '\"', "
                f"escape = '\"', auto_detect = false, columns = {{{types}}}, nullstr = '')) "
                f"TO {literal(str(made))} (FORMAT parquet)"
            )
        made.replace(path)
    except (duckdb.Error, OSError) as error:
        first = str(error).split("\n", 1)[0]
        raise MachineError(f"cannot write {path}: {first}", "free some space, or check who owns the folder") from None
    finally:
        text.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path`; an old file is replaced, whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path`; an old file is replaced, whole or not at all."""
    made = path.with_name(path.name + ".writing")
    try:
        made.write_bytes(data)
        made.replace(path)
    except OSError as error:
        raise MachineError(f"cannot write {path}: {error.strerror}", "check who owns the folder") from None
    finally:
        made.unlink(missing_ok=True)


def copied(con: duckdb.DuckDBPyConnection, sql: str, path: Path) -> None:
    """Write what a query returns to `path`, as its suffix says; an old file is replaced, whole or not at all."""
    suffix = checked_suffix(path)
    made = path.with_name(path.name + ".writing")
    options = "FORMAT csv, HEADER, DELIMITER ','" if suffix == ".csv" else "FORMAT parquet"
    try:
        con.execute(f"COPY ({sql}) TO {literal(str(made))} ({options})")
        made.replace(path)
    except (duckdb.IOException, OSError) as error:
        first = str(error).split("\n", 1)[0]
        raise MachineError(f"cannot write {path}: {first}", "free some space, or check who owns the folder") from None
    finally:
        made.unlink(missing_ok=True)


def checked_suffix(path: Path) -> str:
    """Return the suffix of a file that results can be written to."""
    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"{path.name}: results are written as .csv or .parquet, not {path.suffix or 'no suffix'}",
            "name a file that ends so",
        )
    return suffix
