"""The sweeps of some columns: how busy it is around each report, how often each pattern is met, which pairs score."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.compiled import COMPILE_FROM, run, threads
from solferino.linkage.engine.fields import Ints, Scheme
from solferino.linkage.engine.tasks import Tasks, by_group, by_space

Met = tuple[Ints, Ints, Ints]
EMPTY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Edges:
    """Scored pairs of rows, `one` before `two`: score in millibits, and the code of the pattern they show."""

    one: Ints
    two: Ints
    score: Ints
    code: Ints

    def __len__(self) -> int:
        return len(self.one)

    def take(self, rows: Any) -> Edges:
        """Return some of the pairs."""
        return Edges(self.one[rows], self.two[rows], self.score[rows], self.code[rows])

    def ordered(self) -> Edges:
        """Return the pairs in order of their rows."""
        return self.take(np.lexsort([self.two, self.one]))


def all_tasks(columns: Columns, scheme: Scheme, *, displaced: bool = False) -> list[Tasks]:
    """Return every sweep of the columns."""
    return [by_space(columns, scheme, displaced=displaced), by_group(columns, displaced=displaced)]


def spread(
    sweeps: list[Tasks], cells: Ints, work: Callable[[Ints, Tasks, int], Any], *, parts: int | None = None
) -> list[Any]:
    """Run `work(table, tasks, steps)` over the tasks, on all cores where there is much to do; results in order."""
    steps = sum(int(s.work(cells).sum()) for s in sweeps)
    if steps < COMPILE_FROM:
        return [work(s.table, s, steps) for s in sweeps if len(s.table)]
    cores = threads()
    pieces = [(piece, s) for s in sweeps for piece in s.chunks(cells, parts or cores * 4)]
    with ThreadPoolExecutor(cores) as pool:
        first = [work(table, s, steps) for table, s in pieces[:1]]  # compiled by one thread, then used by all
        return first + list(pool.map(lambda piece: work(piece[0], piece[1], steps), pieces[1:]))


def with_busy(columns: Columns, scheme: Scheme) -> Columns:
    """Return the columns with how many reports lie around each, in space, some days before or after."""
    at = next((scheme.columns()[f.name] for f in scheme.fields if f.kind == "busy"), None)
    if at is None:
        return columns
    w = scheme.windows

    def work(table: Ints, tasks: Tasks, steps: int) -> Ints:
        busy = np.zeros(len(columns), dtype=np.int64)
        given = (
            table,
            tasks.left,
            tasks.right,
            w["busy_from"],
            w["busy_to"],
            columns.cells,
            columns.points,
            float(w["busy_m"]),
        )
        run(kernel.count_busy, given, [busy], steps=steps)
        return busy

    total = np.zeros(len(columns), dtype=np.int64)
    for busy in spread(all_tasks(columns, scheme), columns.cells, work, parts=threads()):
        total += busy
    cells = columns.cells.copy()
    cells[:, at] = total
    return replace(columns, cells=cells)


def patterns(columns: Columns, scheme: Scheme, spec: Ints, *, shift: int = 0, every: int = 1) -> Met:
    """Return the pattern codes met, in order, and how often: by pairs that may be one event, and by pairs that are not.

    With a `shift` the pairs are displaced in time by so many days.
    """
    w = scheme.windows

    def work(table: Ints, tasks: Tasks, steps: int) -> Met:
        size = 1 << (20 if steps >= COMPILE_FROM else 14)
        while True:
            keys = np.full(size, -1, dtype=np.int64)
            counts, known = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
            given = (
                table, tasks.left, tasks.right, shift, w["days"], columns.span, columns.cells, columns.points,
                columns.names, columns.lengths, columns.source, columns.document, spec, float(w["slack_m"]), every,
            )  # fmt: skip
            met = run(
                kernel.count_patterns, given, [keys, counts, known, np.zeros(len(spec), dtype=np.int64)], steps=steps
            )
            if met >= 0:
                return keys[keys >= 0], counts[keys >= 0], known[keys >= 0]
            size *= 4

    found = spread(all_tasks(columns, scheme, displaced=shift > 0), columns.cells, work)
    if not found:
        return EMPTY, EMPTY, EMPTY
    codes, at = np.unique(np.concatenate([m[0] for m in found]), return_inverse=True)
    counts, known = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    np.add.at(counts, at, np.concatenate([m[1] for m in found]))
    np.add.at(known, at, np.concatenate([m[2] for m in found]))
    return codes, counts, known


def scored(
    columns: Columns, scheme: Scheme, spec: Ints, weights: Ints, prior: int, *, touched: Ints | None = None,
    tasks: list[Tasks] | None = None,
) -> Edges:  # fmt: skip
    """Return the pairs at or above the floor, in order; with `touched`, only those with a touched row."""
    w = scheme.windows
    mark = np.zeros(0, dtype=np.bool_) if touched is None else touched

    def work(table: Ints, tasks: Tasks, steps: int) -> Edges:
        room = max(1 << 12, len(columns) // 2)
        while True:
            made = [np.zeros(room, dtype=kind) for kind in (np.int32, np.int32, np.int32, np.int64)]
            given = (
                table, tasks.left, tasks.right, w["days"], columns.span, columns.cells, columns.points, columns.names,
                columns.lengths, columns.source, columns.document, spec, float(w["slack_m"]), weights, prior,
                scheme.cuts["floor"], mark,
            )  # fmt: skip
            found = run(kernel.score_pairs, given, [*made, np.zeros(len(spec), dtype=np.int64)], steps=steps)
            if found <= room:
                one, two, score, code = (m[:found].copy() for m in made)
                return Edges(np.minimum(one, two), np.maximum(one, two), score, code)
            room = found

    found = spread(tasks or all_tasks(columns, scheme), columns.cells, work)
    if not found:
        return Edges(EMPTY, EMPTY, EMPTY, EMPTY)
    joined = [np.concatenate([getattr(e, k) for e in found]) for k in ("one", "two", "score", "code")]
    return Edges(*joined).ordered()
