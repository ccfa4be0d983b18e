"""The id of an incident: where and when in words, and a hash of its smallest report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from solferino.places.names import slug
from solferino.words.report import Report


def incident_id(members: Sequence[Report]) -> str:
    """Return `facility-or-place-day-hash`, from what most reports of the incident say; ties go to the first in order.

    >>> from datetime import date
    >>> incident_id([Report("s/1", facility_id="m10", start=date(2016, 10, 1), end=date(2016, 10, 1))])
    'm10-2016-10-01-b6a3c3'
    """
    where = _most([r.facility_id for r in members]) or _most([r.place_id for r in members])
    where = where or slug(_most([r.place for r in members]))[:40].strip("-") or "unplaced"
    when = _most([r.start.isoformat() for r in members if r.start]) or "undated"
    smallest = min(r.id for r in members)
    return f"{where}-{when}-{sha256(smallest.encode()).hexdigest()[:6]}"


def _most(told: Sequence[str]) -> str:
    count = Counter(t for t in told if t)
    return min(count, key=lambda t: (-count[t], t)) if count else ""
