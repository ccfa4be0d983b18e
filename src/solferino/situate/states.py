"""What lists tell of one person → in what state the person was, from when until when, surely and possibly.

Accounts follow each other in time; those of one state in a row are one stretch of it. Custody is sure until the last
day on which an account says so, or until a release; what else lasts is sure until an account says otherwise. Where two
accounts exclude each other, or come in no certain order, both are possible and neither is sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from solferino.situate.attribution import together
from solferino.words.report import Report

STATE = {"taken": "detained", "seen": "detained", "released": "released", "dead": "dead", "missing": "missing",
         "unknown": "unknown"}  # fmt: skip
"""What each thing that can happen leaves a person in."""
BEGINS = ("taken", "missing")
"""What comes before all else where days leave the order open."""
EVER = date.max
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Account:
    """One thing told: between two days, both included; `late`: known only after the statement spoke."""

    what: str
    start: date
    end: date
    late: bool
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Stretch:
    """Accounts of one state in a row."""

    state: str
    told: tuple[Account, ...]

    @property
    def heard(self) -> tuple[Account, ...]:
        """The accounts known when the statement spoke; all, where none was."""
        return tuple(a for a in self.told if not a.late) or self.told

    @property
    def late(self) -> bool:
        return all(a.late for a in self.told)

    @property
    def first(self) -> date:
        return min(a.start for a in self.told)

    @property
    def begun(self) -> date:
        """The day by which every account of its beginning lets it have begun."""
        beginning = [a.end for a in self.heard if a.what != "seen"]
        return max(beginning) if beginning else min(a.end for a in self.heard)

    @property
    def last(self) -> date:
        return max(a.end for a in self.heard)


def states(rows: Sequence[Mapping[str, Any]], *, as_of: date) -> list[dict[str, Any]]:
    """Return one row for each stretch of time that a person spent in one state, in order."""
    told = sorted((_account(r, as_of) for r in rows if r.get("told") in STATE), key=_order)
    stretches = [Stretch(state, tuple(held)) for state, held in groupby(told, key=lambda a: STATE[a.what])]
    return [_row(stretches, n) for n in range(len(stretches))]


def _account(row: Mapping[str, Any], as_of: date) -> Account:
    """An account without a day tells of any day until it was known."""
    known = row.get("known_since")
    end = row.get("date_to") or row.get("date_from") or known or as_of
    return Account(row["told"], row.get("date_from") or date.min, end, known is not None and known > as_of, row)


def _order(a: Account) -> tuple[date, int, str]:
    first = a.what in BEGINS
    return (a.start if first else a.end), (0 if first else 2 if a.what == "dead" else 1), str(a.row["report_id"])


def _row(stretches: Sequence[Stretch], n: int) -> dict[str, Any]:
    this, before = stretches[n], stretches[:n]
    after = stretches[n + 1] if n + 1 < len(stretches) else None
    clash = any(b.state == "dead" for b in before) or bool(before and _unordered(before[-1], this))
    ended = after is not None and (this.state == "dead" or _unordered(this, after))
    until = _until(this, after)
    sure = None if clash or this.begun > until else (this.begun, until)
    possible = EVER if after is None or after.late or ended else after.last if after.state == "dead" else after.begun
    rows = [a.row for a in this.told]
    must, may, _ = together([account(r) for r in rows])
    known = [r.get("known_since") for r in rows]
    return {
        "status": this.state, "date_from": this.first, "date_to": max(this.first, this.begun),
        "surely_from": sure and sure[0], "surely_to": sure and sure[1], "maybe_from": this.first,
        "maybe_to": max(possible, this.last), "held_at": sorted({r["held_at"] for r in rows if r.get("held_at")}),
        "party_must": list(must), "party_may": list(may), "records": sorted({r["report_id"] for r in rows}),
        "conflicting": clash or ended, "known_since": None if None in known else min(k for k in known if k),
    }  # fmt: skip


def _until(this: Stretch, after: Stretch | None) -> date:
    """Return the last day on which it was surely so."""
    if this.state != "detained":
        return EVER if after is None else after.first - DAY if after.first > date.min else date.min
    if after is not None and after.state == "released" and not after.late:
        return max(this.last, after.first - DAY) if after.first > this.last else after.first - DAY
    return this.last if after is None or after.first > this.last else after.first - DAY


def _unordered(one: Stretch, two: Stretch) -> bool:
    """True where the days allow either to have come first; nobody is let go, or dies in custody, before being taken."""
    if one.state == "detained" and two.state in ("released", "dead"):
        return False
    return max(a.end for a in one.told) >= two.first and one.state != two.state


def account(row: Mapping[str, Any]) -> Report:
    """Return a record as an account of who did it, resting on which origins."""
    parties = tuple(row.get("parties") or ())
    plain = "exactly" if len(parties) == 1 else "unstated_and" if parties else "unknown"
    return Report(row["report_id"], parties=parties, roots=frozenset(row.get("roots") or ()),
                  attribution=row.get("attribution_relation") or plain)  # fmt: skip
