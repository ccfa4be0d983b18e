"""A passage that denies what its claim finds (S3): the other side of `negated`."""

from __future__ import annotations

from solferino.claims.view import View, silent
from solferino.claims.weakened import headline
from solferino.prose.lexicon import Found, Quantity
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus, Status

_FAR = 5
"""Words after "did not" among which the deed stands that it denies."""


def denied(view: View) -> list[Finding]:
    """S3: a claim that stands because there was some wants no word that denies it; two denials deny nothing."""
    found = []
    for passage in view.of(Scheme.CLAIM):
        words = _denial(passage, view)
        for result in view.found(passage) if words is not None else ():
            if words is not None and _some(result):
                text = f'"{words.text}" denies what {result.id} finds{_given(result)}'
                found.append(Finding("S3", text, "", SentenceStatus.CONTRADICTED, words.start, words.end))
    return found


def _denial(passage: Passage, view: View) -> Found | None:
    """Return the words that turn a passage round: "it is not true that", "neither … nor", "has not" and a deed.

    Counted are they and every word of denial after them; an even number leaves the passage as it was.
    """
    frames = [f for f in view.words.find("untrue", view.text) if _before(passage, view) <= f.start < passage.end]
    turns = frames or _turns(passage, view)
    if not turns:
        return None
    more = [f for f in (*_free("negator", passage, view), *_free("failing", passage, view)) if f.start >= turns[0].end]
    kept = [f for f in more if not any(f.start < t.end and t.start < f.end for t in turns)]
    return turns[0] if (len(turns) + len(kept)) % 2 else None


def _turns(passage: Passage, view: View) -> list[Found]:
    """Return the words that deny the deed of a passage itself, the first alone."""
    words, text = view.words, view.text
    deeds = [f.start for group in ("act", "law", "deeds") for f in words.find(group, text) if f.start < passage.end]
    for f in _free("undone", passage, view):
        if any(f.end <= at and len(text[f.end : at].split()) <= _FAR for at in deeds):
            return [f]
    return _free("neither", passage, view)[:1]


def _free(group: str, passage: Passage, view: View) -> list[Found]:
    """Return the words of a group in a passage, but for idioms that deny nothing and words of quantity."""
    idle = [(f.start, f.end) for f in view.words.find("affirmed", view.text)]
    idle += [
        (q.start, q.end)
        for q in view.words.quantities(view.text, idle=True)
        if not (q.quantity.weak or _none(q.quantity))
    ]
    return [
        f for f in view.words.find(group, view.text)
        if passage.start <= f.start < passage.end and not any(a < f.end and f.start < b for a, b in idle)
    ]  # fmt: skip


def _none(quantity: Quantity) -> bool:
    """True for "never" and "none", which turn a passage round as "not" does."""
    return (quantity.measure, quantity.op, quantity.number) == ("count", "==", 0)


def _before(passage: Passage, view: View) -> int:
    """Return where the words begin that stand before a passage outside every link."""
    return max((p.end for p in view.passages if p.end <= passage.start), default=0)


def _some(result: ClaimResult) -> bool:
    if result.verdict.status not in (Status.SUPPORTED, Status.ATTESTED) or silent(result):
        return False
    value = headline(result)
    return value is None or float(value[1].low) > 0


def _given(result: ClaimResult) -> str:
    value = headline(result)
    return "" if value is None else f": {value[0]} = {value[1]}"
