"""Which records of persons are compared at all: those that share two words of a name, or one and something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from solferino.linkage.constraints import Pair, ordered
from solferino.linkage.persons.compare import Read

CROWD = 400
"""Records that share one key beyond which it tells nobody apart, and is left out."""


def candidates(read: Mapping[str, Read]) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs to compare, and how many keys were left out since too many records share them."""
    blocks: dict[tuple[str, ...], list[str]] = {}
    for id, r in sorted(read.items()):
        for key in set(_keys(r)):
            blocks.setdefault(key, []).append(id)
    crowded = [key for key, ids in blocks.items() if len(ids) > CROWD]
    found = {
        ordered(a, b)
        for key, ids in blocks.items()
        if len(ids) <= CROWD
        for a, b in combinations(ids, 2)
        if not _one_list(read[a], read[b])
    }
    return tuple(sorted(found)), len(crowded)


def _keys(r: Read) -> Iterator[tuple[str, ...]]:
    words = sorted({*r.name.keys, *r.father.keys})
    yield from combinations(words, 2)
    beside = [*_years(r), *_days(r), *((r.place,) if r.place else ())]
    yield from ((word, other) for word in r.name.keys for other in beside)


def _years(r: Read) -> Iterable[str]:
    low, high = r.record.born
    return () if low is None or high is None or high - low > 3 else (f"born {y}" for y in range(low, high + 1))


def _days(r: Read) -> Iterable[str]:
    return (f"{t.what} {t.start:%Y-%m}" for t in r.record.told if t.start)


def _one_list(a: Read, b: Read) -> bool:
    one, two = a.record, b.record
    return one.deduplicated and two.deduplicated and one.source == two.source
