"""Who is said to have done it: every reading of the words, kept apart from who did it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from solferino.situate.grade import loose
from solferino.situate.independence import independent
from solferino.words.report import Report

Parties = tuple[str, ...]


def readings(parties: Sequence[str], relation: str) -> tuple[Parties, Parties]:
    """Return the parties named in every reading of an attribution, and those named in some.

    `unstated_and` ("A and B struck hospitals") has three readings: each in some, both together, one of the
    two; so none is in every reading. `supported_by` names who acted first; a supporter did not thereby act.
    """
    found = tuple(dict.fromkeys(parties))
    if not found or relation == "unknown":
        return (), ()
    if relation in ("either_of", "unstated_and") and len(found) > 1:
        return (), found
    if relation == "supported_by":
        return found[:1], found[:1]
    return found, found


def together(reports: Iterable[Report]) -> tuple[Parties, Parties, str]:
    """Return must, may and the reading of all attributions of an incident; a report that blames nobody says nothing."""
    told = [(r.attribution, *readings(r.parties, r.attribution)) for r in reports]
    told = [t for t in told if t[2]]
    if not told:
        return (), (), "unknown"
    may = tuple(sorted({p for _, _, each in told for p in each}))
    must = tuple(sorted(set.intersection(*(set(each) for _, each, _ in told))))
    sure = {frozenset(m) for _, m, _ in told if m}
    if must:
        alone = len(must) == 1 and all(set(each) == set(must) for _, _, each in told)
        together_ = len(must) > 1 and all(relation == "jointly" for relation, _, _ in told)
        reading = "exactly" if alone else "jointly" if together_ else "conflicting" if len(sure) > 1 else "either_of"
        return must, may, reading
    return must, may, "conflicting" if len(sure) > 1 else "either_of"


def grade(reports: Sequence[Report]) -> int:
    """Return 0 where nobody is blamed, 1 where rumours alone blame, 2 where one source does, 3 where two independent
    origins blame the same party."""
    blaming = [r for r in reports if readings(r.parties, r.attribution)[1]]
    if not blaming:
        return 0
    parties = {p for r in blaming for p in readings(r.parties, r.attribution)[0]}
    agreed = max(
        (independent([r for r in blaming if p in readings(r.parties, r.attribution)[0]]) for p in parties), default=0
    )
    return 3 if agreed >= 2 else 1 if loose(blaming) else 2
