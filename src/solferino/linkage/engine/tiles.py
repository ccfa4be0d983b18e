"""Columns cut into tiles that can be swept apart: by space with a margin, and by district."""

from __future__ import annotations

from dataclasses import dataclass, fields
from io import BytesIO

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import Bytes, Columns, grid
from solferino.linkage.engine.fields import Ints, Scheme

TILE_M = 120_000
"""Side of a tile; its margin is one cell of the sweep, beyond which no two rows meet."""
SENT = tuple(f.name for f in fields(Columns) if f.name not in ("names", "lengths"))


@dataclass(frozen=True)
class Tile:
    """Rows of one tile: `rows` are their numbers among all, `home` marks those whose pairs are counted here."""

    rows: Ints
    home: Ints


def space_tiles(columns: Columns, scheme: Scheme, metres: int = TILE_M) -> list[Tile]:
    """Return tiles of the rows that have a fine point, each with a margin of rows from its neighbours."""
    fine = np.flatnonzero(columns.cells[:, kernel.CLASS] < kernel.COARSE)
    at, margin = columns.points[fine], scheme.windows["metres"]
    mine = grid(at, metres)
    found = [np.stack([mine, fine, np.ones(len(fine), dtype=np.int64)], axis=1)]
    steps = (-margin, 0, margin)
    for step in ((x, y, z) for x in steps for y in steps for z in steps if (x, y, z) != (0, 0, 0)):
        there = grid(at + np.array(step, dtype=np.float64), metres)
        out = there != mine
        found.append(np.stack([there[out], fine[out], np.zeros(int(out.sum()), dtype=np.int64)], axis=1))
    return _cut(np.unique(np.concatenate(found), axis=0))


def group_tiles(columns: Columns) -> list[Tile]:
    """Return tiles of the districts that some row stands for as a whole; all pairs of a district lie inside."""
    kind, group = columns.cells[:, kernel.CLASS], columns.group
    asked = np.unique(group[(kind == kernel.COARSE) & (group >= 0)])
    rows = np.flatnonzero(np.isin(group, asked))
    return _cut(np.stack([group[rows], rows, np.ones(len(rows), dtype=np.int64)], axis=1))


def _cut(table: Ints) -> list[Tile]:
    table = table[np.lexsort([table[:, 1], table[:, 0]])]
    starts = np.unique(table[:, 0], return_index=True)[1]
    parts = np.split(table, starts[1:]) if len(table) else []
    return [Tile(part[:, 1], part[:, 2] > 0) for part in parts if part[:, 2].any()]


def packed(columns: Columns, tile: Tile) -> bytes:
    """Return the rows of a tile as bytes."""
    out = BytesIO()
    held = {name: getattr(columns, name)[tile.rows] for name in SENT}
    np.savez(out, rows=tile.rows, home=tile.home, **held)
    return out.getvalue()


def unpacked(payload: bytes, names: Bytes, lengths: Ints) -> tuple[Tile, Columns]:
    """Return a tile and its columns; names are sent once for all tiles."""
    with np.load(BytesIO(payload)) as held:
        columns = Columns(names=names, lengths=lengths, **{name: held[name] for name in SENT})
        return Tile(held["rows"], held["home"]), columns
