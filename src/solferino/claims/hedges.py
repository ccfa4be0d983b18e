"""S4: prose is as sure as its evidence; a hedge speaks on its own ladder and on no other."""

from __future__ import annotations

from solferino.claims.view import View
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.tables import vocabulary
from solferino.words.verdict import SentenceStatus, Status

NEEDS: dict[str, tuple[int, ...]] = {
    "occurrence": (3, 3, 2, 1),
    "attribution": (3, 2, 2, 1),
    "intent": (3, 2, 1, 1),
    "qualification": (3, 2, 1, 1),
}
"""Per ladder: the grade that flat prose needs, then that of each rung of hedge, the surest first.

Three is what two independent origins give; four and five need people, whom no program replaces.
"""


def hedged(view: View) -> list[Finding]:
    """Return a finding for each claim whose grade is lower than its passage's words need."""
    found = []
    for passage in view.of(Scheme.CLAIM):
        for result in view.found(passage):
            if result.verdict.status in (Status.SUPPORTED, Status.ATTESTED):
                ladders = spoken(result, passage, view)
                found += [f for ladder in ladders if (f := _short(ladder, result, passage, view)) is not None]
    return found


def spoken(result: ClaimResult, passage: Passage, view: View) -> tuple[str, ...]:
    """Return the ladders a passage speaks on: that it happened; who did it, where its claim names parties; what was
    meant and what it is in law, where a word of the passage is a hedge on that.
    """
    hedged = {h.ladder for h in view.words.hedges(view.text) if passage.start <= h.start < passage.end}
    speaks = {"occurrence": True, "attribution": bool(result.parties)}
    return tuple(name for name in NEEDS if name in result.grades and speaks.get(name, name in hedged))


def _short(ladder: str, result: ClaimResult, passage: Passage, view: View) -> Finding | None:
    rungs = [h.rung for h in view.words.hedges(view.text) if h.ladder == ladder and h.start < passage.end]
    rung = min(max(rungs, default=0), len(NEEDS[ladder]) - 1)
    reached = result.grades[ladder]
    if reached >= NEEDS[ladder][rung]:
        return None
    allowed = next((r for r in range(rung + 1, len(NEEDS[ladder])) if reached >= NEEDS[ladder][r]), None)
    word = next((w for w, name, r in view.words.hedge_words if name == ladder and r == allowed), "") if allowed else ""
    said = "flat prose" if not rungs else "this hedge"
    grades = vocabulary(ladder)
    text = (
        f"{said} asks grade {NEEDS[ladder][rung]} of {ladder}, and {result.id} reaches {reached}"
        f" ({grades[str(reached)].split(':')[0]})"
    )
    instead = f'"{word}"' if word else "no hedge is low enough: say whose word it is"
    return Finding("S4", text, instead, SentenceStatus.OVERSTATED, passage.start, passage.end)
