"""What a ledger of decisions can do, whatever it stands on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from solferino.words.errors import StaleError


@dataclass(frozen=True)
class Draft:
    """A decision that is not yet written. `t` is the author's clock, ISO 8601 in UTC; `about` are report ids."""

    by: str
    act: str
    about: tuple[str, ...]
    value: Any
    why: str
    t: str


class Overtaken(StaleError):
    """Others decided about the same reports after this author looked; `lines` are what they wrote."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("others decided about these reports meanwhile", "read what they decided, then decide again")


class Ledger(ABC):
    """Decisions in order. Lines are the bytes of `decisions.jsonl`: nothing is edited, nothing removed."""

    @abstractmethod
    def lines(self) -> tuple[str, ...]:
        """Return every line, the oldest first, without its line end."""

    @abstractmethod
    def append(self, draft: Draft, *, seen: int) -> str:
        """Write the draft as the next line, chained to its author's line before it, and return the line.

        `seen` is how many lines the author knew. Raises `Overtaken`, and writes nothing, where a later line of somebody
        else is about any of the same reports. Two that write at once are both written, one after the other.
        """
