"""Of what kind was the armed conflict of a party on a day, as independent bodies qualified it?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from solferino.law import facts


@dataclass(frozen=True)
class Conflict:
    """A conflict of a party: IAC (international) or NIAC (not), since when, and who said so."""

    type: str
    since: date
    source: str
    check_status: str


def conflicts(parties: Collection[str], day: date) -> tuple[Conflict, ...]:
    """Return the conflicts, between any pair that holds one of `parties`, that are qualified on `day`."""
    return tuple(
        Conflict(c["type"], c["from"], c["source"], c["check_status"])
        for c in facts.rules("conflicts")["conflict"]
        if c["from"] <= day <= c.get("to", date.max) and set(c["parties"]) & set(parties)
    )


def kinds(conflict_type: object) -> set[str]:
    """Return the kinds of conflict that a norm speaks of, from its column."""
    return set(conflict_type if isinstance(conflict_type, list) else str(conflict_type or "ANY").split(";"))
