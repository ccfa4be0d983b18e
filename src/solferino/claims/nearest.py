"""Which of several values of a claim a loosened number means: "at least 54 killed" of 45 killed and 100 injured."""

from __future__ import annotations

import math
import re

from solferino.claims.view import View
from solferino.prose.numeral import Numeral
from solferino.words.bounds import Bounds
from solferino.words.result import ClaimResult
from solferino.words.statement import Passage
from solferino.words.truth import Truth

Told = tuple[Truth, ClaimResult, str, Bounds, ClaimResult]
"""Whether a value is the number, the claim cited, the value's name, the value, and the claim that gives it."""
_STEM = 4
"""Letters of a value's name that stand in a word for it."""


def nearest(n: Numeral, truths: list[Told], passage: Passage, view: View) -> list[Told]:
    """Return of each claim one value: that whose name, or a word for it, stands nearest to the number, else the value
    that lies nearest. An exact number needs none of this: it is some value, or none.
    """
    owners = {t[4].id: [u for u in truths if u[4].id == t[4].id] for t in truths}
    return [_one(n, mine, passage, view) for mine in owners.values()]


def _one(n: Numeral, mine: list[Told], passage: Passage, view: View) -> Told:
    named = [(far, t) for t in mine if (far := _away(n, t[2], passage, view)) is not None]
    if len(mine) > 1 and named:
        return min(named, key=lambda pair: pair[0])[1]
    return min(mine, key=lambda t: _apart(n, t[3]))


def _away(n: Numeral, name: str, passage: Passage, view: View) -> int | None:
    """Return how many letters lie between a number and the nearest word for a value; None where there is none."""
    words = [(f.start, f.end) for f in (view.words.find(name, view.text) if name in view.words.groups else ())]
    if len(name) >= _STEM:
        words += [m.span() for m in re.finditer(rf"\b{re.escape(name[:-1])}\w*", view.text, re.IGNORECASE)]
    there = [(a, b) for a, b in words if passage.start <= a < passage.end]
    return min((max(a - n.end, n.start - b) for a, b in there), default=None)


def _apart(n: Numeral, value: Bounds) -> float:
    base = value.base
    return abs(math.log(base / float(n.low))) if isinstance(base, int | float) and base > 0 and n.low else math.inf
