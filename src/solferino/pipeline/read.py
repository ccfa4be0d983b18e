"""Stage read: each source's bytes become rows of tables; one key per source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import duckdb

from solferino.exchange.read import read
from solferino.exchange.repaired import Repair, repairs
from solferino.pipeline.index import Index, key, program
from solferino.pipeline.sealed import plain_bytes
from solferino.store.engine import literal, quote, workspace
from solferino.store.fill import fill
from solferino.store.parquet import create_empty, digest, write
from solferino.store.together import together
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.decision import Decision
from solferino.words.errors import CaseError, Problem
from solferino.words.source import Source
from solferino.words.tables import tables


def keys(sources: tuple[Source, ...], decisions: Iterable[Decision] = ()) -> dict[str, str]:
    """Return the key of each source that has something to read: bytes, mapping, sensitivity, repairs."""
    found = {s.id: repairs(decisions, s.id, s.sha256) for s in sources} if (decisions := tuple(decisions)) else {}
    return {
        s.id: key([program(), s.id, s.sha256, s.sensitivity, [asdict(r) for r in s.readings], *_told(found.get(s.id))])
        for s in sources
        if s.readings and s.kind != "citation"
    }


def _told(found: tuple[Repair, ...] | None) -> list[Any]:
    return [[asdict(r) for r in found]] if found else []


def read_sources(case: CaseFile, sources: tuple[Source, ...], index: Index) -> list[str]:
    """Read what changed; return the ids of the sources that were read again. All problems are raised at once."""
    wanted, held = keys(sources, case.decisions), index.stages.get("read", {})
    changed = [s for s in sources if s.id in wanted and not _stands(index, held.get(s.id), wanted[s.id])]
    found: dict[str, Any] = {i: held[i] for i in wanted if i not in {s.id for s in changed}}
    vault = Vault.open(case.root / "vault", create=True)

    def work(con: duckdb.DuckDBPyConnection, source: Source) -> dict[str, Any] | CaseError:
        try:
            put_right = repairs(case.decisions, source.id, source.sha256)
            return _read(con, source, plain_bytes(case, source, vault), wanted[source.id], index, put_right)
        except CaseError as error:
            return error

    problems: list[Problem] = []
    for source, made in zip(changed, together(work, changed), strict=True):
        if isinstance(made, CaseError):
            problems += made.problems
        else:
            found[source.id] = made
    if problems:
        raise CaseError(problems)
    index.stages["read"] = {i: found[i] for i in sorted(found)}
    return [s.id for s in changed]


def _stands(index: Index, unit: dict[str, Any] | None, wanted: str) -> bool:
    return (
        unit is not None and unit["key"] == wanted and all((index.folder(wanted) / f).is_file() for f in unit["files"])
    )


def _read(
    con: duckdb.DuckDBPyConnection, source: Source, data: bytes, name: str, index: Index, put_right: tuple[Repair, ...]
) -> dict[str, Any]:
    folder = index.folder(name)
    unit: dict[str, Any] = {"key": name, "files": {}, "records": 0, "rejected": 0}
    rejections = []
    for i, part in enumerate(read(con, source, data, repairs=put_right)):
        file = f"{i}-{part.table}.parquet"
        write(con, quote(part.relation), tables()[part.table], folder / file)
        unit["files"][file] = {"table": part.table, "digest": digest(con, quote(part.relation))}
        unit["records"] += part.records
        rejections += [(source.id, r.row, r.line, r.column, r.reason, source.sensitivity) for r in part.rejected]
    unit["rejected"] = len({(row[1]) for row in rejections})
    if rejections:
        _write_rejections(con, rejections, unit, folder / "rejections.parquet")
    return unit


def _write_rejections(
    con: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]], unit: dict[str, Any], path: Any
) -> None:
    table = tables()["rejections"]
    con.execute(f"DROP TABLE IF EXISTS {quote('rejected rows')}")
    fill(con, table, [dict(zip(table.columns, row, strict=True)) for row in rows], name="rejected rows")
    write(con, quote("rejected rows"), table, path)
    unit["files"]["rejections.parquet"] = {"table": "rejections", "digest": digest(con, quote("rejected rows"))}


def load_all(con: duckdb.DuckDBPyConnection, index: Index, table: str, name: str) -> None:
    """Create `name` holding every row that any source read into `table`."""
    create_empty(con, tables()[table], name)
    columns = ", ".join(map(quote, tables()[table].columns))
    for unit in index.stages["read"].values():
        for file, made in unit["files"].items():
            if made["table"] == table:
                path = literal(str(index.folder(unit["key"]) / file))
                con.execute(f"INSERT INTO {quote(name)} SELECT {columns} FROM read_parquet({path})")


def filed_rows(index: Index, table: str) -> list[dict[str, Any]]:
    """Return every row that any source read into `table`, in canonical order."""
    with workspace() as con:
        load_all(con, index, table, table)
        cursor = con.execute(f"SELECT * FROM {quote(table)} ORDER BY ALL")
        columns = [c[0] for c in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
