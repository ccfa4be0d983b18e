"""One account as read out of a text: its values, each with the place of its words, and what was left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Spot = tuple[int, int]


@dataclass(frozen=True)
class Value:
    """`value` is what the table says; `start` to `end` are the characters of the plain text that say it."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Account:
    """Characters `start` to `end` tell of one incident; a field that is not in `values` is not told, or not clearly.

    A field of several items has a value for each. `notes` say what was found and left open, and why.
    """

    start: int
    end: int
    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def first(self, name: str) -> str:
        """Return the value of a field that has one; empty where it is not told."""
        return self.values[name][0].value if self.values.get(name) else ""


@dataclass(frozen=True)
class Found:
    """What one rule found: values by field, and notes on what it left open."""

    values: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def together(parts: Sequence[Found]) -> Found:
    """Return what several rules found, each of other fields."""
    return Found({k: v for p in parts for k, v in p.values.items()}, tuple(n for p in parts for n in p.notes))
