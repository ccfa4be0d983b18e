"""Aid or assistance by a State: twelve questions, which of them must be answered yes, and what the answers come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from solferino.law import facts
from solferino.words.bounds import Bounds
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean

YES, NO, UNKNOWN = "yes", "no", "unknown"


@dataclass(frozen=True)
class Check:
    """One question of the worksheet. `role` is needed, contested, apart or beside."""

    id: str
    asks: str
    role: str
    source: str


@cache
def checks() -> tuple[Check, ...]:
    """Return the questions in their order."""
    return tuple(Check(c["id"], c["asks"], c["role"], c["source"]) for c in facts.rules("assistance")["check"])


def weighed(answers: Mapping[str, str]) -> dict[str, Bounds]:
    """Return `met` of the `needed` questions, `purpose` (the contested one) and `own` (1 where its organs struck).

    An unanswered question is unknown: it counts at the high end only. Raises UsageError for a question or an answer
    that the worksheet does not have.
    """
    known = {c.id: c for c in checks()}
    for name, answer in answers.items():
        if name not in known:
            raise UsageError(f"the worksheet has no question {name!r}", did_you_mean(name, known))
        if answer not in (YES, NO, UNKNOWN):
            raise UsageError(f"{name} is answered {answer!r}", "an answer is yes, no or unknown")

    def count(role: str) -> Bounds:
        told = [answers.get(c.id, UNKNOWN) for c in checks() if c.role == role]
        sure = told.count(YES)
        return Bounds(sure, sure, sure + told.count(UNKNOWN))

    needed = sum(c.role == "needed" for c in checks())
    return {
        "met": count("needed"),
        "needed": Bounds.exactly(needed),
        "purpose": count("contested"),
        "own": count("apart"),
    }
