"""Worlds of the benchmark, small, as files and as incidents found by the learned engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from agree import agreement
from world import Knobs, make, write

from solferino.linkage.engine.fields import scheme
from solferino.linkage.engine.front import opened
from solferino.linkage.engine.learned import Incidents, link_columns
from solferino.linkage.engine.load import load
from solferino.linkage.engine.typed import typed

SMALL = Knobs(incidents=1_500, seed=3, towns=500, districts=12, scale_km=130.0)


@dataclass(frozen=True)
class Found:
    """Incidents, and the ids of reports row by row."""

    incidents: Incidents
    ids: list[str]

    def partition(self) -> list[tuple[str, ...]]:
        """Return the groups of the base as sorted ids."""
        held: dict[int, list[str]] = {}
        for id, group in zip(self.ids, self.incidents.groups().tolist(), strict=True):
            held.setdefault(group, []).append(id)
        return sorted(tuple(sorted(g)) for g in held.values())


def world(folder: Path, knobs: Knobs = SMALL, change: Callable[[dict[str, Any]], None] | None = None) -> Path:
    """Write a world and return its table."""
    rows = make(knobs)
    if change is not None:
        change(rows)
    path = folder / "world.parquet"
    write(rows, path)
    return path


def linked(*paths: Path) -> Found:
    """Return the incidents of files by the learned engine."""
    kind = scheme("incident")
    with opened() as con:
        typed(con, paths)
        loaded = load(con, kind)
        ids = [i for (i,) in con.execute("SELECT report_id FROM placed ORDER BY rank").fetchall()]
    found = link_columns(loaded, kind)
    return Found(found, [ids[n] for n in found.columns.rank.tolist()])


def agreed(found: Found, table: Path) -> dict[str, float]:
    """Return how far incidents agree with the truth beside a table."""
    truth = table.with_name(table.stem + ".truth.parquet")
    told = dict(duckdb.execute(f"SELECT report_id, incident_id FROM '{truth}'").fetchall())
    return agreement(np.array([told[id] for id in found.ids]), found.incidents.groups())
