"""How the Security Council decides: seats and votes needed by day, and what a count of votes comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from solferino.law import facts
from solferino.words.errors import UsageError
from solferino.words.window import Window

WITHOUT_VOTE = "adopted without a vote"


@dataclass(frozen=True)
class Size:
    """The Council between two days: its seats, and the votes in favour that a decision needs."""

    days: Window
    seats: int
    needed: int


@dataclass(frozen=True)
class Outcome:
    """What became of a draft, with the count it was judged by; `why` is the rule that decided, in a sentence."""

    outcome: str
    seats: int
    needed: int
    why: str


@cache
def sizes() -> tuple[Size, ...]:
    """Return the Council's sizes, earliest first."""
    return tuple(Size(Window(s["from"], s.get("to")), s["seats"], s["needed"]) for s in facts.rules("council")["size"])


@cache
def seats() -> tuple[tuple[str, Window], ...]:
    """Return the permanent members with the days on which each held a seat."""
    return tuple((p["member"], Window(p["from"], p.get("to"))) for p in facts.rules("council")["permanent"])


def size(day: date) -> Size:
    """Return the Council's size on `day`; raise UsageError for a day before it first met."""
    found = next((s for s in sizes() if day in s.days), None)
    if found is None:
        raise UsageError(f"there was no Security Council on {day}", f"it first met on {sizes()[0].days.start}")
    return found


def permanent(day: date) -> tuple[str, ...]:
    """Return the permanent members on `day`, sorted; on the day of a handover both holders of the seat."""
    return tuple(sorted(member for member, days in seats() if day in days))


def outcome(
    *, yes: int, no: int, abstain: int, absent: int, permanent_no: int, day: date, procedural: bool = False
) -> Outcome:
    """Return what a vote came to. `permanent_no`: how many of the votes against were of permanent members.

    Too few votes in favour is a failure, never a veto, whoever voted against; an abstention or absence of a
    permanent member does not block. All members absent stands for a decision taken without a vote.
    Raises UsageError where the counts do not add up to the seats of that day.
    """
    council = size(day)
    needed = council.needed
    counts = (yes, no, abstain, absent, permanent_no)
    if min(counts) < 0 or permanent_no > no or yes + no + abstain + absent != council.seats:
        raise UsageError(
            f"{yes} in favour, {no} against ({permanent_no} permanent), {abstain} abstaining and {absent} absent "
            f"is no vote of a Council of {council.seats} on {day}",
            "count every member once, and the permanent ones among those against",
        )
    if absent == council.seats:
        return Outcome(WITHOUT_VOTE, council.seats, needed, "no vote was taken: no member is recorded as voting")
    if yes < needed:
        why = f"{yes} in favour where {needed} of {council.seats} are needed: too few, so no vote against was a veto"
        return Outcome("failed", council.seats, needed, why)
    if procedural:
        why = f"{yes} in favour of the {needed} needed, procedural, so no veto can be cast (Article 27(2))"
        return Outcome("adopted", council.seats, needed, why)
    if permanent_no:
        why = f"{yes} in favour of the {needed} needed, and {_members(permanent_no)} voted against (Article 27(3))"
        return Outcome("vetoed", council.seats, needed, why)
    why = f"{yes} in favour of the {needed} needed, and no permanent member voted against"
    return Outcome("adopted", council.seats, needed, why)


def _members(n: int) -> str:
    return "a permanent member" if n == 1 else f"{n} permanent members"
