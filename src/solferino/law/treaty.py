"""Was this State a party to this treaty on that day?

Each row of `participation` is read for the day asked (`solferino.law.reading`); the readings are then weighed.
A signatory is not a party, and an order to withdraw a signature is no withdrawal from a treaty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.law import facts
from solferino.law.lag import title, treaty_rules
from solferino.law.reading import PARTY, SIGNATORY, Reading, rank, readings


@dataclass(frozen=True)
class Standing:
    """What a State was to a treaty on a day: party, signatory, not party or unknown.

    `since`: from when, where a row says so. `rows`: the report ids relied on. `check_status`: of the weakest
    fact relied on, empty where the status is unknown. `why`: one sentence, conflicts included.
    """

    status: str
    since: date | None
    rows: tuple[str, ...]
    check_status: str
    why: str


def standing(rows: Iterable[Mapping[str, Any]], treaty: str, state: str, day: date) -> Standing:
    """Weigh what `rows` say of `state` and `treaty` on `day`.

    Rows that disagree on whether the State was a party are decided by the better check status, and `why` names
    the conflict; where neither is better the status is unknown. Nothing is concluded from silence: no row that
    speaks for the day, no status.
    """
    kept = [r for r in rows if r["state"] == state]
    own = [r for r in kept if r["treaty"] == treaty]
    rule = treaty_rules().get(treaty)
    found = readings(own, rule=rule, day=day)
    if not found:
        if rule and day < rule.in_force:
            return Standing(
                "not party", None, (), rule.check_status, f"{title(treaty)} was not in force before {rule.in_force}"
            )
        if rule and rule.within:
            return _within(kept, treaty, rule.within, state, day)
        return Standing("unknown", None, (), "", _silence(own, treaty, state, day))
    party = [r for r in found if r.status == PARTY]
    other = [r for r in found if r.status != PARTY]
    if not party or not other:
        return _settled(found, "")
    better = min(party, other, key=_strength)
    lesser = other if better is party else party
    clash = _clash(lesser[0])
    if _strength(party)[0] == _strength(other)[0]:
        ids = tuple(sorted({i for r in found for i in r.rows}))
        why = f"rows of equal weight disagree: {_settled(party, '').why}; {clash}"
        return Standing("unknown", None, ids, "", why)
    return _settled(better, f"; against it: {clash}")


def _within(kept: list[Mapping[str, Any]], treaty: str, parent: str, state: str, day: date) -> Standing:
    above = standing(kept, parent, state, day)
    if above.status in ("not party", SIGNATORY):
        why = f"{above.why}; only a party to {title(parent)} can be bound by {title(treaty)}"
        return Standing("not party", None, above.rows, above.check_status, why)
    why = (
        f"no row says whether {facts.parties().name(state)} consented to {title(treaty)}; "
        f"what it did about {title(parent)} does not show it"
    )
    return Standing("unknown", None, above.rows, "", why)


def _settled(found: list[Reading], tail: str) -> Standing:
    """Return the standing that readings which agree on membership give, resting on the strongest of them."""
    best = min(found, key=_weight)
    signed = min((r for r in found if r.status == SIGNATORY), key=_weight, default=None)
    if best.status != PARTY and signed and rank(signed.check_status) <= rank(best.check_status):
        best = signed
    dated = min((r for r in found if r.status == best.status and r.since), key=_weight, default=None)
    since = best.since or (dated.since if dated else None)
    rows = {*best.rows, *(dated.rows if dated else ())}
    why = best.why + (f"; {dated.why}" if dated and dated is not best and not best.since else "")
    return Standing(best.status, since, tuple(sorted(rows)), best.check_status, why + tail)


def _strength(group: list[Reading]) -> tuple[int, bool]:
    return min(_weight(r)[:2] for r in group)


def _weight(reading: Reading) -> tuple[int, bool, bool, tuple[str, ...]]:
    return rank(reading.check_status), reading.presumed, reading.since is None, reading.rows


def _clash(reading: Reading) -> str:
    return f"{reading.why} ({', '.join(reading.rows)}, {reading.check_status})"


def _silence(own: list[Mapping[str, Any]], treaty: str, state: str, day: date) -> str:
    who = facts.parties().name(state)
    if not own:
        return f"no row speaks of {who} and {title(treaty)}"
    last = max((r["as_of"] for r in own if r["as_of"]), default=None)
    spoken = f"; the last speaks for {last}" if last else ""
    return f"no row on {who} and {title(treaty)} speaks for {day}{spoken}"
