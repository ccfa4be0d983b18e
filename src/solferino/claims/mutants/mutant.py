"""One mutant: a sentence with one stretch of its words changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solferino.claims.view import View
from solferino.prose.sentences import sentences
from solferino.words.statement import Block, Passage

OPERATORS = ("number", "quantity", "conjunction", "party", "window", "hedge", "treaty", "place")
"""What is changed, in the order in which mutants are made."""


@dataclass(frozen=True)
class Mutant:
    """`was`, at `start` of a sentence, changed to `now`. `weaker`: whoever says the sentence says the mutant too."""

    operator: str
    start: int
    was: str
    now: str
    weaker: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.was)


def mutated(view: View, mutant: Mutant) -> View | None:
    """Return the sentence as changed; None where its passages or sentences would no longer be the same ones."""
    old = view.sentence
    block = _changed(old.block, old.start + mutant.start, old.start + mutant.end, mutant.now)
    if block is None:
        return None
    before, after = (sentences(b, view.language) for b in (old.block, block))
    if len(before) != len(after):
        return None
    found = after[before.index(old)]
    if [p.ids for p in found.passages] != [p.ids for p in old.passages]:
        return None
    return View(found, view.language, view.results, view.case, view.row_text, view.books)


def _changed(block: Block, start: int, end: int, now: str) -> Block | None:
    grown = len(now) - (end - start)
    text = block.text[:start] + now + block.text[end:]

    def moved(at: int) -> int:
        return at + grown if at >= end else at

    passages: list[Passage] = []
    for p in block.passages:
        if start < p.end and p.start < end and not (p.start <= start and end <= p.end):
            return None  # the words straddle the edge of a passage
        a, b = (p.start if p.start <= start else moved(p.start)), moved(p.end)
        if a >= b:
            return None
        passages.append(replace(p, start=a, end=b, text=text[a:b]))
    starts = tuple((at if at <= start else max(start, moved(at)), line) for at, line in block.starts)
    return replace(block, text=text, passages=tuple(passages), starts=starts)
