"""Did it happen: grades 0 to 3 from independent origins. 4 needs two reviewers, 5 a court or an admission."""

from __future__ import annotations

from collections.abc import Sequence

from solferino.situate.independence import independent
from solferino.words.report import Report

_LOOSE = ("blog", "video")
"""Types of publisher that pass on what they were given."""


def occurrence(reports: Sequence[Report]) -> int:
    """Return 0 where nothing affirms it, 1 a rumour, 2 a single source, 3 two independent known origins.

    A rumour is told without a known origin and by nobody who checks: blogs and loose recordings alone. Where the
    type of a publisher is unknown, its account is a single source.
    """
    affirming = [r for r in reports if r.stance == "affirms"]
    if not affirming:
        return 0
    if independent(affirming) >= 2:
        return 3
    return 1 if loose(affirming) else 2


def loose(reports: Sequence[Report]) -> bool:
    """True where nobody who checks tells it, and no origin is known: then it is a rumour."""
    return all(r.publisher_type in _LOOSE and not r.roots for r in reports)
