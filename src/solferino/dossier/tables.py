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

from solferino.dossier.coarse import Coarse
from solferino.dossier.publish import POINTS, RISKY, fine, guarded, permits, step
from solferino.store.engine import literal as quoted
from solferino.words.errors import EvidenceError
from solferino.words.result import Row
from solferino.words.tables import tables

_IDS = ("incident_id", "family")
_SENTENCES = {"verdicts": "because"}
"""Columns that hold sentences of ours, which may repeat a name."""
_OF_INCIDENTS = ("incident_reports", "attributions", "families")
_REPORTS = {"incident_reports": ("report_id",), "attributions": ("report_id",), "links": ("report_a", "report_b")}
"""Columns that name reports: a row about a report that is withheld is withheld."""


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


def ship(
    con: duckdb.DuckDBPyConnection, name: str, source: Path, to: Path, *, withhold: tuple[str, ...], places: str,
    coarse: Coarse | None = None,
) -> Shipped:  # fmt: skip
    """Write `to/NAME.parquet` and `to/NAME.csv` from a table of the build.

    Rows without a sensitivity are withheld, and so are rows about an incident or a report that is; `to` must then
    hold `incidents` and `reports` already, where they are filed.
    """
    permit, coarse = permits()[name], coarse or Coarse()
    there = columns(con, source)
    made = con.execute("CREATE OR REPLACE TEMP TABLE filed AS FROM read_parquet(?)", [literal(source)])
    (total,) = made.fetchone() or (0,)
    if "sensitivity" not in there:
        raise EvidenceError(f"table {name} has no column sensitivity", "it cannot be published; build the case again")
    allowed = permit.allowed(places)
    chosen = [f for f in tables()[name].fields if f.name in allowed and f.name in there]
    rounded = [f.name for f in chosen if f.name in POINTS and f.kind == "real"]
    changed = {c: f"round(round({_quote(c)} / {step(places)}) * {step(places)}, 6)" for c in rounded}
    changed |= _reduced(name, there, places) | _renamed(con, name, [f.name for f in chosen], coarse)
    select = ", ".join(f"{changed.get(f.name, _quote(f.name))} AS {_quote(f.name)}" for f in chosen)
    marks = ", ".join("?" for _ in withhold) or "NULL"
    kept = f"FROM filed WHERE sensitivity IS NOT NULL AND NOT coalesce(sensitivity IN ({marks}), false)"
    kept += _beside(name, to, coarse)
    con.execute(f"CREATE OR REPLACE TEMP TABLE shipped AS SELECT {select} {kept} ORDER BY ALL NULLS FIRST", withhold)
    other = ", ".join(f"count(*) FILTER (WHERE {_quote(c)} IS DISTINCT FROM {sql})" for c, sql in changed.items())
    counts = con.execute(f"SELECT {other} {kept}", withhold).fetchone() if changed else ()
    moved = [c for c, n in zip(changed, counts or (), strict=True) if n]
    to.mkdir(parents=True, exist_ok=True)
    target = str(to / f"{name}.parquet").replace("'", "''")
    con.execute(f"COPY (FROM shipped) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    rows = con.execute("FROM shipped").fetchall()
    (to / f"{name}.csv").write_bytes(_csv([f.name for f in chosen], rows))
    return Shipped(
        name, len(rows), total - len(rows), tuple(f.name for f in chosen), permit.denied(places), tuple(moved)
    )


def _reduced(name: str, there: list[str], places: str) -> dict[str, str]:
    """Cells that leave in part: a reviewer's reason stays, and where names are coarsened so does what holds one."""
    found = {}
    if name == "links" and "blocked" in there:
        found["blocked"] = "regexp_replace(blocked, '^decision .*$', 'a decision of the reviewers', 's')"
        if not fine(places):
            found["blocked"] = "regexp_extract(blocked, '^[a-z]+')"
    if name == "rejections" and "reason" in there:
        # What a cell held may be a point, a name or worse: what was wrong with it is enough.
        found["reason"] = "regexp_replace(reason, '[''\"].*[''\"]', 'the value', 's')"
    if name == "incidents" and not fine(places) and {"place", "place_id"} <= set(there):
        found["place"] = "CASE WHEN place_id IS NULL THEN NULL ELSE place END"
    return found


def _renamed(con: duckdb.DuckDBPyConnection, name: str, chosen: list[str], coarse: Coarse) -> dict[str, str]:
    """Columns whose values change by a table: ids of incidents and families, and names in sentences."""
    found = {}
    for column in [c for c in _IDS if c in chosen and coarse.ids]:
        _lookup(con, column, coarse.ids)
        found[column] = (
            f"coalesce((SELECT b FROM {_quote('new ' + column)} WHERE a = {_quote(column)}), {_quote(column)})"
        )
    column = _SENTENCES.get(name, "")
    if column in chosen and coarse.names:
        said = con.execute(f"SELECT DISTINCT {_quote(column)} FROM filed").fetchall()
        _lookup(con, column, {t: coarse.text(t) for (t,) in said if t is not None})
        found[column] = f"(SELECT b FROM {_quote('new ' + column)} WHERE a = {_quote(column)})"
    if column in chosen and coarse.few:
        few = ", ".join(map(quoted, sorted(coarse.few)))
        otherwise = found.get(column, _quote(column))
        found[column] = f"CASE WHEN claim_id IN ({few}) THEN {quoted(coarse.unsaid)} ELSE {otherwise} END"
    return found


def _lookup(con: duckdb.DuckDBPyConnection, column: str, pairs: Mapping[str, str]) -> None:
    pair = "unnest(?::VARCHAR[]) AS a, unnest(?::VARCHAR[]) AS b"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {_quote('new ' + column)} AS SELECT {pair}", [list(pairs), list(pairs.values())]
    )


def _beside(name: str, to: Path, coarse: Coarse) -> str:
    """The condition under which a row about an incident or a report leaves: what it is about has left."""
    found = ""
    if name in _OF_INCIDENTS and (to / "incidents.parquet").is_file():
        incident = '"incident_id"'
        if coarse.ids:
            incident = f"coalesce((SELECT b FROM {_quote('new incident_id')} WHERE a = {incident}), {incident})"
        found += f" AND {incident} IN (SELECT incident_id FROM read_parquet({_text(to / 'incidents.parquet')}))"
    for column in _REPORTS.get(name, ()) if (to / "reports.parquet").is_file() else ():
        found += f" AND {_quote(column)} IN (SELECT report_id FROM read_parquet({_text(to / 'reports.parquet')}))"
    return found


def _text(path: Path) -> str:
    return "'" + literal(path).replace("'", "''") + "'"


def columns(con: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """Return the names of the columns of a Parquet file; raise EvidenceError where it cannot be read."""
    try:
        return [str(r[0]) for r in con.execute("DESCRIBE FROM read_parquet(?)", [literal(path)]).fetchall()]
    except duckdb.Error as error:
        raise _unreadable(path, error) from None


def read(con: duckdb.DuckDBPyConnection, path: Path) -> list[Row]:
    """Return the rows of one Parquet file in its order."""
    try:
        cursor = con.execute("FROM read_parquet(?)", [literal(path)])
    except duckdb.Error as error:
        raise _unreadable(path, error) from None
    names = [str(c[0]) for c in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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
    writer.writerows([_guarded(v) for v in row] for row in rows)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _guarded(value: object) -> str:
    text = value if isinstance(value, str) else cell(value)
    return guarded(text) if text[:1] in RISKY else text


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _unreadable(path: Path, error: Exception) -> EvidenceError:
    first = str(error).splitlines()[0]
    return EvidenceError(f"{path.name} cannot be read: {first}", "build the case again", [path.name])
