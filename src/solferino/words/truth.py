"""Three-valued truth: what a threshold is when the value it asks about has two ends."""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """NO at both ends, BETWEEN, or YES at both ends; `&` and `|` are Kleene's and, or."""

    NO = 0
    BETWEEN = 1
    YES = 2

    def __and__(self, other: int) -> Truth:
        return Truth(min(self, other))

    def __or__(self, other: int) -> Truth:
        return Truth(max(self, other))

    def __invert__(self) -> Truth:
        return Truth(2 - self)
