"""How much an index may hold: past it the rest is left out and said so, instead of the whole index being lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ENTRIES = 100_000
BYTES = 40 << 20
"""Of one decoder's answer; `child.MOST` is what is taken of it, whatever else it holds."""


class Room:
    """What is left of the room for entries of an index."""

    def __init__(self, *, entries: int = ENTRIES, size: int = BYTES) -> None:
        self._entries, self._size = entries, size

    def takes(self, entry: Mapping[str, Any]) -> bool:
        """Return whether there is room for this entry, and take it where there is."""
        size = len(json.dumps(entry, ensure_ascii=True)) + 2
        if not self._entries or size > self._size:
            self._entries = 0
            return False
        self._entries -= 1
        self._size -= size
        return True
