"""What a sentence says of a claim's value, held against every world that the claim itself must survive (S2, S3).

A claim that asks three stands in a world that gives four. A sentence that says six over it does not, and says more than
its claim ever had to answer for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult, Finding
from solferino.words.truth import Truth
from solferino.words.verdict import SentenceStatus, Status

_EVERY = "unknown-all"
"""The world that counts everything of which nobody is blamed: more there says nothing of what a number is."""


@dataclass(frozen=True)
class Spoken:
    """Words with what they ask of a value: `floor` where more than they say leaves them true enough."""

    text: str
    start: int
    end: int
    asks: Callable[[Bounds], Truth]
    floor: bool

    def broken(self, result: ClaimResult, name: str) -> Finding | None:
        """Return the finding on words that the base build bears out and some world does not; None where all do.

        A note only where a bare number is less than some world gives. Where the claim itself does not stand, its own
        verdict has said so.
        """
        if result.verdict.status not in (Status.SUPPORTED, Status.ATTESTED):
            return None
        base, status = result.values[name], SentenceStatus.INSUFFICIENT
        there = {world: values.get(name) for world, values in result.elsewhere.items()}
        kept = {w: _no_more(v, base) if v and self.floor else v for w, v in there.items()}
        wrong = [w for w, v in kept.items() if v is None or self.asks(v) is not Truth.YES]
        if wrong:
            world = min(wrong, key=lambda w: (v.low if (v := there[w]) else base.low, w))
            given = "nothing" if there[world] is None else f"{name} = {there[world]}"
            text = f'fragile: "{self.text}" does not hold of {result.id} in the world {world!r}: {given}'
            return Finding("S2", text, _least(name, base, kept), status, self.start, self.end)
        more = next((w for w, v in there.items() if w != _EVERY and v and self.asks(v) is not Truth.YES), "")
        if not more:
            return None
        text = f'"{self.text}" is less than {result.id} gives in the world {more!r}: {name} = {there[more]}'
        return Finding("S2", text, _least(name, base, kept), None, self.start, self.end)


def _no_more(value: Bounds, base: Bounds) -> Bounds:
    """Return a value cut down to what the base build gives."""
    high = value.high if base.high is None else base.high if value.high is None else min(value.high, base.high)
    return Bounds(min(value.low, base.low), min(value.base, base.base), high)


def _least(name: str, base: Bounds, there: dict[str, Bounds | None]) -> str:
    found = [base, *there.values()]
    known = [v for v in found if v is not None]
    least = Bounds.exactly(Bounds.around(known).low)
    return f"{name} is at least {least} in every world" if len(known) == len(found) else ""
