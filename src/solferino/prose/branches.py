"""Many expressions as one that tries what several of them begin with only once: a list of words is found fast."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

_Tree: TypeAlias = "dict[str, _Tree]"
_NAMED = re.compile(r"\(\?P<\w+>")
_END = ""
"""In a branch: an expression may end here."""


def branches(expressions: Iterable[Sequence[str]]) -> str:
    """Return an expression that matches any of `expressions`, each given piece by piece; earlier ones first.

    Of two that begin with different pieces either may be tried first: only one of them can match.
    """
    root: _Tree = {}
    for pieces in expressions:
        at = root
        for piece in pieces:
            at = at.setdefault(piece, {})
        at.setdefault(_END, {})
    return f"(?:{_written(root)})" if root else "(?!)"


def any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    """Return a pattern that is found in a text wherever one of `patterns` is: a text without it needs none of them."""
    found = [_NAMED.sub("(?:", p.pattern) for p in patterns]
    return re.compile("|".join(f"(?:{p})" for p in found) or "(?!)", re.IGNORECASE)


def _written(tree: _Tree) -> str:
    found = [piece + _written(rest) for piece, rest in tree.items()]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})" if found else ""
