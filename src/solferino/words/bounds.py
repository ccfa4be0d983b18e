"""A value with two ends: what the evidence gives at least, as built, and at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Value = int | float | str


@dataclass(frozen=True)
class Bounds:
    """`low <= base <= high`; numbers, or ISO dates as text. `high` None: no upper end is known."""

    low: Value
    base: Value
    high: Value | None

    def __post_init__(self) -> None:
        if not _ordered(self.low, self.base) or not _ordered(self.base, self.high):
            raise ValueError(f"bounds out of order: {self!r}")

    @classmethod
    def exactly(cls, value: Value) -> Bounds:
        """Return the bounds of a value that has one reading."""
        return cls(value, value, value)

    @classmethod
    def around(cls, found: Sequence[Bounds]) -> Bounds:
        """Return from the least to the most of several values of one kind; `base` is the least of theirs."""
        highs: list[Any] = [b.high for b in found]
        lows, bases = ([getattr(b, end) for b in found] for end in ("low", "base"))
        return cls(min(lows), min(bases), None if None in highs else max(highs))

    @property
    def exact(self) -> bool:
        """True where every reading gives the same value."""
        return self.low == self.high

    def json(self) -> dict[str, Value | None]:
        """Return the three ends under the keys of the contract."""
        return {"base": self.base, "low": self.low, "high": self.high}

    def __str__(self) -> str:
        if self.exact:
            return _show(self.base)
        return f"{_show(self.low)} to {_show(self.high)}" if self.high is not None else f"at least {_show(self.low)}"


def _ordered(a: Value, b: Value | None) -> bool:
    return b is None or ((type(a) is type(b) or not isinstance(a, str)) and a <= b)  # type: ignore[operator]


def _show(value: Value | None) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
