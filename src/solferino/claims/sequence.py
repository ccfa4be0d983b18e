"""Claims of kind sequence: one kind of row followed by another within days, and alike in the columns named."""

from __future__ import annotations

import re
from dataclasses import replace

from solferino.claims.query import Query
from solferino.claims.where import ClaimError, compile_where
from solferino.store.engine import quote
from solferino.store.namespace import Namespace
from solferino.words.bounds import Bounds
from solferino.words.case import CaseFile
from solferino.words.claim import Claim
from solferino.words.near import did_you_mean
from solferino.words.tables import Table

_WITHIN = re.compile(r"^\s*(\d{1,4})\s*([dwm])\s*$")
_DAYS = {"d": 1, "w": 7, "m": 30}


def followed(claim: Claim, first: Query, tables: Namespace, case: CaseFile, table: Table) -> dict[str, Bounds]:
    """Return n, the first rows, and followed, those of them that a later or same-day row follows in time."""
    (row,) = tables.rows(pairs(claim, first, case, table=table), of=[table.name])
    return {
        "n": Bounds(row["n_low"], row["n_low"], row["n_high"]),
        "followed": Bounds(row["low"], row["low"], max(row["low"], row["high"])),
    }


def pairs(claim: Claim, first: Query, case: CaseFile, *, table: Table) -> str:
    """Return the SELECT that counts them, with columns n_low, n_high, low and high.

    Surely: the latest end of the follower falls within the days after the earliest start of the first, and
    it starts no earlier than the first ends. Possibly: their intervals allow it.
    """
    match = _WITHIN.match(claim.own["within"])
    if match is None:
        raise ClaimError("within", f"{claim.own['within']!r} is no length of time", "such as 1d, 2w or 1m (30 days)")
    days = int(match[1]) * _DAYS[match[2]]
    for column in claim.own.get("alike", ()):
        if column not in table.columns:
            raise ClaimError(
                "alike", f"table {table.name!r} has no column {column!r}", did_you_mean(column, table.columns)
            )
    then = replace(first, where=compile_where(claim.own["then"], table, case))
    start, end = table.ends.get("date", (table.event, table.event))
    key = quote(table.columns[0])
    alike = "".join(f" AND a.{quote(c)} = b.{quote(c)}" for c in claim.own.get("alike", ()))
    sure = f"b.{quote(start)} >= a.{quote(end)} AND b.{quote(end)} <= a.{quote(start)} + {days} AND a._sure AND b._sure"
    maybe = f"b.{quote(end)} >= a.{quote(start)} AND b.{quote(start)} <= a.{quote(end)} + {days}"
    return (
        f"WITH a AS ({first.relation()}), b AS ({then.relation()}) SELECT "
        f"(SELECT count(*) FROM a WHERE _sure) AS n_low, (SELECT count(*) FROM a) AS n_high, "
        f"(SELECT count(*) FROM a WHERE EXISTS (SELECT 1 FROM b WHERE a.{key} <> b.{key} AND {sure}{alike})) AS low, "
        f"(SELECT count(*) FROM a WHERE EXISTS (SELECT 1 FROM b WHERE a.{key} <> b.{key} AND {maybe}{alike})) AS high"
    )
