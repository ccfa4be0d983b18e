"""The words by which a cell says what it is, from named.toml: sides of the compass, months, eras."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

LONGEST = 200
"""Characters beyond which a cell is none of these values."""

_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0640]")
"""Marks of direction and joining, and the stroke that lengthens an Arabic word: they are part of no value."""


def plain(text: str) -> str:
    """Return the text composed, its spaces single, its digits of any script as 0 to 9, without what is not seen.

    Raises ValueError for a text longer than any value: patterns with many ways to fit a space would not come to an end.
    """
    if len(text) > LONGEST:
        raise ValueError(f"expected a day, a number or a point, found {text!r}")
    seen = re.sub(r"\s+", " ", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    if seen.isascii():
        return seen
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in seen)


@cache
def words(kind: str) -> Mapping[str, str]:
    """Return what each word of a kind (compass, months, hijri, era) means, by its folded form."""
    return {_fold(word): meaning for meaning, told in _data()[kind].items() for word in told}


def replaced(kind: str, text: str, write: Callable[[str], str]) -> str:
    """Return the text with each word of a kind put as `write` of its meaning."""
    return _pattern(kind).sub(lambda m: write(words(kind)[_fold(m[0])]), text)


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    raw = tomllib.loads(files("solferino.exchange").joinpath("named.toml").read_text("utf-8"))
    return {kind: {meaning: [plain(w) for w in told] for meaning, told in by.items()} for kind, by in raw.items()}


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Match a word as a whole: no letter before or after; dots may be followed by a space, or left out at the end."""
    known = sorted({w for told in _data()[kind].values() for w in told}, key=lambda w: (-len(w), w))
    parts = [r"\s*".join(map(re.escape, re.findall(r"[^\s.]+\.?", unicodedata.normalize("NFC", w)))) for w in known]
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(parts)})(?![^\W\d_])\.?", re.IGNORECASE)


def _fold(word: str) -> str:
    return re.sub(r"[\s.]", "", unicodedata.normalize("NFC", word)).casefold()
