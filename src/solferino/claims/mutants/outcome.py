"""What became of the mutants of a statement: caught, weaker and so no error, or survived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from solferino.claims.mutants.advice import advice
from solferino.claims.mutants.make import mutants
from solferino.claims.mutants.mutant import Mutant
from solferino.claims.sentence import judge
from solferino.claims.view import View
from solferino.words.result import Finding, SentenceResult
from solferino.words.verdict import SentenceStatus

FAILS = (
    SentenceStatus.ERROR, SentenceStatus.CONTRADICTED, SentenceStatus.OVERSTATED, SentenceStatus.NEEDS_QUALIFIER,
    SentenceStatus.BARE, SentenceStatus.INSUFFICIENT,
)  # fmt: skip


@dataclass(frozen=True)
class Survivor:
    """A mutant that nothing noticed: where it stands, why nothing did, and the line that would."""

    file: str
    line: int
    mutant: Mutant
    why: str
    catch: str

    def json(self) -> dict[str, Any]:
        return {
            "file": self.file, "line": self.line, "operator": self.mutant.operator, "was": self.mutant.was,
            "now": self.mutant.now, "why": self.why, "catch": self.catch,
        }  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """How many mutants were made, caught, and weaker than the sentence; and those that survived."""

    made: int
    caught: int
    weaker: int
    survivors: tuple[Survivor, ...]

    @property
    def share(self) -> float:
        """Return the part caught of those that ought to be; 1 where there are none."""
        ought = self.made - self.weaker
        return self.caught / ought if ought else 1.0

    def json(self) -> dict[str, Any]:
        return {
            "made": self.made, "caught": self.caught, "weaker": self.weaker,
            "survivors": [s.json() for s in self.survivors],
        }  # fmt: skip


def outcome(views: Iterable[tuple[int, View]]) -> Outcome:
    """Judge every mutant of every sentence; nothing but the changed sentence is judged, and no claim asked again."""
    made = caught = weaker = 0
    survivors: list[Survivor] = []
    for block, view in views:
        before: SentenceResult | None = None
        for mutant, changed in mutants(view):
            before = before or judge(view, block)
            made += 1
            if noticed(before, judge(changed, block), mutant):
                caught += 1
            elif mutant.weaker:
                weaker += 1
            else:
                line = view.sentence.block.line_at(view.sentence.start + mutant.start)
                why, catch = advice(mutant, view)
                survivors.append(Survivor(view.sentence.block.file, line, mutant, why, catch))
    return Outcome(made, caught, weaker, tuple(survivors))


def noticed(before: SentenceResult, after: SentenceResult, mutant: Mutant) -> bool:
    """True where the verdict is worse or a new finding is about the words changed.

    Of a sentence that failed already any finding that comes, goes or reads otherwise is enough.
    """
    order = list(SentenceStatus)
    if order.index(after.verdict) < order.index(before.verdict):
        return True
    old, new = ({(f.rule, f.text, f.status) for f in s.findings} for s in (before, after))
    if before.verdict in FAILS and old != new:
        return True
    fresh = [f for f in after.findings if (f.rule, f.text, f.status) not in old]
    return any(_about(f, mutant) for f in fresh)


def _about(finding: Finding, mutant: Mutant) -> bool:
    named = bool(mutant.now.strip()) and mutant.now.strip().casefold() in finding.text.casefold()
    return named or (finding.start <= mutant.start < max(finding.end, finding.start + 1))
