"""Claims over what is locked: without the rows nobody can say whether they hold."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from solferino.words.claim import Claim
from solferino.words.result import ClaimResult
from solferino.words.tables import tables
from solferino.words.verdict import Lack, Status, Verdict

_FEED = frozenset({"reports", "places", "facility_names", "protected_places", "facilities"})
"""Tables of which incidents, and all that is said of them, are made."""
_RECORD = frozenset({"acts", "calls", "responses", "drafts", "votes", "vetoes", "participation", "norms"})
_OF_RECORD = frozenset({"call", "promise", "jurisdiction"})
"""Kinds of claim that ask institutional records alone."""
_OF_PREMISES = frozenset({"judgement", "assistance"})


def settle(claim: Claim, result: ClaimResult, shut: AbstractSet[str]) -> ClaimResult:
    """Return the result; insufficient (withheld), with nothing counted, where the claim asks a table of `shut`.

    Fails closed: a count that would stand on the open rows alone may fall with the sealed ones, so none is given.
    """
    gone = sorted(shut & asks(claim))
    if not gone or result.verdict.status is Status.ERROR:
        return result
    told = f"sealed rows of {' and '.join(gone)} are locked: solferino unlock reads them"
    return blank(result, Verdict(Status.INSUFFICIENT, Lack.WITHHELD, (told,)))


def blank(result: ClaimResult, verdict: Verdict) -> ClaimResult:
    """Return the result with this verdict on both clocks, and nothing of what was counted."""
    return replace(result, verdict=verdict, verdict_now=verdict, values={}, worlds={}, elsewhere={}, weaker=(),
                   windows=(), counter=(), rows=(), total=0, grades={}, graded={}, readings=(), sheet=(),
                   figure={})  # fmt: skip


def asks(claim: Claim) -> frozenset[str]:
    """Return the tables whose sealed rows could change the claim: all of them where that cannot be told."""
    if claim.own.get("sql") or not (claim.of or claim.kind in _OF_RECORD | _OF_PREMISES):
        return frozenset(tables())
    if claim.kind in _OF_PREMISES:
        return frozenset()
    if claim.kind in _OF_RECORD:
        return _RECORD
    return frozenset({claim.of}) if claim.of in _RECORD else frozenset({claim.of}) | _FEED
