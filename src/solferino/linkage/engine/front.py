"""Files of reports in, incidents and links out, by the learned model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from solferino.linkage.constraints import Judgement
from solferino.linkage.engine.asides import asides
from solferino.linkage.engine.compiled import threads
from solferino.linkage.engine.families import families
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.judged import judged_rows, stands_rows
from solferino.linkage.engine.kept import body_of, read_model
from solferino.linkage.engine.learned import Incidents, link_columns
from solferino.linkage.engine.load import load
from solferino.linkage.engine.reasons import reasons
from solferino.linkage.engine.results import forget, write_links, write_members
from solferino.linkage.engine.to_splink import write_splink
from solferino.linkage.engine.typed import Rejected, typed
from solferino.linkage.engine.where import Engine
from solferino.linkage.ledger import kept_apart
from solferino.linkage.written import write_text
from solferino.store.engine import connect
from solferino.words.errors import UsageError


@dataclass(frozen=True)
class How:
    """How files are linked: by which model, where, with weights kept in which file, under which decisions."""

    model: str = "incident"
    spark: bool = False
    weights: Path | None = None
    judgements: Sequence[Judgement] = ()


def opened() -> duckdb.DuckDBPyConnection:
    """Return a database that uses every core: all that is asked of it is whole numbers, in an order of their own."""
    con = connect()
    con.execute(f"SET threads = {threads()}")
    return con


def link_files(
    paths: Sequence[Path], how: How, *, to: Path | None, links: Path | None, splink: Path | None = None
) -> tuple[dict[str, Any], Rejected]:
    """Link the reports of files; return the counts of the contract but for time and memory, and rejected rows."""
    with opened() as con:
        found, rejected, rows, notes = _found(con, paths, how, forgetful=True)
        aside, kin = asides(found, stands_rows(how.judgements, rows)), families(found)
        if to is not None:
            write_members(con, found, aside, to)
        if links is not None:
            write_links(con, found, aside, kin, links)
        if splink is not None:
            ids = [i for (i,) in con.execute("SELECT report_id FROM placed ORDER BY rank").fetchall()]
            write_splink(found, [ids[n] for n in found.columns.rank.tolist()], splink)
        return {
            "reports": len(found.columns),
            "incidents": found.counts(),
            "links": len(found.edges) + len(kin.one) + len(aside.report),
            "notes": list(notes),
        }, rejected


def explain(paths: Sequence[Path], a: str, b: str, how: How) -> dict[str, Any]:
    """Return why two reports are one event or not, as plain values."""
    with opened() as con:
        said = reasons(con, _found(con, paths, how, forgetful=False)[0], a, b)
    return replace(said, blocked=kept_apart(how.judgements, a, b) or said.blocked).as_json()


def _found(
    con: duckdb.DuckDBPyConnection, paths: Sequence[Path], how: How, *, forgetful: bool
) -> tuple[Incidents, Rejected, Mapping[str, int], tuple[str, ...]]:
    """Return incidents, rejected rows, the rows of reports that decisions name, and notes on decisions."""
    kind = scheme(how.model)
    kept = read_model(how.weights, how.model) if how.weights and how.weights.exists() else None
    rejected = typed(con, paths, kind.extra())
    loaded = load(con, kind, words=kept.words if kept else None)
    if forgetful:
        forget(con)
    rows = _rows(con, loaded.columns.rank.tolist(), how.judgements) if how.judgements else {}
    judged, notes = judged_rows(how.judgements, loaded.columns, rows)
    found = link_columns(loaded, kind, model=kept, judged=judged, engine=_cluster() if how.spark else None)
    if how.weights and not kept:
        if not found.model.learned:
            raise UsageError("these reports are too few to learn weights from", "leave out --weights, or give more")
        write_text(how.weights, json.dumps(body_of(found.model), sort_keys=True) + "\n")
    return found, rejected, rows, notes


def _rows(con: duckdb.DuckDBPyConnection, ranks: list[int], judgements: Sequence[Judgement]) -> dict[str, int]:
    """Return the row of each report that a decision names and that is there."""
    named = sorted({id for j in judgements for id in j.about})
    found = con.execute(
        "SELECT report_id, rank FROM placed WHERE list_contains(?::VARCHAR[], report_id)", [named]
    ).fetchall()
    at = {rank: row for row, rank in enumerate(ranks)}
    return {id: at[rank] for id, rank in found}


def _cluster() -> Engine:
    from solferino.linkage.engine.spark import Spark

    return Spark()
