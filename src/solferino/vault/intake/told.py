"""States of members, counted, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from solferino.vault.intake.member import HELD


def counted(states: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is held, and what is not with the reason, each with its number; folders are no loss."""
    found = Counter(states)
    held = found.pop(HELD, 0)
    found.pop("a folder", None)
    said = "1 member" if held == 1 else f"{held or 'no'} members"
    return (f"{said} held, and a listing",), tuple(f"{n} {state}" for state, n in sorted(found.items()))
