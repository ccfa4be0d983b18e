"""Columns to incidents: learn what agreement is worth, score, let rivals compete, and join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solferino.linkage.engine.columns import AN_EVENT, Columns
from solferino.linkage.engine.compete import Competed, compete
from solferino.linkage.engine.dendrogram import Apart, Tree, tree
from solferino.linkage.engine.expected import expected_matches
from solferino.linkage.engine.fields import Ints, Scheme
from solferino.linkage.engine.load import Loaded
from solferino.linkage.engine.model import Model, fit
from solferino.linkage.engine.sweep import EMPTY, Edges
from solferino.linkage.engine.where import Engine, Here

ENOUGH = 400_000
"""Reports beyond which patterns are counted for every second, third … report only: the rates move no more."""


@dataclass(frozen=True)
class Judged:
    """Decisions of people as pairs of rows: `must` are one event, `cannot` are not."""

    must: tuple[Ints, Ints]
    cannot: tuple[Ints, Ints]


@dataclass(frozen=True)
class Incidents:
    """What linking found. `lenient`, `base`, `strict` are heights of the tree in millibits; `expected` counts matches.

    The base is where as many pairs are joined as the probabilities add up to: nobody chose it.
    """

    columns: Columns
    model: Model
    edges: Edges
    competed: Competed
    tree: Tree
    lenient: int
    base: int
    strict: int
    expected: float

    def groups(self, threshold: int | None = None) -> Ints:
        """Return for each row the smallest row of its group, at the base or another height."""
        return self.tree.partition(self.base if threshold is None else threshold)

    def counts(self) -> dict[str, int]:
        """Return the fewest, the base and the most incidents."""
        event = self.columns.stands == AN_EVENT
        ends = {"low": self.lenient, "base": self.base, "high": self.strict}
        return {name: len(np.unique(self.groups(t)[event])) for name, t in ends.items()}


def learn(loaded: Loaded, scheme: Scheme, *, engine: Engine | None = None) -> tuple[Columns, Model]:
    """Return the columns with their neighbourhoods, and the model of them: learned, or shipped where they are few."""
    engine = engine or Here()
    columns = engine.with_busy(loaded.columns, scheme)
    spec = scheme.spec(loaded.common)
    every = max(1, len(columns) // ENOUGH)
    met = engine.patterns(columns, scheme, spec, shift=0, every=every)
    twice = every * 2 if every > 1 else 1
    displaced = engine.patterns(columns, scheme, spec, shift=scheme.windows["shift"], every=twice)
    return columns, fit(scheme, spec, met, displaced, loaded.words)


def link_columns(
    loaded: Loaded,
    scheme: Scheme,
    *,
    model: Model | None = None,
    judged: Judged | None = None,
    engine: Engine | None = None,
) -> Incidents:
    """Return the incidents of some columns; with `model`, as an earlier run learned it."""
    engine = engine or Here()
    if model is None:
        columns, model = learn(loaded, scheme, engine=engine)
    else:
        columns = engine.with_busy(loaded.columns, scheme)
    return group(columns, model, engine.scored(columns, model), judged=judged)


def group(columns: Columns, model: Model, edges: Edges, *, judged: Judged | None = None) -> Incidents:
    """Return the incidents of scored pairs."""
    empty = Tree(len(columns), EMPTY, EMPTY, EMPTY, EMPTY)
    return finish(
        columns,
        model,
        edges,
        grown_tree(columns, model, edges, empty, np.ones(len(columns), dtype=np.bool_), judged=judged),
    )


def grown_tree(
    columns: Columns, model: Model, edges: Edges, carried: Tree, redo: Ints, *, judged: Judged | None = None
) -> Tree:
    """Return the joins among rows marked in `redo`, after those carried over from a tree of other rows."""
    cuts = model.scheme.cuts
    judged = judged or Judged((EMPTY, EMPTY), (EMPTY, EMPTY))
    apart = Apart(columns.source, columns.document, *judged.cannot)
    inside = edges if redo.all() else edges.take(redo[edges.one] & redo[edges.two])
    made = tree(len(columns), inside, apart, absent=cuts["absent"], lowest=cuts["lowest"], must=judged.must)
    kept, gone, height, pairs = (
        np.concatenate([getattr(carried, n), getattr(made, n)]) for n in ("kept", "gone", "height", "pairs")
    )
    return Tree(len(columns), kept, gone, height, pairs, made.must)


def finish(columns: Columns, model: Model, edges: Edges, found: Tree) -> Incidents:
    """Return the incidents of a tree: rivals compete, and the base is where as many pairs are joined as they leave."""
    cuts = model.scheme.cuts
    competed = compete(edges, columns.source)
    expected = expected_matches(found, edges, competed)
    base = found.height_of(expected, default=cuts["base"]) if model.learned else cuts["base"]
    base = max(base, cuts["lowest"] + cuts["lenient_by"])
    return Incidents(
        columns, model, edges, competed, found, base - cuts["lenient_by"], base, base + cuts["strict_by"], expected
    )
