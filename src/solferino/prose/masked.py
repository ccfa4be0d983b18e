"""A text in which what one reader has taken is hidden from the next, at unchanged offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from solferino.prose.branches import branches

HIDDEN = "\ufffc"


class Masked:
    """The text as it is (`text`) and as the next reader sees it (`left`): what is taken reads as HIDDEN."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left = text

    def take(self, start: int, end: int) -> None:
        """Hide the characters from `start` to `end`."""
        self.left = self.left[:start] + HIDDEN * (end - start) + self.left[end:]

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches in what is left; one that meets characters taken meanwhile is passed over."""
        for match in pattern.finditer(self.left):
            if HIDDEN not in self.left[match.start() : match.end()]:
                yield match


def either(words: Iterable[str]) -> str:
    """Return an expression that matches any of `words`, longer ones first; white space is any white space."""
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return branches([r"\s+" if ch == " " else re.escape(ch) for ch in word] for word in ordered)
