"""What a longer file of the same source says beside the one before: rows that are new, changed and gone."""

from __future__ import annotations

import duckdb

from solferino.exchange.read import read
from solferino.store.engine import quote
from solferino.words.errors import CaseError
from solferino.words.source import Source


def changed(con: duckdb.DuckDBPyConnection, source: Source, before: bytes, after: bytes) -> str:
    """Return in one line how the rows of `after` differ from those of `before`, by their ids.

    Empty where the mapping cannot read what was pinned before.
    """
    try:
        old = _kept(con, source, before, "before")
    except CaseError:
        return ""
    new = _kept(con, source, after, "after")
    counts = [0, 0, 0, 0]
    for a, b in zip(old, new, strict=True):
        found = con.execute(
            "SELECT count(*) FILTER (WHERE a.report_id IS NULL), count(*) FILTER (WHERE a.r <> b.r), "
            "count(*) FILTER (WHERE b.report_id IS NULL), count(*) FILTER (WHERE a.r = b.r) FROM "
            f"(SELECT report_id, r::VARCHAR AS r FROM {quote(a)} r) a FULL JOIN "
            f"(SELECT report_id, r::VARCHAR AS r FROM {quote(b)} r) b USING (report_id)"
        ).fetchone()
        counts = [n + m for n, m in zip(counts, found or (), strict=True)]
    return "{} new, {} changed, {} gone, {} the same".format(*counts)


def _kept(con: duckdb.DuckDBPyConnection, source: Source, data: bytes, word: str) -> list[str]:
    """Read `data` and keep its relations under names of their own, where the next reading does not replace them."""
    names = []
    for i, part in enumerate(read(con, source, data)):
        names.append(f"{word} {i}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE {quote(names[-1])} AS FROM {quote(part.relation)}")
    return names
