"""S4: prose is as sure as its evidence; a hedge speaks on its own ladder and on no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from solferino.claims.accused import blames
from solferino.claims.view import View
from solferino.prose.lexicon import Found
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.tables import vocabulary
from solferino.words.truth import Truth
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
    """Return a finding for each claim whose grade is lower than its passage's words need.

    A note only where the claim does not stand, and where flat words speak of intent and no claim gives a grade of it.
    """
    found = []
    for passage in view.of(Scheme.CLAIM):
        results = view.found(passage)
        for result in results:
            stands = result.verdict.status in (Status.SUPPORTED, Status.ATTESTED)
            for ladder in spoken(result, passage, view):
                if (stands or ladder == "intent") and (f := _short(ladder, result, passage, view)) is not None:
                    found.append(f if stands else replace(f, holds_instead="", status=None))
        found += _ungraded(passage, results, view)
    return found


def _ungraded(passage: Passage, results: tuple[ClaimResult, ...], view: View) -> list[Finding]:
    """Return the note on words that say flatly what was meant, where nothing cited is graded on that."""
    words = _meant(passage, view)
    before = any(h.ladder == "intent" and h.start < passage.end for h in view.words.hedges(view.text))
    if (
        not words
        or before
        or all(r.kind in ("call", "promise") for r in results)
        or any("intent" in r.grades for r in results)
    ):
        return []
    text = f'"{words[0].text}" says flatly what was meant, and {" + ".join(passage.ids)} gives no grade of intent'
    return [Finding("S4", text, "", None, words[0].start, words[0].end)]


def _meant(passage: Passage, view: View) -> list[Found]:
    """Return the words of a passage that say what was meant."""
    found = view.words.find("intent", view.text)
    return [f for f in found if passage.start <= f.start < passage.end]


def spoken(result: ClaimResult, passage: Passage, view: View) -> tuple[str, ...]:
    """Return the ladders a passage speaks on: that it happened; who did it, where its claim names parties and the
    sentence names or points at somebody; what was meant and what it is in law, where a word of the passage is a hedge
    on that; what was meant also where it is said flatly.
    """
    hedged = {h.ladder for h in view.words.hedges(view.text) if passage.start <= h.start < passage.end}
    if _meant(passage, view):
        hedged.add("intent")
    speaks = {"occurrence": True, "attribution": bool(result.parties) and blames(view)}
    return tuple(name for name in NEEDS if name in result.grades and speaks.get(name, name in hedged))


def _rungs(ladder: str, passage: Passage, view: View) -> tuple[list[int], int]:
    """Return the rungs of the hedges that a passage stands under, and the lowest of them, 0 for none."""
    rungs = [h.rung for h in view.words.hedges(view.text) if h.ladder == ladder and h.start < passage.end]
    return rungs, min(max(rungs, default=0), len(NEEDS[ladder]) - 1)


def unreached(said: str, asks: Callable[[Bounds], Truth], result: ClaimResult, name: str, *, passage: Passage,
              view: View) -> Finding | None:  # fmt: skip
    """Return the finding on a number that a claim gives only with what is below the grade its words need.

    The claim may ask less than its sentence says: two that are corroborated bear out "at least two", and not "twelve".
    """
    for ladder in spoken(result, passage, view):
        needs = NEEDS[ladder][_rungs(ladder, passage, view)[1]]
        value = result.graded.get(f"{ladder} {needs}", {}).get(name)
        if value is not None and result.grades[ladder] >= needs and asks(value) is Truth.NO:
            grade = vocabulary(ladder)[str(needs)].split(":")[0]
            text = (
                f'"{said}" counts what is below grade {needs} of {ladder} ({grade}): '
                f"{result.id} gives {name} = {value} at that grade"
            )
            return Finding("S4", text, f"{name} = {value}", SentenceStatus.OVERSTATED, passage.start, passage.end)
    return None


def _short(ladder: str, result: ClaimResult, passage: Passage, view: View) -> Finding | None:
    rungs, rung = _rungs(ladder, passage, view)
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
