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

    def then(self, more: Taken) -> Taken:
        """Return both findings as one; the format is the first's, where it has one."""
        kind, why = (self.kind, self.why) if self.why else (more.kind if more.made else "", more.why)
        return Taken(kind, why, self.made + more.made, self.troubles + more.troubles)
