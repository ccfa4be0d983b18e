"""Where the sweep runs: one small class, and the form of it that needs nothing but this process."""

from __future__ import annotations

from abc import ABC, abstractmethod

from solferino.linkage.engine.columns import Columns
from solferino.linkage.engine.fields import Ints, Scheme
from solferino.linkage.engine.model import Model
from solferino.linkage.engine.sweep import Edges, Met, patterns, scored, with_busy


class Engine(ABC):
    """Runs the three sweeps. Whatever runs them, the numbers are the same."""

    @abstractmethod
    def with_busy(self, columns: Columns, scheme: Scheme) -> Columns:
        """Return the columns with how busy it is around each row filled in."""

    @abstractmethod
    def patterns(self, columns: Columns, scheme: Scheme, spec: Ints, *, shift: int, every: int) -> Met:
        """Return the patterns met, and how often."""

    @abstractmethod
    def scored(self, columns: Columns, model: Model) -> Edges:
        """Return the pairs at or above the floor, in order."""


class Here(Engine):
    """This process, on all its cores where there is much to do."""

    def with_busy(self, columns: Columns, scheme: Scheme) -> Columns:
        return with_busy(columns, scheme)

    def patterns(self, columns: Columns, scheme: Scheme, spec: Ints, *, shift: int, every: int) -> Met:
        return patterns(columns, scheme, spec, shift=shift, every=every)

    def scored(self, columns: Columns, model: Model) -> Edges:
        return scored(columns, model.scheme, model.spec, model.weights, model.prior)
