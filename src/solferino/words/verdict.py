"""The verdict algebra: how a claim is judged, how verdicts join, what each costs at the console.

`judge` is total: every combination of its inputs has exactly one verdict. `join` is commutative,
associative and idempotent: the worst of `a+b` wins and `tracked` is neutral.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from solferino.words.truth import Truth


class Status(StrEnum):
    """What a claim can be, worst first; `tracked` stands apart."""

    ERROR = "error"
    CONTRADICTED = "contradicted"
    INSUFFICIENT = "insufficient"
    ATTESTED = "attested"
    SUPPORTED = "supported"
    TRACKED = "tracked"


class Lack(StrEnum):
    """Why a claim is insufficient."""

    NOT_FILED = "not_filed"
    WITHHELD = "withheld"
    CONFLICTING = "conflicting"
    FRAGILE = "fragile"
    BETWEEN = "between"
    UNCONFIRMED_FACT = "unconfirmed_fact"
    METHOD_REFUSED = "method_refused"


class Track(StrEnum):
    """What has come of a call or a promise by `tracked_to`."""

    OPEN = "open"
    MET = "met"
    PARTLY = "partly"
    UNMET = "unmet"
    NO_PUBLIC_RECORD = "no_public_record"


class SentenceStatus(StrEnum):
    """What a sentence can be, worst first."""

    ERROR = "error"
    CONTRADICTED = "contradicted"
    OVERSTATED = "overstated"
    NEEDS_QUALIFIER = "needs_qualifier"
    BARE = "bare"
    INSUFFICIENT = "insufficient"
    ATTESTED = "attested"
    SUPPORTED = "supported"
    TRACKED = "tracked"
    ATTRIBUTED = "attributed"
    NOT_CHECKABLE = "not_checkable"
    CONTEXT = "context"


EXIT: dict[str, int] = {
    "error": 2,
    "contradicted": 1,
    "overstated": 1,
    "needs_qualifier": 1,
    "bare": 1,
    "insufficient": 3,
}
"""Exit code per verdict of a claim or sentence; those not named cost nothing."""


@dataclass(frozen=True)
class Verdict:
    """One verdict: its status, its type where it has one (a Lack or a Track), and why, most telling first."""

    status: Status
    type: Lack | Track | None = None
    because: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wanted = {Status.INSUFFICIENT: Lack, Status.TRACKED: Track}.get(self.status)
        if (wanted is None and self.type is not None) or (wanted is not None and not isinstance(self.type, wanted)):
            raise ValueError(f"{self.status} does not go with type {self.type!r}")

    def __str__(self) -> str:
        return f"{self.status} ({self.type})" if self.type else str(self.status)


def join(verdicts: Iterable[Status]) -> Status:
    """Return the verdict of `a+b+…`: the worst wins, tracked only when nothing else stands beside it."""
    found = set(verdicts)
    order = list(Status)
    return min(found, key=order.index, default=Status.TRACKED)


def worst(statuses: Iterable[SentenceStatus]) -> SentenceStatus:
    """Return the worst of several sentence verdicts; context for none."""
    order = list(SentenceStatus)
    return min(statuses, key=order.index, default=SentenceStatus.CONTEXT)


def judge(
    holds: Truth,
    *,
    fails: Truth = Truth.NO,
    worlds: Mapping[str, tuple[Truth, Truth]] | None = None,
    lack: Lack | None = None,
    sealed: bool = False,
    unconfirmed: bool = False,
) -> tuple[Status, Lack | None, str]:
    """Judge a claim that could be evaluated (design, section 3: rules 2 to 5; rule 1 is the caller's).

    `holds`, `fails`: of the base build. `worlds`: the same pair in each world. `lack`: a need unmet,
    links undecided, or a method's refusal, which end the matter. `sealed`: it rests on sealed evidence.
    `unconfirmed`: what is between its ends is so because of facts marked unconfirmed.
    Returns the status, the type of an insufficiency, and the name of the world that breaks it.
    """
    worlds = worlds or {}
    if lack is not None:
        return Status.INSUFFICIENT, lack, ""
    if holds is Truth.YES:
        broken = next((name for name, (h, _) in worlds.items() if h is not Truth.YES), "")
        if broken:
            return Status.INSUFFICIENT, Lack.FRAGILE, broken
        return (Status.ATTESTED if sealed else Status.SUPPORTED), None, ""
    if fails is Truth.YES:
        broken = next((name for name, (_, f) in worlds.items() if f is not Truth.YES), "")
        return (Status.INSUFFICIENT, Lack.FRAGILE, broken) if broken else (Status.CONTRADICTED, None, "")
    if holds is Truth.BETWEEN or fails is Truth.BETWEEN:
        return Status.INSUFFICIENT, Lack.UNCONFIRMED_FACT if unconfirmed else Lack.BETWEEN, ""
    return Status.INSUFFICIENT, Lack.NOT_FILED, ""
