"""Words of reports as bits: one for each word of a field, and those of the words that hold it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from solferino.linkage.engine.fields import Ints

ROOM = 62
"""Words that one field can tell apart; rarer ones beyond are taken as not told."""


@dataclass(frozen=True)
class Words:
    """The bits of one field: `at` gives the bit of a word, `common` the mask of words that many reports use."""

    field: str
    at: Mapping[str, int]
    common: int = 0

    def masks(self, cell: str) -> tuple[int, int]:
        """Return the mask of the words told in one cell, and the mask of the words that hold them."""
        told = wide = 0
        for word in split(cell):
            if word in self.at:
                told |= 1 << self.at[word]
            for above in holders(self.field).get(word, ()):
                if above in self.at:
                    wide |= 1 << self.at[above]
        return told, wide & ~told


def split(cell: str) -> tuple[str, ...]:
    """Return the words of a cell: parts at semicolons, of a path its last step.

    >>> split("Airstrike; shelling/mortar")
    ('airstrike', 'mortar')
    """
    return tuple(dict.fromkeys(part.rsplit("/", 1)[-1].strip().casefold() for part in cell.split(";") if part.strip()))


def learn(field: str, told: Iterable[tuple[str, int]], *, kept: Words | None = None) -> Words:
    """Return the bits of a field for cells with how often each is told; bits of `kept` stay as they are."""
    count: dict[str, int] = {}
    for cell, n in told:
        for word in split(cell):
            count[word] = count.get(word, 0) + n
            for above in holders(field).get(word, ()):
                count.setdefault(above, 0)
    if kept is not None:
        at = dict(kept.at)
        for word in sorted(set(count) - set(at)):
            if len(at) < ROOM:
                at[word] = len(at)
        return Words(field, at, kept.common)
    ranked = sorted(count, key=lambda w: (-count[w], w))[:ROOM]
    at = {word: n for n, word in enumerate(ranked)}
    total = sum(count.values())
    common = sum(1 << at[w] for w in ranked if count[w] * 8 >= total)
    return Words(field, at, common)


@cache
def holders(field: str) -> dict[str, tuple[str, ...]]:
    """Return, for each word of the taxonomy of a field, the words that hold it."""
    raw = tomllib.loads(files("solferino.linkage.engine").joinpath("taxonomy.toml").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for above, words in raw.get(field, {}).items():
        for word in words:
            if word != above:
                found.setdefault(word, []).append(above)
    return {word: tuple(above) for word, above in found.items()}


def table(words: Words, cells: list[str]) -> Ints:
    """Return one row per cell: told, wide."""
    import numpy as np

    return np.array([words.masks(cell) for cell in cells] or [(0, 0)], dtype=np.int64).reshape(-1, 2)
