"""Stored links to groups: greedy average link under constraints; nothing is scored again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import floor

from solferino.linkage.constraints import Constraints
from solferino.linkage.settings import shipped
from solferino.linkage.tree import Branch
from solferino.words.report import Link, Partition

Groups = tuple[tuple[str, ...], ...]


class Clusters:
    """Links indexed once, partitioned many times: for other thresholds, and with reports left out.

    Only components that a left-out report touches are grouped again; the others are remembered.
    """

    def __init__(self, ids: Iterable[str], links: Iterable[Link], constraints: Constraints | None = None, *,
                 absent: int | None = None) -> None:  # fmt: skip
        self._constraints = constraints or Constraints()
        self._absent = shipped().cuts["absent"] if absent is None else absent
        self._ids = sorted(set(ids))
        there = set(self._ids)
        self._scores: dict[str, dict[str, int]] = {id: {} for id in self._ids}
        self._blocked: dict[str, set[str]] = {}
        for a, b in self._constraints.cannot:
            self._block(a, b)
        for link in links:
            if link.a in there and link.b in there and link.relation not in ("covers", "denies"):
                self._scores[link.a][link.b] = self._scores[link.b][link.a] = link.score
                if link.blocked:
                    self._block(link.a, link.b)
        self._parts: dict[int, tuple[tuple[str, ...], ...]] = {}
        self._memo: dict[tuple[int, tuple[str, ...]], Groups] = {}

    def partition(self, threshold: int, *, drop: frozenset[str] = frozenset(), keep_open: bool = False) -> Partition:
        """Return the groups at `threshold` without the reports in `drop`.

        Reports that fit several events are in no group, or with `keep_open` each in one of its own.
        """
        groups: list[tuple[str, ...]] = []
        for part in self._components(threshold):
            left = tuple(id for id in part if id not in drop) if drop and not drop.isdisjoint(part) else part
            if not left:
                continue
            key = threshold, left
            if key not in self._memo:
                self._memo[key] = self._group(left, threshold) if len(left) > 1 else (left,)
            groups += self._memo[key]
        loose = self._constraints.open
        if not keep_open:
            groups = [g for g in groups if not loose.issuperset(g)]
        return Partition(tuple(sorted(groups)))

    def tree(self, lowest: int) -> tuple[Branch, ...]:
        """Return the joins made in each component on the way down to `lowest`, from which any threshold follows."""
        found = []
        for part in self._components(lowest):
            work = self._work(part)
            before = tuple(tuple(sorted(work.ids[n] for n in held)) for held in work.members.values())
            if len(before) > 1:
                work.run(lowest)
            found.append(Branch(tuple(sorted(before)), tuple(work.joins), self._constraints.open.intersection(part)))
        return tuple(found)

    def _block(self, a: str, b: str) -> None:
        self._blocked.setdefault(a, set()).add(b)
        self._blocked.setdefault(b, set()).add(a)

    def _components(self, threshold: int) -> tuple[tuple[str, ...], ...]:
        """Groups can only form inside reports chained by links at the threshold or above, or by judgements."""
        if threshold not in self._parts:
            parent = {id: id for id in self._ids}
            for a, row in self._scores.items():
                for b, score in row.items():
                    if a < b and score >= threshold:
                        _join(parent, a, b)
            for a, b in self._constraints.must:
                if a in parent and b in parent:
                    _join(parent, a, b)
            found: dict[str, list[str]] = {}
            for id in self._ids:
                found.setdefault(_root(parent, id), []).append(id)
            self._parts[threshold] = tuple(map(tuple, found.values()))
        return self._parts[threshold]

    def _group(self, ids: Sequence[str], threshold: int) -> Groups:
        return self._work(ids).run(threshold)

    def _work(self, ids: Sequence[str]) -> _Work:
        work = _Work(self._order(ids), self._scores, self._absent, self._constraints.exclusive, self._blocked)
        for a, b in self._constraints.must:
            work.force(a, b)
        return work

    def _order(self, ids: Sequence[str]) -> list[str]:
        rank, last = self._constraints.rank, len(self._constraints.rank)
        return sorted(ids, key=lambda one: (rank.get(one, last), one))


class _Work:
    """One component being grouped. Groups are named by the position of their first member."""

    def __init__(self, ids: list[str], scores: Mapping[str, Mapping[str, int]], absent: int,
                 exclusive: Mapping[str, tuple[str, ...]], blocked: Mapping[str, set[str]]) -> None:  # fmt: skip
        self._at = {id: n for n, id in enumerate(ids)}
        self.ids, self._absent = ids, absent
        self.members: dict[int, list[int]] = {n: [n] for n in range(len(ids))}
        self.joins: list[tuple[int, str, str]] = []
        self._where = list(range(len(ids)))
        self._keys = {n: set(exclusive.get(id, ())) for n, id in enumerate(ids)}
        self._sums: dict[int, dict[int, int]] = {n: {} for n in range(len(ids))}
        self._cannot: dict[int, set[int]] = {n: set() for n in range(len(ids))}
        for n, id in enumerate(ids):
            for other, score in scores[id].items():
                m = self._at.get(other)
                if m is not None:
                    self._sums[n][m] = score - absent  # above what an absent pair counts, so that sums stay sparse
            self._cannot[n] |= {self._at[other] for other in blocked.get(id, ()) if other in self._at}

    def force(self, a: str, b: str) -> None:
        """Join two reports whatever their score and rules: a judgement."""
        if a in self._at and b in self._at:
            g, h = self._where[self._at[a]], self._where[self._at[b]]
            if g != h:
                self._merge(min(g, h), max(g, h))

    def run(self, threshold: int) -> Groups:
        heap = [self._entry(g, h) for g, row in self._sums.items() for h in row if g < h and self._may(g, h)]
        heapify(heap)
        while heap:
            mean, g, h, sizes = heappop(heap)
            if -mean < threshold:
                break
            if g not in self.members or h not in self.members or sizes != self._sizes(g, h) or not self._may(g, h):
                continue
            self.joins.append((floor(-mean), self.ids[self.members[g][0]], self.ids[self.members[h][0]]))
            self._merge(g, h)
            for other in self._sums[g]:
                if self._may(g, other):
                    heappush(heap, self._entry(min(g, other), max(g, other)))
        return tuple(sorted(tuple(sorted(self.ids[n] for n in held)) for held in self.members.values()))

    def _sizes(self, g: int, h: int) -> tuple[int, int]:
        return len(self.members[g]), len(self.members[h])

    def _entry(self, g: int, h: int) -> tuple[float, int, int, tuple[int, int]]:
        sizes = self._sizes(g, h)
        return -(self._absent + self._sums[g][h] / (sizes[0] * sizes[1])), g, h, sizes

    def _may(self, g: int, h: int) -> bool:
        return h not in self._cannot[g] and self._keys[g].isdisjoint(self._keys[h])

    def _merge(self, g: int, h: int) -> None:
        for n in self.members[h]:
            self._where[n] = g
        self.members[g] += self.members.pop(h)
        self._keys[g] |= self._keys.pop(h)
        for other, value in self._sums.pop(h).items():
            self._sums[other].pop(h)
            if other != g:
                self._sums[g][other] = self._sums[other][g] = self._sums[g].get(other, 0) + value
        for other in self._cannot.pop(h):
            self._cannot[other].discard(h)
            if other != g:
                self._cannot[g].add(other)
                self._cannot[other].add(g)


def cluster(
    ids: Iterable[str], links: Iterable[Link], constraints: Constraints | None = None, threshold: int | None = None
) -> Partition:
    """Return the groups of `ids` at `threshold` mean millibits (the shipped base by default) over stored links.

    Two groups join, best first, while the mean over all their pairs reaches the threshold, a pair not stored
    counting as `absent`, and no judgement, source or blocked link stands between them.
    """
    return Clusters(ids, links, constraints).partition(shipped().cuts["base"] if threshold is None else threshold)


def _root(parent: dict[str, str], id: str) -> str:
    while parent[id] != id:
        parent[id] = parent[parent[id]]
        id = parent[id]
    return id


def _join(parent: dict[str, str], a: str, b: str) -> None:
    a, b = _root(parent, a), _root(parent, b)
    if a != b:
        parent[max(a, b)] = min(a, b)
