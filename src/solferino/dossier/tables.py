"""Tables as they leave: allowed columns of rows not withheld, in Parquet and in guarded CSV, always in one order."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from solferino.dossier.publish import guarded, permits, step
from solferino.words.errors import EvidenceError
from solferino.words.result import Row
from solferino.words.tables import tables

_COORDINATES = frozenset({"lat", "lon"})


@dataclass(frozen=True)
class Shipped:
    """One table of the dossier: rows published and withheld, columns published, denied and coarsened."""

    name: str
    rows: int
    withheld: int
    columns: tuple[str, ...]
    denied: Mapping[str, str]
    coarsened: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        return {
            "rows": self.rows, "withheld": self.withheld, "columns": list(self.columns),
            "denied": dict(self.denied), "coarsened": list(self.coarsened),
        }  # fmt: skip


def connect() -> duckdb.DuckDBPyConnection:
    """Return an engine whose output depends on its input alone: one thread, no extension, no time zone."""
    con = duckdb.connect(
        config={"threads": 1, "autoload_known_extensions": False, "autoinstall_known_extensions": False}
    )
    con.execute("SET preserve_insertion_order = true")
    return con


def ship(
    con: duckdb.DuckDBPyConnection, name: str, source: Path, to: Path, *, withhold: tuple[str, ...], places: str
) -> Shipped:
    """Write `to/NAME.parquet` and `to/NAME.csv` from a table of the build; rows without a sensitivity are withheld."""
    permit = permits()[name]
    there = columns(con, source)
    if "sensitivity" not in there:
        raise EvidenceError(f"table {name} has no column sensitivity", "it cannot be published; build the case again")
    chosen = [f for f in tables()[name].fields if f.name in permit.allow and f.name in there]
    rounded = [f.name for f in chosen if f.name in _COORDINATES and f.kind == "real"]
    coarse = {c: f"round(round({_quote(c)} / {step(places)}) * {step(places)}, 6)" for c in rounded}
    select = ", ".join(f"{coarse.get(f.name, _quote(f.name))} AS {_quote(f.name)}" for f in chosen)
    marks = ", ".join("?" for _ in withhold) or "NULL"
    kept = f"FROM read_parquet(?) WHERE sensitivity IS NOT NULL AND NOT coalesce(sensitivity IN ({marks}), false)"
    given = [literal(source), *withhold]
    con.execute(f"CREATE OR REPLACE TEMP TABLE shipped AS SELECT {select} {kept} ORDER BY ALL NULLS FIRST", given)
    total = _one(con, "SELECT count(*) FROM read_parquet(?)", [literal(source)])
    moved = [c for c, sql in coarse.items() if _one(con, f"SELECT count(*) {kept} AND {_quote(c)} <> {sql}", given)]
    to.mkdir(parents=True, exist_ok=True)
    target = str(to / f"{name}.parquet").replace("'", "''")
    con.execute(f"COPY (FROM shipped) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    rows = con.execute("FROM shipped").fetchall()
    (to / f"{name}.csv").write_bytes(_csv([f.name for f in chosen], rows))
    return Shipped(name, len(rows), total - len(rows), tuple(f.name for f in chosen), permit.deny, tuple(moved))


def columns(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Return the names of the columns of a Parquet file; raise EvidenceError where it cannot be read."""
    try:
        return [str(r[0]) for r in con.execute("DESCRIBE FROM read_parquet(?)", [literal(path)]).fetchall()]
    except duckdb.Error as error:
        raise EvidenceError(
            f"{path.name} cannot be read: {_first(error)}", "build the case again", [path.name]
        ) from None


def read(con: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    """Return the rows of one Parquet file in its order."""
    names = columns(con, path)
    found = con.execute("FROM read_parquet(?)", [literal(path)]).fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]


def literal(path: Path) -> str:
    """Return a path in which the engine sees no pattern."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in str(path))


def cell(value: object) -> str:
    """Return one value as a CSV cell, unguarded: lists joined by `; `, dates in ISO form, absent as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(cell, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _csv(header: list[str], rows: list[tuple[Any, ...]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([guarded(cell(v)) for v in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _one(con: duckdb.DuckDBPyConnection, sql: str, parameters: list[str]) -> int:
    row = con.execute(sql, parameters).fetchone()
    return int(row[0]) if row else 0


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
