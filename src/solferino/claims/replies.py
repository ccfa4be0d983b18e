"""S9: whether a party that a sentence blames was asked, by when, and what it answered."""

from __future__ import annotations

from solferino.claims.view import View
from solferino.words.result import Finding
from solferino.words.statement import Scheme


def replies(view: View) -> list[Finding]:
    """S9: say of each party blamed when it was asked and what it answered, or that no reply is on record."""
    found: dict[str, Finding] = {}
    for passage in view.of(Scheme.CLAIM):
        for party in (p for r in view.found(passage) for p in r.parties):
            found.setdefault(party, Finding("S9", _told(party, view), "", None, passage.start, passage.end))
    return list(found.values())


def _told(party: str, view: View) -> str:
    name = view.case.parties.name(party)
    asked = [r for r in view.case.replies if r.party == party]
    if not asked:
        return f"no reply of {name} is on record: when it was asked, by when, what it said"
    reply = max(asked, key=lambda r: (r.asked, r.answer))
    given = f"it answered: {reply.answer}" if reply.answer else "no answer is on record"
    return f"{name} was asked on {reply.asked}, to answer by {reply.deadline}; {given}"
