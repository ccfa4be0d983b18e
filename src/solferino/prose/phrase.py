"""Phrases of the lexicon as one regular expression: what `~`, `*` and `…` in the data mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from solferino.prose.branches import branches

_GAP = r"(?:\W+[\w'’-]+){0,4}?\W+"
_LETTERS = {"'": "['’]", "-": "[-‐‑]"}
"""What is written in several ways."""
_BEGINS, _ENDS = r"(?<!\w)", r"(?!\w)"


def pattern(phrases: Iterable[str], *, inflections: str = "", edge: str = _BEGINS) -> re.Pattern[str]:
    """Return a pattern that finds any of `phrases` as whole words, longer ones first, in any case."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    return re.compile(f"{edge}{branches(_pieces(p, inflections) for p in ordered)}{_ENDS}", re.IGNORECASE)


def _pieces(phrase: str, inflections: str) -> list[str]:
    found: list[str] = []
    for word in phrase.split():
        if found and word != "…" and found[-1] != _GAP:
            found.append(r"\s+")
        if word == "…":
            found.append(_GAP)
            continue
        found += [r"\w*"] * word.startswith("*")
        found += [_LETTERS.get(ch) or re.escape(ch) for ch in word.strip("~*")]
        found += [inflections] * (word.endswith("~") and bool(inflections)) + [r"\w*"] * word.endswith("*")
    return found
