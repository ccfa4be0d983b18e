"""What an import found, in words for the one who added the file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """The format recognised and by which sign; what was made of it; what was not, and why."""

    kind: str = ""
    why: str = ""
    made: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
