"""The trail from a sentence to the bytes it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trace:
    """A node of the trail: what it is, its id, what it says, and what it rests on."""

    kind: str
    id: str
    text: str
    children: tuple[Trace, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return the trail as nested values, under the keys of the contract."""
        return {"kind": self.kind, "id": self.id, "text": self.text, "children": [c.json() for c in self.children]}
