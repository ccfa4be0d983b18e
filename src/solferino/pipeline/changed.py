"""What a longer file of the same source says beside the one before: rows that are new, changed and gone."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

import duckdb

from solferino.exchange.read import read
from solferino.store.engine import quote
from solferino.words.errors import CaseError
from solferino.words.source import Source

_GROUPED = "SELECT report_id, list(r::VARCHAR ORDER BY r::VARCHAR) AS r FROM {} r GROUP BY report_id"
"""What each id says: of one row, or of the several lines that a record of a person may have."""

NAMED = 5
"""Rows of each kind that are named; the others are counted."""


def changed(con: duckdb.DuckDBPyConnection, source: Source, before: bytes, after: bytes) -> tuple[str, ...]:
    """Return how the rows of `after` differ from those of `before`, by their ids: the counts, then the first by name.

    A changed row is told with each cell that differs. Of a text all accounts are compared, those let in or not. Empty
    where the mapping cannot read what was pinned before.
    """
    readings = tuple(replace(r, where={}) if r.format == "text" else r for r in source.readings)
    source = replace(source, readings=readings)
    try:
        old = _kept(con, source, before, "before")
    except CaseError:
        return ()
    new = _kept(con, source, after, "after")
    counts, named = [0, 0, 0, 0], list[str]()
    for a, b in zip(old, new, strict=True):
        found = con.execute(
            "SELECT count(*) FILTER (WHERE a.report_id IS NULL), count(*) FILTER (WHERE a.r <> b.r), "
            "count(*) FILTER (WHERE b.report_id IS NULL), count(*) FILTER (WHERE a.r = b.r) FROM "
            f"({_GROUPED.format(quote(a))}) a FULL JOIN ({_GROUPED.format(quote(b))}) b USING (report_id)"
        ).fetchone()
        counts = [n + m for n, m in zip(counts, found or (), strict=True)]
        named += [*_alone(con, "new", b, a), *_differing(con, a, b), *_alone(con, "gone", a, b)]
    return "{} new, {} changed, {} gone, {} the same".format(*counts), *named


def _alone(con: duckdb.DuckDBPyConnection, word: str, one: str, other: str) -> list[str]:
    """Return in a line the rows of `one` whose id `other` has not, the first of them by name."""
    rows = con.execute(
        f"SELECT DISTINCT report_id FROM {quote(one)} ANTI JOIN {quote(other)} USING (report_id) ORDER BY ALL"
    ).fetchall()
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return [f"{word}: {', '.join(str(name) for (name,) in rows[:NAMED])}{more}"] if rows else []


def _differing(con: duckdb.DuckDBPyConnection, one: str, other: str) -> list[str]:
    """Return a line for each of the first ids whose rows changed: each cell before and after."""
    was, now = _only(con, one, other), _only(con, other, one)
    told = []
    for name in sorted({*was} | {*now})[:NAMED]:
        lines = []
        for before, after in zip_longest(was.get(name, ()), now.get(name, ())):
            if before is None or after is None:
                lines.append("one line more" if before is None else "one line fewer")
            else:
                cells = ((n, before[n], after[n]) for n in before if before[n] != after[n])
                lines += [f"{n} {_said(old)} is now {_said(new)}" for n, old, new in cells]
        told.append(f"changed: {name}: {'; '.join(lines)}")
    return told


def _only(con: duckdb.DuckDBPyConnection, one: str, other: str) -> dict[str, list[dict[str, object]]]:
    """Return the rows of `one` that `other` lacks, of the first ids that both have."""
    found: dict[str, list[dict[str, object]]] = {}
    rows = con.execute(
        f"WITH x AS (FROM {quote(one)} EXCEPT ALL FROM {quote(other)}) SELECT x FROM x SEMI JOIN {quote(other)} "
        f"USING (report_id) QUALIFY dense_rank() OVER (ORDER BY report_id) <= {NAMED} ORDER BY x::VARCHAR"
    ).fetchall()
    for (row,) in rows:
        found.setdefault(row["report_id"], []).append(row)
    return found


def _said(value: object) -> str:
    """Return a cell as a person reads it, cut short."""
    text = "empty" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _kept(con: duckdb.DuckDBPyConnection, source: Source, data: bytes, word: str) -> list[str]:
    """Read `data` and keep its relations under names of their own, where the next reading does not replace them."""
    names = []
    for i, part in enumerate(read(con, source, data)):
        names.append(f"{word} {i}")
        con.execute(f"CREATE OR REPLACE TEMP TABLE {quote(names[-1])} AS FROM {quote(part.relation)}")
    return names
