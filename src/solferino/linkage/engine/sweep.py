"""The sweeps of some columns: how busy it is around each report, how often each pattern is met, which pairs score."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.fields import Ints, Scheme
from solferino.linkage.engine.tasks import Tasks, by_group, by_space
from solferino.words.compiled import COMPILE_FROM, run, threads

NOBODY = np.zeros(0, dtype=np.bool_)
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


@dataclass(frozen=True)
class Part:
    """What of a sweep is done here: its tasks, and for rows taken from a larger table their numbers there.

    `home` is empty, or marks rows whose pairs with later rows are counted here and nowhere else. `span` and `steps` are
    those of the whole table, so that every part is read, and compiled, alike.
    """

    tasks: list[Tasks]
    number: Ints
    home: Ints
    span: int
    steps: int


def whole(columns: Columns, scheme: Scheme, *, displaced: bool = False) -> Part:
    """Return the part that is all there is."""
    tasks = all_tasks(columns, scheme, displaced=displaced)
    number = np.arange(len(columns), dtype=np.int64)
    return Part(tasks, number, NOBODY, columns.span, steps_of(tasks, columns.cells))


def all_tasks(columns: Columns, scheme: Scheme, *, displaced: bool = False) -> list[Tasks]:
    """Return every sweep of the columns."""
    return [by_space(columns, scheme, displaced=displaced), by_group(columns, displaced=displaced)]


def steps_of(sweeps: list[Tasks], cells: Ints) -> int:
    """Return about how many steps some sweeps take."""
    return sum(int(s.work(cells).sum()) for s in sweeps)


def spread(part: Part, cells: Ints, work: Callable[[Ints, Tasks, int], Any], *, parts: int | None = None) -> list[Any]:
    """Run `work(table, tasks, steps)` over the tasks, on all cores where there is much to do; results in order."""
    sweeps, steps = part.tasks, part.steps
    if steps < COMPILE_FROM:
        return [work(s.table, s, steps) for s in sweeps if len(s.table)]
    cores = threads()
    pieces = [(piece, s) for s in sweeps for piece in s.chunks(cells, parts or cores * 4)]
    with ThreadPoolExecutor(cores) as pool:
        first = [work(table, s, steps) for table, s in pieces[:1]]  # compiled by one thread, then used by all
        return first + list(pool.map(lambda piece: work(piece[0], piece[1], steps), pieces[1:]))


def with_busy(columns: Columns, scheme: Scheme) -> Columns:
    """Return the columns with how many reports lie around each, in space, some days before or after.

    The numbers are filled in where they belong: a copy of the cells would be most of what a large run holds.
    """
    at = scheme.busy()
    if at is not None:
        columns.cells[:, at] = busy_counts(columns, scheme, whole(columns, scheme))
    return columns


def busy_counts(columns: Columns, scheme: Scheme, part: Part) -> Ints:
    """Return how many reports lie around each row, some days before or after."""
    w = scheme.windows

    def work(table: Ints, tasks: Tasks, steps: int) -> Ints:
        busy = np.zeros(len(columns), dtype=np.int64)
        given = table, tasks.left, tasks.right, w["busy_from"], w["busy_to"], columns.cells, columns.points
        run(kernel.count_busy, (*given, float(w["busy_m"])), [busy], steps=steps)
        return busy

    total = np.zeros(len(columns), dtype=np.int64)
    for busy in spread(part, columns.cells, work, parts=threads()):
        total += busy
    return total


def patterns(
    columns: Columns, scheme: Scheme, spec: Ints, *, shift: int = 0, every: int = 1, part: Part | None = None
) -> Met:
    """Return the pattern codes met, in order, and how often: by pairs that may be one event, and by pairs that are not.

    With a `shift` the pairs are displaced in time by so many days.
    """
    w = scheme.windows
    here = part or whole(columns, scheme, displaced=shift > 0)

    def work(table: Ints, tasks: Tasks, steps: int) -> Met:
        size = 1 << (20 if steps >= COMPILE_FROM else 14)
        while True:
            keys = np.full(size, -1, dtype=np.int64)
            counts, known = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
            given = (
                table, tasks.left, tasks.right, shift, w["days"], here.span, columns.cells, columns.points,
                columns.names, columns.lengths, columns.source, columns.document, spec, float(w["slack_m"]), every,
                here.number, here.home,
            )  # fmt: skip
            met = run(
                kernel.count_patterns, given, [keys, counts, known, np.zeros(len(spec), dtype=np.int64)], steps=steps
            )
            if met >= 0:
                return keys[keys >= 0], counts[keys >= 0], known[keys >= 0]
            size *= 4

    found = spread(here, columns.cells, work)
    if not found:
        return EMPTY, EMPTY, EMPTY
    codes, at = np.unique(np.concatenate([m[0] for m in found]), return_inverse=True)
    counts, known = np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=np.int64)
    np.add.at(counts, at, np.concatenate([m[1] for m in found]))
    np.add.at(known, at, np.concatenate([m[2] for m in found]))
    return codes, counts, known


def scored(
    columns: Columns, scheme: Scheme, spec: Ints, weights: Ints, prior: int, *, touched: Ints | None = None,
    part: Part | None = None,
) -> Edges:  # fmt: skip
    """Return the pairs at or above the floor, in order; with `touched`, only those with a touched row."""
    w = scheme.windows
    mark = NOBODY if touched is None else touched
    here = part or whole(columns, scheme)

    def work(table: Ints, tasks: Tasks, steps: int) -> Edges:
        room = max(1 << 12, len(columns) // 2)
        while True:
            made = [np.zeros(room, dtype=kind) for kind in (np.int32, np.int32, np.int32, np.int64)]
            given = (
                table, tasks.left, tasks.right, w["days"], here.span, columns.cells, columns.points, columns.names,
                columns.lengths, columns.source, columns.document, spec, float(w["slack_m"]), weights, prior,
                scheme.cuts["floor"], mark,
            )  # fmt: skip
            found = run(kernel.score_pairs, given, [*made, np.zeros(len(spec), dtype=np.int64)], steps=steps)
            if found <= room:
                one, two, score, code = (m[:found].copy() for m in made)
                return Edges(np.minimum(one, two), np.maximum(one, two), score, code)
            room = found

    found = spread(here, columns.cells, work)
    if not found:
        return Edges(EMPTY, EMPTY, EMPTY, EMPTY)
    joined = [np.concatenate([getattr(e, k) for e in found]) for k in ("one", "two", "score", "code")]
    return Edges(*joined).ordered()
