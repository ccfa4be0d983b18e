"""A sentence that says somebody aided a wrong is held to the questions that the law asks of aid."""

from __future__ import annotations

from solferino.claims.view import View
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus

_INSTEAD = "say what was given and to whom, or let a claim of kind assistance answer for it"


def assisting(view: View) -> list[Finding]:
    """S3: words of aid in a wrong want a claim of kind assistance, itself or among its premises."""
    found = []
    for passage in view.of(Scheme.CLAIM):
        here = [w for w in view.words.find("assistance", view.text) if passage.start <= w.start < passage.end]
        if not here or any(r.kind in ("call", "promise") or _answers(r, view) for r in view.found(passage)):
            continue
        text = f'"{here[0].text}" is a matter of twelve questions, and no claim of kind assistance answers for it'
        status = SentenceStatus.NEEDS_QUALIFIER
        found.append(Finding("S3", text, _INSTEAD, status, passage.start, passage.end))
    return found


def _answers(result: ClaimResult, view: View, seen: frozenset[str] = frozenset()) -> bool:
    """True where the claim, or one that it rests on, is of kind assistance."""
    if result.kind == "assistance":
        return True
    rest = [view.results[d] for d in result.depends if d in view.results and d not in seen]
    return any(_answers(r, view, seen | {result.id}) for r in rest)
