"""Phrases of the lexicon as one regular expression: what `~`, `*` and `…` in the data mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

_GAP = r"(?:\W+[\w'’-]+){0,4}?\W+"
_BEGINS, _ENDS = r"(?<!\w)", r"(?!\w)"


def pattern(phrases: Iterable[str], *, inflections: str = "", edge: str = _BEGINS) -> re.Pattern[str]:
    """Return a pattern that finds any of `phrases` as whole words, longer ones first, in any case."""
    ordered = sorted(set(phrases), key=lambda p: (-len(p), p))
    body = "|".join(one(p, inflections=inflections) for p in ordered) or r"(?!)"
    return re.compile(f"{edge}(?:{body}){_ENDS}", re.IGNORECASE)


def one(phrase: str, *, inflections: str = "") -> str:
    """Return the expression of one phrase, without its word edges."""
    expression = ""
    for word in phrase.split():
        if word == "…":
            expression += _GAP
            continue
        if expression and not expression.endswith(_GAP):
            expression += r"\s+"
        stem = re.escape(word.strip("~*")).replace("'", "['’]").replace(r"\-", "[-‐‑]")
        before = r"\w*" if word.startswith("*") else ""
        expression += before + stem + (inflections if word.endswith("~") else r"\w*" if word.endswith("*") else "")
    return expression
