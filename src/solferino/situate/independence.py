"""How many independent origins stand behind reports: known, disjoint root sets; unknown is never independent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from solferino.words.report import Report

EXACT = 24
"""Distinct root sets up to which the count is exact; beyond, a greedy count never says too many."""


def independent(reports: Sequence[Report], *, tied: Mapping[str, str] | None = None) -> int:
    """Return the largest number of reports whose root sets are known and pairwise disjoint.

    `tied` maps roots to the party they are tied to: all roots of one party count as one origin.
    """
    sets = {frozenset((tied or {}).get(root, root) for root in r.roots) for r in reports if r.roots}
    # A set that contains another can always give way to it.
    least = [s for s in sets if not any(other < s for other in sets)]
    ordered = sorted(least, key=lambda s: (len(s), sorted(s)))
    return _most(ordered) if len(ordered) <= EXACT else _greedy(ordered)


def _most(sets: Sequence[frozenset[str]], taken: frozenset[str] = frozenset()) -> int:
    """Branch and bound: take the first set or leave it."""
    free = [s for s in sets if not s & taken]
    if not free:
        return 0
    first, rest = free[0], free[1:]
    if all(not first & other for other in rest):
        return 1 + _most(rest, taken)
    return max(1 + _most(rest, taken | first), _most(rest, taken))


def _greedy(sets: Iterable[frozenset[str]]) -> int:
    taken: set[str] = set()
    n = 0
    for s in sets:
        if not s & taken:
            taken |= s
            n += 1
    return n
