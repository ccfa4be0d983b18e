"""Files of reports in, incidents and links out, by the learned model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from solferino.linkage.engine.asides import asides
from solferino.linkage.engine.families import families
from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.learned import link_columns
from solferino.linkage.engine.load import load
from solferino.linkage.engine.reasons import reasons
from solferino.linkage.engine.results import forget, write_links, write_members
from solferino.linkage.engine.to_splink import write_splink
from solferino.linkage.engine.typed import Rejected, typed
from solferino.linkage.engine.where import Engine
from solferino.store.engine import connect
from solferino.words.compiled import threads


def opened() -> duckdb.DuckDBPyConnection:
    """Return a database that uses every core: all that is asked of it is whole numbers, in an order of their own."""
    con = connect()
    con.execute(f"SET threads = {threads()}")
    return con


def link_files(
    paths: Sequence[Path], *, model: str, to: Path | None, links: Path | None, splink: Path | None = None,
    spark: bool = False,
) -> tuple[dict[str, Any], Rejected]:  # fmt: skip
    """Link the reports of files; return the counts of the contract but for time and memory, and rejected rows."""
    with opened() as con:
        kind = scheme(model)
        rejected = typed(con, paths, kind.extra())
        loaded = load(con, kind)
        forget(con)
        found = link_columns(loaded, kind, engine=_cluster() if spark else None)
        aside, kin = asides(found), families(found)
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
        }, rejected


def _cluster() -> Engine:
    from solferino.linkage.engine.spark import Spark

    return Spark()


def explain(paths: Sequence[Path], a: str, b: str, *, model: str) -> dict[str, Any]:
    """Return why two reports are one event or not, as plain values."""
    with opened() as con:
        kind = scheme(model)
        typed(con, paths, kind.extra())
        return reasons(con, link_columns(load(con, kind), kind), a, b).as_json()
