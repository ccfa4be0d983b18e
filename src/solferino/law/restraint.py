"""What a member had pledged on the day it voted against, and what is due after a veto."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from solferino.law import facts


@dataclass(frozen=True)
class Pledge:
    """A pledge of restraint. `known`: the list that names its members speaks for the day asked."""

    id: str
    what: str
    since: date
    source: str
    check_status: str


def pledged(member: str, day: date) -> tuple[Pledge, ...]:
    """Return the pledges that a member had made by `day`, as far as the lists of names tell."""
    return tuple(
        Pledge(p["id"], p["what"], p["since"], p["source"], p["check_status"])
        for p in facts.rules("restraint")["pledge"]
        if p["since"] <= day and member in p["members"]
    )


def silent(member: str, day: date) -> tuple[str, ...]:
    """Return the pledges of which it is not known whether the member had joined: lists that end before the day."""
    made = {p.id for p in pledged(member, day)}
    return tuple(
        p["id"]
        for p in facts.rules("restraint")["pledge"]
        if p["since"] <= day and p["listed_to"] < day and p["id"] not in made
    )


def debate_due(veto: date) -> date | None:
    """Return the day by which the General Assembly is to debate a veto; None before the rule was adopted.

    Working days are Mondays to Fridays; holidays of the Organization, which only make it later, are not counted out.
    """
    rule = facts.rules("restraint")["debate"]
    if veto < rule["from"]:
        return None
    day, left = veto, int(rule["working_days"])
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
