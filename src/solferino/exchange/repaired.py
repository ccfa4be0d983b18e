"""Cells that people repaired: what a file says stays as it is, and is read as they decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from solferino.exchange.grid import Loaded
from solferino.store.engine import literal, quote
from solferino.words.decision import Decision


@dataclass(frozen=True)
class Repair:
    """Texts for cells by column: of data row `row`, or of every row whose cells say `where`."""

    set: Mapping[str, str]
    row: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)


def repairs(decisions: Iterable[Decision], source: str, sha256: str) -> tuple[Repair, ...]:
    """Return the repairs of a source, in order; one made for other bytes is none: its rows may be others."""
    return tuple(
        Repair(d.value["set"], d.value.get("row"), d.value.get("where") or {})
        for d in decisions
        if d.act == "repair" and (d.value["source"], d.value["sha256"]) == (source, sha256)
    )


def repaired(con: duckdb.DuckDBPyConnection, loaded: Loaded, wanted: Sequence[Repair]) -> Loaded:
    """Write repaired cells into the raw table; a row that could not be cut into cells stands where all are given.

    A repair that names a column this reading's file does not have is not for this reading.
    """
    at = {column: f"c{n}" for n, column in enumerate(loaded.columns)}
    uncut = {r.row for r in loaded.rejected}
    for r in wanted:
        if not {*r.set, *r.where} <= set(at):
            continue
        if r.row in uncut:
            if set(r.set) == set(at):
                cells = ", ".join("nullif(trim(?), '')" for _ in at)
                con.execute(f"INSERT INTO {quote(loaded.table)} SELECT ?, {cells}", [r.row, *(r.set[c] for c in at)])
                uncut.discard(r.row)
            continue
        texts = ", ".join(f"{at[c]} = nullif(trim({literal(text)}), '')" for c, text in r.set.items())
        same = " AND ".join(f"coalesce({at[c]}, '') = {literal(text)}" for c, text in r.where.items())
        con.execute(f"UPDATE {quote(loaded.table)} SET {texts} WHERE {same or f'row = {int(r.row or 0)}'}")
    return replace(loaded, rejected=tuple(r for r in loaded.rejected if r.row in uncut))
