"""Did a rule of law bind a party on a day?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from solferino.law import facts
from solferino.law.lag import treaty_rules
from solferino.law.reading import worst
from solferino.law.treaty import standing
from solferino.words.errors import UsageError
from solferino.words.truth import Truth


@dataclass(frozen=True)
class Binding:
    """Whether a norm bound a party. BETWEEN: the facts filed do not settle it, or the answer depends on more.

    `check_status` is that of the weakest fact relied on: the treaty record where the answer is no, and the
    norm's own citation as well where it is yes.
    """

    truth: Truth
    why: str
    check_status: str
    since: date | None = None


def binding(
    norm: Mapping[str, Any], party: str, day: date, participation: Iterable[Mapping[str, Any]], *, is_state: bool
) -> Binding:
    """Say whether `norm` (a row of norms) bound `party` on `day`, by whom the norm binds.

    Raises UsageError for a `binds` that the vocabulary does not have.
    """
    what = f"{norm['instrument']}, {norm['provision']}"
    since = facts.rules("treaties")["since"].get(norm["norm_id"])
    if since and day < since["day"]:
        return Binding(Truth.NO, f"{what}: {since['what']}, after {day}", "confirmed")
    binds, own = norm["binds"], str(norm["check_status"])
    start: date | None = since["day"] if since else None
    if binds == "parties":
        return _parties(norm, party, day, participation, is_state, what)
    if binds == "all":
        return Binding(Truth.YES, f"{what} binds every party to an armed conflict, armed groups included", own, start)
    if binds == "states":
        if is_state:
            return Binding(Truth.YES, f"{what} binds every State", own, start)
        return Binding(Truth.NO, f"{what} binds States, and this party is not one", own)
    if binds == "members":
        return _members(party, is_state, what, own, start)
    if binds == "persons":
        return Binding(
            Truth.BETWEEN, f"{what} binds persons, not States, and depends on the jurisdiction of a court", own
        )
    raise UsageError(f"norm {norm['norm_id']!r} binds {binds!r}", "binds is parties, all, states, members or persons")


def _parties(
    norm: Mapping[str, Any],
    party: str,
    day: date,
    participation: Iterable[Mapping[str, Any]],
    is_state: bool,
    what: str,
) -> Binding:
    treaty, own = norm["treaty"], str(norm["check_status"])
    if not treaty:
        return Binding(Truth.BETWEEN, f"{what} binds the parties to a treaty that the norm does not name", own)
    if not is_state:
        rule = treaty_rules().get(treaty)
        if rule is None or rule.groups:
            reach = f"whether {what} reaches it depends on the State on whose territory it fights"
            why = f"this party is not a State; {reach}"
            return Binding(Truth.BETWEEN, why, own)
        return Binding(Truth.NO, f"{what} binds States Parties, and this party is not a State", own)
    found = standing(participation, treaty, party, day)
    if found.status == "party":
        return Binding(Truth.YES, found.why, worst(own, found.check_status), found.since)
    if found.status == "unknown":
        return Binding(Truth.BETWEEN, found.why, found.check_status)
    return Binding(Truth.NO, f"{what} binds States Parties: {found.why}", found.check_status)


def _members(party: str, is_state: bool, what: str, own: str, start: date | None) -> Binding:
    if not is_state or party in facts.rules("council")["united_nations"]["not_members"]:
        return Binding(Truth.NO, f"{what} addresses members of the United Nations, and this party is not one", own)
    why = f"{what} addresses members of the United Nations (Charter, Article 25); which paragraphs bind is debated"
    return Binding(Truth.YES, why, own, start)
