"""Intent on a ladder of its own: lines of evidence, of which counts are one and never enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from solferino.situate.protected import aimed
from solferino.words.report import Report

LINES = ("known_location", "no_military_objective", "repetition", "weapon", "warnings", "statements")
"""What may show intent. Only what reports give is counted: most of these are read by people and filed with a report."""


def lines(reports: Sequence[Report], other_days: Collection[date]) -> tuple[str, ...]:
    """Return the lines of evidence that the reports of an incident give.

    `other_days` are days on which the same facility was hit in other incidents: repetition is one line.
    """
    found = {line for r in reports if r.stance == "affirms" for line in r.intent_lines}
    if other_days:
        found.add("repetition")
    if any(aimed(r.weapons) for r in reports):
        found.add("weapon")
    return tuple(line for line in LINES if line in found)


def grade(found: Sequence[str]) -> int:
    """Return 0 for no line, 1 for one, 2 for several; 3 needs people. Repetition counts beside others, never alone."""
    return min(2, len(found)) if set(found) - {"repetition"} else 0
