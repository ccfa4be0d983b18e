"""What is said in passing inside an atom: a clause with "which", a backer, a banned weapon, a crime named in a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from solferino.prose.atoms.atom import Kind
from solferino.prose.atoms.clauses import Spot, trim
from solferino.prose.atoms.cues import cues

_IN_CALLS = ("which", "crime")


def passing(text: str, spot: Spot, language: str = "en", *, asked: bool) -> Iterator[tuple[Spot, Kind | None]]:
    """Yield each part with its kind, None where its words must tell; `asked`: it is a call, or takes something for granted."""
    found: list[Spot] = []
    for name, pattern, kind in _patterns(language):
        if name in _IN_CALLS and not asked:
            continue
        for m in pattern.finditer(text, *spot):
            one = trim(text, *m.span("what"))
            one = (one[0], one[1] - (text[one[1] - 1] in ".!”\""))
            if one[1] - one[0] < spot[1] - spot[0] - 2 and all(one[1] <= a or b <= one[0] for a, b in found):
                found.append(one)
                yield one, kind


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str], Kind | None], ...]:
    crimes = r"(?:war\s+crimes?|crimes?\s+against\s+humanity|genocide|ethnic\s+cleansing|serious\s+violations?|violations?\s+of\s+international)"
    end = r"(?=[,;.]|$)"
    weapon = cues(language).found("things", "weapon").pattern
    return (
        ("which", re.compile(r",\s+where\s+(?P<what>[^;.]+)", re.IGNORECASE), None),
        ("which", re.compile(rf"\b(?:which|who)\s+(?P<what>(?:\w+ly\s+)?(?:has|have|had|is|are|was|were|continues?|\w+ed)\s[^,;.]+?)(?=\s+and\s+(?:appear|seem|may|might)|[,;.]|$)", re.IGNORECASE), None),
        ("crime", re.compile(rf"\b(?P<what>(?:to\s+commit|committing|who\s+commit|in\s+(?:\w+\s+)?(?:violation|breach)\s+of)\s[^,;.]*?(?:{crimes}|law|rights|convention\w*)[^,;.]*?){end}", re.IGNORECASE), "qualification"),
        ("backer", re.compile(r"(?<=,\s)(?P<what>(?:supported|backed|assisted|aided|armed|financed|trained)\s+by\s+[^,;.]+?)(?=,)", re.IGNORECASE), "attribution"),
        ("banned", re.compile(rf"\b(?P<what>(?:internationally\s+|universally\s+)?(?:banned|outlawed|prohibited)\s+(?:\w+\s+)?{weapon})", re.IGNORECASE), "qualification"),
    )  # fmt: skip
