"""The words of a person's name, each down to its consonants: in any order, with or without the middle ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from solferino.places.names import fold, skeleton

SLIGHT = 3
"""Consonants below which one letter apart is another name."""


@dataclass(frozen=True)
class Named:
    """A name as words; `keys` are what they are compared by."""

    keys: tuple[str, ...]


def named(text: str, *, across: bool = True) -> Named:
    """Return the name in `text`. `across`: by its consonants, whatever the script; else as written but for marks."""
    words = fold(text).split()
    keys = (_key(w) if across else w for w in words)
    return Named(tuple(dict.fromkeys(k for k in keys if k)))


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    return skeleton(word) or word


@lru_cache(maxsize=65536)
def near(a: str, b: str) -> bool:
    """True where two words are the same but for one letter: left out, put in, changed, or swapped with the next."""
    if a == b:
        return True
    if min(len(a), len(b)) < SLIGHT or abs(len(a) - len(b)) > 1:
        return False
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    return swapped or a[at + 1 :] == b[at + 1 :] or a[at:] == b[at + 1 :] or a[at + 1 :] == b[at:]


def matched(a: Named, b: Named) -> tuple[int, int, frozenset[str], frozenset[str]]:
    """Return how many words agree, how many nearly, and the words of either that are left over."""
    left, right = list(a.keys), list(b.keys)
    same = [k for k in left if k in right]
    left, right = [k for k in left if k not in same], [k for k in right if k not in same]
    close = 0
    for k in list(left):
        other = next((o for o in right if near(k, o)), None)
        if other is not None:
            left.remove(k)
            right.remove(other)
            close += 1
    return len(same), close, frozenset(left), frozenset(right)
