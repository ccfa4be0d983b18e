"""Work on several things at once, each on a connection of its own: while the engine runs, other threads may."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import duckdb

from solferino.store.engine import workspace

T = TypeVar("T")
R = TypeVar("R")

LANES = 2
"""More would wait for one another: what is not the engine's work has one thread at a time."""


def together(work: Callable[[duckdb.DuckDBPyConnection, T], R], items: Sequence[T]) -> list[R]:
    """Return what `work` makes of each item, in the order of the items; nothing made may depend on another."""
    left = iter(list(enumerate(items)))

    def lane(queue: Iterator[tuple[int, T]]) -> list[tuple[int, R]]:
        with workspace() as con:
            return [(n, work(con, item)) for n, item in queue]

    if len(items) < LANES:
        return [made for _, made in lane(left)] if items else []
    with ThreadPoolExecutor(LANES) as pool:
        found = [pair for pairs in pool.map(lane, [left] * LANES) for pair in pairs]
    return [made for _, made in sorted(found, key=lambda pair: pair[0])]
