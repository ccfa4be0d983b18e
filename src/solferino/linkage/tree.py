"""The joins of one component, best first: cut anywhere, they give the groups of that threshold, or of a draw."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

Join = tuple[int, str, str]
"""Mean score in millibits, and a report of either side."""


@dataclass(frozen=True)
class Branch:
    """One component. `groups` is what judgements alone join, `joins` what scores join then; `open` make no event."""

    groups: tuple[tuple[str, ...], ...]
    joins: tuple[Join, ...] = ()
    open: frozenset[str] = field(default_factory=frozenset)

    @property
    def first(self) -> str:
        """The smallest report, which names the component."""
        return self.groups[0][0]

    def made(self, threshold: int) -> int:
        """Return how many joins reach a threshold: means never rise from one join to the next."""
        return bisect_right(self._falling, -threshold)

    def steps(self) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
        """Yield each join with all reports of its two sides."""
        held = {id: group for group in self.groups for id in group}
        for height, a, b in self.joins:
            one, two = held[a], held[b]
            yield height, one, two
            held |= dict.fromkeys((*one, *two), (*one, *two))

    def cut(self, joins: int) -> tuple[tuple[str, ...], ...]:
        """Return the groups after so many joins, without those that make no event."""
        held = {id: group for group in self.groups for id in group}
        for (_, one, two), _ in zip(self.steps(), range(joins), strict=False):
            held |= dict.fromkeys((*one, *two), tuple(sorted((*one, *two))))
        return tuple(sorted(g for g in set(held.values()) if not self.open.issuperset(g)))

    def events(self, joins: int) -> int:
        """Return how many incidents there are after so many joins."""
        return self._events[joins]

    @cached_property
    def _falling(self) -> Sequence[int]:
        found, least = [], self.joins[0][0] if self.joins else 0
        for height, _, _ in self.joins:
            least = min(least, height)
            found.append(-least)
        return found

    @cached_property
    def _events(self) -> Sequence[int]:
        found = [sum(not self.open.issuperset(g) for g in self.groups)]
        for _, one, two in self.steps():
            found.append(found[-1] - (not self.open.issuperset(one) and not self.open.issuperset(two)))
        return found
