"""What was counted for somebody in a queue, kept while the build and the ledger that it was counted from stand."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

MOST = 64
"""States that are kept: a handful for each person at work."""


@dataclass
class State:
    """Where one person is in one queue: decisions read, what they settled, the place before which all is settled."""

    read: int = 0
    done: set[int] = field(default_factory=set)
    first: int = 0


class Memo:
    """States by what they were made from: another build, another ledger, another person has another key."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._states: dict[tuple[Any, ...], State] = {}

    def state(self, key: tuple[Any, ...]) -> State:
        """Return the state under a key, an empty one where there is none; what was least used is forgotten."""
        with self.lock:
            found = self._states.pop(key, None) or State()
            self._states[key] = found
            while len(self._states) > MOST:
                del self._states[next(iter(self._states))]
            return found
