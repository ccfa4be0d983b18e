"""Words as they are looked for: folded to one spelling, and by their consonants, so that scripts meet."""

from __future__ import annotations

import re
from functools import lru_cache

from solferino.places.names import fold, part, skeleton

_WORD = re.compile(r"\w+")
_LEAST = 2
"""Consonants below which a word is not looked for by its sound: too many words share them."""


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """Return the consonants of one word in one alphabet; nothing where they are too few to tell words apart."""
    found = skeleton(word)
    return found if len(found) >= _LEAST and not found.isdigit() else ""


def indexed(text: str) -> tuple[str, str]:
    """Return the words of a text as they are kept: folded, and by sound."""
    folded = fold(text)
    return folded, " ".join(dict.fromkeys(filter(None, map(sound, _WORD.findall(folded)))))


def asked(text: str) -> str:
    """Return a question in the words of FTS5: each word as it is written, as a beginning, or by its sound.

    Words such as "hospital" are left out where a name is left: each language has its own. Nothing a person types reaches
    the language of the index but letters and digits in quotes.
    """
    terms = []
    for word in _WORD.findall(" ".join(part(text).core)) or _WORD.findall(fold(text)):
        forms = [f'told : "{word}" *', *([f'sound : "{heard}"'] if (heard := sound(word)) else [])]
        terms.append(f"({' OR '.join(forms)})")
    return " AND ".join(terms)
