"""How alike two names are, whatever their scripts: consonants in full, vowels as far as both scripts write them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from solferino.places.names import fold, latin, words

FAR = 0.0
VOWELS = "AWY"
_GAP, _VOWEL, _OTHER = 1.0, 0.12, 0.45
"""Costs: of a consonant left out or changed, of a vowel that one script leaves unwritten, of a vowel that differs."""


def alike(a: str, b: str) -> float:
    """Return 1 for one name, less the more letters differ, 0 for names with other consonants altogether.

    >>> alike("Kafr Hamrah", "كفر حمرة") > alike("Kafr Hamrah", "كفر حمير") > alike("Kafr Hamrah", "دير حافر")
    True
    """
    one, two = _sounds(a), _sounds(b)
    if not one or not two:
        return FAR
    if one == two:
        return 1.0
    longest = max(_weight(one), _weight(two))
    return max(FAR, 1 - _distance(one, two) / longest) if longest else FAR


@lru_cache(maxsize=65536)
def keys(name: str) -> frozenset[str]:
    """Return the consonants of a name, and all that is left of them without one: names one letter apart share some."""
    bones = "".join(c for c in _sounds(name) if c not in VOWELS) or _sounds(name)
    return frozenset({bones, *(bones[:n] + bones[n + 1 :] for n in range(len(bones)) if len(bones) > 2)})


@lru_cache(maxsize=65536)
def _sounds(text: str) -> str:
    """Return consonants in one alphabet with the vowels that are written between: A, W, Y."""
    found = fold(text).split()
    turned = [words()["translated"].get(word, "") for word in found]
    # What tells an upper from a lower village stands before its name in one language and after it in another.
    ordered = [w for w, t in zip(found, turned, strict=True) if not t]
    told = [_spoken(latin(w), last=n + 1 == len(ordered)) for n, w in enumerate(ordered)]
    sounds = "".join(told + sorted(_spoken(t, last=True) for t in turned if t))
    return sounds[:1] + "".join(y for x, y in pairwise(sounds) if x != y)


def _spoken(word: str, *, last: bool) -> str:
    """Return the sounds of one word: an article that is joined falls away, and so does what only an ending spells."""
    if len(word) > 4 and word[:2] in ("el", "al") and word[2] not in "aeiouy":
        word = word[2:]
    word = re.sub(r"(?<=..)(?:[ae]?h|ه)$" if last else r"(?<=..)(?:[ae]?h|et|ه)$", "a", word)
    for pair, letter in {**words()["vowel_pairs"], **words()["digraphs"]}.items():
        word = word.replace(pair, letter)
    vowels, letters = words()["vowels"], words()["letters"]
    return "".join(vowels.get(c) or letters.get(c, c if c.isdigit() else "") for c in word)


def _weight(sounds: str) -> float:
    return sum(0.3 if s in VOWELS else 1.0 for s in sounds)


@lru_cache(maxsize=65536)
def _distance(a: str, b: str) -> float:
    """Return the least cost of turning one into the other."""
    above = [0.0]
    for y in b:
        above.append(above[-1] + _lost(y))
    for x in a:
        row = [above[0] + _lost(x)]
        for n, y in enumerate(b, 1):
            row.append(min(above[n] + _lost(x), row[-1] + _lost(y), above[n - 1] + _turned(x, y)))
        above = row
    return above[-1]


def _lost(x: str) -> float:
    return _VOWEL if x in VOWELS else _GAP


def _turned(x: str, y: str) -> float:
    if x == y:
        return 0.0
    return _OTHER if x in VOWELS and y in VOWELS else 2 * _GAP if (x in VOWELS) != (y in VOWELS) else _GAP
