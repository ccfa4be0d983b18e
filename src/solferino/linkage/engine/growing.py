"""Reports that arrive later: only what they touch is compared and joined again, and the result is that of one batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.dendrogram import Tree
from solferino.linkage.engine.fields import Ints
from solferino.linkage.engine.greedy import roots
from solferino.linkage.engine.learned import Incidents, Judged, finish, grown_tree
from solferino.linkage.engine.load import Loaded
from solferino.linkage.engine.sweep import Edges, scored, with_busy
from solferino.words.compiled import run

Ids = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Grown:
    """Incidents of all reports; `touched` rows were compared again, `redone` rows joined again."""

    incidents: Incidents
    ids: Ids
    touched: int
    redone: int


def ids_of(columns: Columns, told: list[str]) -> Ids:
    """Return the id of each row; `told` are the ids in the order of ranks."""
    return np.array(told, dtype=object)[columns.rank]


def grow(
    before: Incidents, ids: Ids, loaded: Loaded, told: list[str], *, judged: Judged | None = None,
    again: frozenset[str] = frozenset(),
) -> Grown:  # fmt: skip
    """Return the incidents of `loaded`, old reports and new, by the model that `before` was found with.

    A row is touched when it is new or says something else than before, which a new neighbour alone can bring about:
    it makes a place busier; so is a report in `again`, which people decided about. Pairs without a touched row keep
    their scores, and components without one their joins.
    Reports that are no longer there are forgotten.
    """
    model = before.model
    columns = with_busy(loaded.columns, model.scheme)
    now = ids_of(columns, told)
    old_of = _matched(ids, now)  # for each row its row before, -1 where new
    touched = _touched(before.columns, columns, old_of, model.scheme.named())
    touched |= np.isin(now, sorted(again))
    row_of = np.full(len(ids), -1, dtype=np.int64)
    row_of[old_of[old_of >= 0]] = np.flatnonzero(old_of >= 0)
    edges = before.edges
    one, two = row_of[edges.one], row_of[edges.two]
    stays = (one >= 0) & (two >= 0) & ~touched[one] & ~touched[two]
    kept = Edges(
        np.minimum(one, two)[stays], np.maximum(one, two)[stays], edges.score[stays].astype(np.int64), edges.code[stays]
    )
    fresh = scored(columns, model.scheme, model.spec, model.weights, model.prior, touched=touched)
    names = ("one", "two", "score", "code")
    both = Edges(*(np.concatenate([getattr(kept, n), getattr(fresh, n)]) for n in names)).ordered()
    gone = np.flatnonzero(row_of < 0)
    dirty = _dirty(before, columns, both, row_of, touched, gone)
    tree = grown_tree(columns, model, both, _carried(before.tree, row_of, dirty, len(columns)), dirty, judged=judged)
    return Grown(finish(columns, model, both, tree), now, int(touched.sum()), int(dirty.sum()))


def _matched(ids: Ids, now: Ids) -> Ints:
    at = {id: n for n, id in enumerate(ids.tolist())}
    return np.array([at.get(id, -1) for id in now.tolist()], dtype=np.int64)


def _touched(old: Columns, new: Columns, old_of: Ints, named: tuple[int, ...]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which rows are new, or tell something else than before."""
    same = np.flatnonzero(old_of >= 0)
    touched = np.ones(len(new), dtype=np.bool_)
    a, b = old.cells[old_of[same]], new.cells[same]
    plain = [n for n in range(a.shape[1]) if n not in named]
    moved = (a[:, plain] != b[:, plain]).any(axis=1) | (old.points[old_of[same]] != new.points[same]).any(axis=1)
    for n in named:
        moved |= (_letters(old, a[:, n]) != _letters(new, b[:, n])).any(axis=1)
    touched[same] = moved
    return touched


def _letters(columns: Columns, at: Ints) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.concatenate([columns.names, np.zeros((1, columns.names.shape[1]), dtype=np.uint8)])[at]


def _dirty(before: Incidents, columns: Columns, edges: Edges, row_of: Ints, touched: Any, gone: Ints) -> Any:
    """Return the rows whose component, then or now, holds a row that was touched or is gone."""
    lowest = before.model.scheme.cuts["lowest"]
    then = _components(len(row_of), before.edges, lowest)
    now = _components(len(columns), edges, lowest)
    bad = np.zeros(len(row_of), dtype=np.bool_)
    bad[then[gone]] = True
    bad[then[(row_of >= 0) & touched[row_of]]] = True
    dirty = touched.copy()
    here = np.flatnonzero(row_of >= 0)
    dirty[row_of[here]] |= bad[then[here]]
    redo = np.zeros(len(columns), dtype=np.bool_)
    redo[now[dirty]] = True
    return redo[now]


def _components(rows: int, edges: Edges, lowest: int) -> Ints:
    on = edges.score >= lowest
    parent = np.arange(rows, dtype=np.int64)
    run(roots, (edges.one[on].astype(np.int64), edges.two[on].astype(np.int64)), [parent], steps=int(on.sum()) + rows)
    return parent


def _carried(tree: Tree, row_of: Ints, dirty: Any, rows: int) -> Tree:
    """Return the joins among rows that are not dirty, in the numbers of now."""
    kept, gone = row_of[tree.kept], row_of[tree.gone]
    on = (kept >= 0) & (gone >= 0)
    on[on] = ~dirty[kept[on]] & ~dirty[gone[on]]
    return replace(
        tree,
        rows=rows,
        kept=kept[on],
        gone=gone[on],
        height=tree.height[on],
        pairs=tree.pairs[on],
        must=(kept[:0], kept[:0]),
    )
