"""Stage record: from rows as read to the tables claims may ask; outcomes and vetoes are derived here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from solferino.law import record
from solferino.pipeline.consent import guarded, raise_in
from solferino.pipeline.index import Index, key, program
from solferino.pipeline.overridden import override
from solferino.pipeline.read import load_all
from solferino.store.engine import quote, workspace
from solferino.store.fill import fill
from solferino.store.parquet import digest, write
from solferino.words.case import CaseFile
from solferino.words.claim import plain
from solferino.words.source import Source
from solferino.words.tables import tables

DERIVED = ("drafts", "votes", "vetoes", "participation", "norms")
DESCRIBED = ("sources", "exhibits", "parties")


def record_key(case: CaseFile, sources: tuple[Source, ...], index: Index) -> str:
    """Return the key of the whole stage: rows read, what sources say of themselves, parties."""
    rows = {i: {f: m["digest"] for f, m in u["files"].items()} for i, u in index.stages["read"].items()}
    counts = {i: [u["records"], u["rejected"]] for i, u in index.stages["read"].items()}
    changed = [[o.row, plain(o.set), o.why, o.by] for o in case.overrides]
    return key([program(), rows, counts, _sources(sources, index), _parties(case), changed, guarded(case.decisions)])


def record_tables(case: CaseFile, sources: tuple[Source, ...], index: Index) -> bool:
    """Write the tables where what they are made from changed; return whether they were written."""
    name, held = record_key(case, sources, index), index.stages.get("record", {})
    if held.get("key") == name and all((index.folder(name) / f"{t}.parquet").is_file() for t in held["tables"]):
        return False
    filed = {"rejections"} | {m["table"] for u in index.stages["read"].values() for m in u["files"].values()}
    made: dict[str, str] = {}
    with workspace() as con:
        for table in DERIVED:
            load_all(con, index, table, f"raw_{table}")
        kept = sorted(filed - {*DERIVED, "reports"})  # reports as read are written by the stage that reads them
        for table in kept:
            load_all(con, index, table, table)
        relations = [*((t, f"raw_{t}") for t in DERIVED), *((t, t) for t in kept)]
        changed = override(
            con, [(tables()[t], r) for t, r in relations if tables()[t].field("report_id")], case.overrides
        )
        raise_in(con, [r for t, r in relations if tables()[t].field("report_id")], guarded(case.decisions))
        notes = (*changed, *record.derive(con))
        _fill(con, "sources", _sources(sources, index))
        _fill(con, "exhibits", sorted({(s.sha256, s.size, s.id, s.path, s.sensitivity) for s in sources if s.sha256}))
        _fill(con, "parties", _parties(case))
        present = [t for t in DERIVED if _count(con, t)] + kept + list(DESCRIBED)
        for table in sorted(set(present)):
            write(con, quote(table), tables()[table], index.folder(name) / f"{table}.parquet")
            made[table] = digest(con, quote(table))
        counts = {table: _count(con, table) for table in made}
    index.stages["record"] = {"key": name, "tables": made, "notes": list(notes), "counts": counts}
    return True


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {quote(table)}").fetchone()
    return row[0] if row else 0


def _sources(sources: tuple[Source, ...], index: Index) -> list[tuple[Any, ...]]:
    read = index.stages["read"]
    return [
        (s.id, s.title, s.kind, s.publisher, s.path, s.sha256, s.size, s.url, s.licence, s.credit, s.retrieved,
         sorted({r.table for r in s.readings}), s.closed_from, s.closed_to, s.closed_note,
         read.get(s.id, {}).get("records", 0), read.get(s.id, {}).get("rejected", 0), s.sensitivity)
        for s in sources
    ]  # fmt: skip


def _parties(case: CaseFile) -> list[tuple[Any, ...]]:
    parties = sorted(case.parties.by_id.values(), key=lambda p: p.id)
    return [(p.id, p.name, list(p.aliases), p.within, p.kind, "public") for p in parties]


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    schema = tables()[table]
    fill(con, schema, [dict(zip(schema.columns, row, strict=True)) for row in rows])
