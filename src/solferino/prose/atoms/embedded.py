"""What is said in passing inside an atom: a clause with "which", a backer, a banned weapon, a crime named in a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from solferino.prose.atoms.atom import Kind
from solferino.prose.atoms.clauses import Spot, trim
from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.shapes import shapes

_IN_CALLS = ("where", "which", "crime")
_KINDS: dict[str, Kind] = {"crime": "qualification", "backer": "attribution", "banned": "qualification"}


def passing(text: str, spot: Spot, language: str = "en", *, asked: bool) -> Iterator[tuple[Spot, Kind | None]]:
    """Yield each part with its kind, None where its words must tell.

    `asked`: the atom is a call, or takes something for granted.
    """
    found: list[Spot] = []
    for name, pattern, kind in _patterns(language):
        if name in _IN_CALLS and not asked:
            continue
        for m in pattern.finditer(text, *spot):
            one = trim(text, *m.span("what"))
            one = (one[0], one[1] - (text[one[1] - 1] in '.!”"'))
            if one[1] - one[0] < spot[1] - spot[0] - 2 and all(one[1] <= a or b <= one[0] for a, b in found):
                found.append(one)
                yield one, kind


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str], Kind | None], ...]:
    made = shapes("embedded", {"weapon": cues(language).found("things", "weapon").pattern})
    return tuple((name, pattern, _KINDS.get(name)) for name, pattern in made.items())
