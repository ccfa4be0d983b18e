"""Words as they are looked for: folded to one spelling, and by their consonants, so that scripts meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from solferino.places.names import fold, latin, part, skeleton

_WORD = re.compile(r"[^\W_]+")
_LEAST = 2
"""Consonants below which a word is not looked for by its sound: too many words share them."""


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return the consonants of one word in one alphabet; nothing where they are too few to tell words apart."""
    found = skeleton(word)
    return found if len(found) >= _LEAST and not found.isdigit() else ""


def indexed(text: str) -> tuple[str, str]:
    """Return the words of a text as they are kept: folded, Cyrillic ones in Latin letters too, and by sound."""
    words = _WORD.findall(fold(text))
    written = dict.fromkeys([*words, *map(latin, words)])
    return " ".join(written), " ".join(dict.fromkeys(filter(None, map(sound, words))))


def asked(text: str, begun: Callable[[str], Iterable[str]]) -> str:
    """Return a question in the words of FTS5: each word as it is written, as a beginning, or by its sound.

    `begun` gives the words of the index that begin so. Words such as "hospital" are left out where a name is left: each
    language has its own. Nothing that is typed reaches the language of the index but letters and digits in quotes.
    """
    terms = []
    for word in _WORD.findall(" ".join(part(text).core)) or _WORD.findall(fold(text)):
        heard = sound(word)
        # Two consonants tell few Latin words apart; they are what a short name in another script has.
        heard = heard if len(heard) > _LEAST or not word.isascii() else ""
        forms = " OR ".join(f'"{form}"' for form in dict.fromkeys([word, *begun(word)]))
        terms.append(f'(told : ({forms}) OR sound : "{heard}")' if heard else f"told : ({forms})")
    return " AND ".join(terms)
