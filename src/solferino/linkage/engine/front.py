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
from solferino.linkage.engine.families import families
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.growing import Grown, grow, ids_of
from solferino.linkage.engine.judged import judged_rows, stands_rows
from solferino.linkage.engine.kept import body_of, read_model
from solferino.linkage.engine.learned import Incidents, link_columns
from solferino.linkage.engine.load import load
from solferino.linkage.engine.reasons import reasons
from solferino.linkage.engine.results import forget, write_links, write_members
from solferino.linkage.engine.state import State, read_state, write_state
from solferino.linkage.engine.to_splink import write_splink
from solferino.linkage.engine.typed import Rejected, typed
from solferino.linkage.engine.where import Engine
from solferino.linkage.ledger import kept_apart
from solferino.linkage.persons.plain import COLUMNS, explained, link_rows, linked, unplaced
from solferino.linkage.written import write_text
from solferino.store.engine import connect
from solferino.words.compiled import threads
from solferino.words.errors import UsageError


@dataclass(frozen=True)
class How:
    """How files are linked: by which model, where, under which decisions, with what kept in which file.

    `weights` keeps the model, `state` all that was found: what comes later is then linked to it.
    """

    model: str = "incident"
    spark: bool = False
    weights: Path | None = None
    judgements: Sequence[Judgement] = ()
    state: Path | None = None

    def plain(self) -> bool:
        """True where persons may be linked over whole lists: nothing that was or is to be learned is asked for."""
        return self.model == "person" and not (self.spark or self.weights or self.state)

    def named(self) -> frozenset[str]:
        """Return the ids of reports that decisions are about."""
        return frozenset(id for j in self.judgements for id in j.about)


@dataclass(frozen=True)
class Found:
    """Incidents, rejected rows, the rows of reports that decisions name, and notes on decisions.

    `grown` says what of a state had to be done again.
    """

    incidents: Incidents
    rejected: Rejected
    rows: Mapping[str, int]
    notes: tuple[str, ...]
    grown: Grown | None = None


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
        rejected = typed(con, paths, _extra(how))
        if how.plain() and splink is None and unplaced(con):
            return link_rows(*linked(con, how.judgements), to=to, links=links), rejected
        all_found = _found(con, rejected, how, forgetful=True)
        found = all_found.incidents
        aside, kin = asides(found, stands_rows(how.judgements, all_found.rows)), families(found)
        if to is not None:
            write_members(con, found, aside, to)
        if links is not None:
            write_links(con, found, aside, kin, links)
        if splink is not None:
            write_splink(found, ids_of(found.columns, _told(con)).tolist(), splink)
        grown = all_found.grown
        return {
            "reports": len(found.columns),
            "incidents": found.counts(),
            "links": len(found.edges) + len(kin.one) + len(aside.report),
            "notes": list(all_found.notes),
            **({"grown": {"touched": grown.touched, "redone": grown.redone}} if grown else {}),
        }, all_found.rejected


def explain(paths: Sequence[Path], a: str, b: str, how: How) -> dict[str, Any]:
    """Return why two reports are one event or not, as plain values."""
    with opened() as con:
        rejected = typed(con, paths, _extra(how))
        if how.plain() and unplaced(con):
            return explained(con, a, b, how.judgements)
        said = reasons(con, _found(con, rejected, how, forgetful=False).incidents, a, b)
    return replace(said, blocked=kept_apart(how.judgements, a, b) or said.blocked).as_json()


def _extra(how: How) -> tuple[str, ...]:
    """Return the columns that are read beyond those of the Link input."""
    return tuple(dict.fromkeys((*scheme(how.model).extra(), *(COLUMNS if how.model == "person" else ()))))


def _found(con: duckdb.DuckDBPyConnection, rejected: Rejected, how: How, *, forgetful: bool) -> Found:
    kind = scheme(how.model)
    if how.state and (how.weights or how.spark):
        hint = "leave out --weights: a state holds its own" if how.weights else "link there without --state"
        raise UsageError("a state goes on from what was found here", hint)
    before = read_state(how.state, how.model) if how.state and how.state.exists() else None
    kept = read_model(how.weights, how.model) if how.weights and how.weights.exists() else None
    kept = before.incidents.model if before else kept
    loaded = load(con, kind, words=kept.words if kept else None)
    if forgetful:
        forget(con)
    rows = _rows(con, loaded.columns.rank.tolist(), how.named()) if how.judgements else {}
    judged, notes = judged_rows(how.judgements, loaded.columns, rows)
    if before:
        again = how.named() | before.named
        grown = grow(before.incidents, before.ids, loaded, _told(con), judged=judged, again=again)
        found = grown.incidents
    else:
        grown = None
        found = link_columns(loaded, kind, model=kept, judged=judged, engine=_cluster() if how.spark else None)
    if how.state:
        write_state(how.state, State(found, ids_of(found.columns, _told(con)), how.named()))
    if how.weights and not kept:
        if not found.model.learned:
            raise UsageError("these reports are too few to learn weights from", "leave out --weights, or give more")
        write_text(how.weights, json.dumps(body_of(found.model), sort_keys=True) + "\n")
    return Found(found, rejected, rows, notes, grown)


def _told(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the ids of reports in the order of ranks."""
    return [i for (i,) in con.execute("SELECT report_id FROM placed ORDER BY rank").fetchall()]


def _rows(con: duckdb.DuckDBPyConnection, ranks: list[int], named: frozenset[str]) -> dict[str, int]:
    """Return the row of each report that a decision names and that is there."""
    found = con.execute(
        "SELECT report_id, rank FROM placed WHERE list_contains(?::VARCHAR[], report_id)", [sorted(named)]
    ).fetchall()
    at = {rank: row for row, rank in enumerate(ranks)}
    return {id: at[rank] for id, rank in found}


def _cluster() -> Engine:
    from solferino.linkage.engine.spark import Spark

    return Spark()
