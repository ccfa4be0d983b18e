"""Did you mean: the nearest known word, for messages."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `did you mean 'x'?`, or the list of what exists when it is short, or nothing."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word.casefold(), [n.casefold() for n in names], n=1, cutoff=0.6)
    if close:
        return f"did you mean {next(n for n in names if n.casefold() == close[0])!r}?"
    return f"known: {', '.join(names)}" if 0 < len(names) <= 24 else ""
