"""The day on which a text says that it speaks: a line of its own, or the opening of its first paragraph."""

from __future__ import annotations

import re
from datetime import date

from solferino.prose.numerals import numerals
from solferino.prose.tongues import tongues

_HEAD = 4
"""Blocks in which a dateline may stand: title, subtitle, place and day, text."""
_PLACE = re.compile(r"\(?(?:[^\W\d_a-zà-ÿа-яё][\w’'.-]*[ /,،]*){0,6}(?:le\s|[(–—:-])?\s*")
"""Names with a capital, or in letters that have none, before the day."""
_REST = re.compile(r"[).,:]*\s*(?:$|[–—]|--|-\s)")
_OPENING = 90


def dateline(plain: str) -> date | None:
    """Return the day that stands at the head of a text, alone or with a place: "Geneva, 14 June 2019"."""
    return next(filter(None, map(_day, plain.split("\n\n")[:_HEAD])), None)


def is_dateline(block: str) -> bool:
    """True for a block that holds a place and a day, and nothing else."""
    return len(block.strip()) < _OPENING and "\n" not in block.strip() and _day(block.strip(), alone=True) is not None


def _day(block: str, *, alone: bool = False) -> date | None:
    text = " ".join(block.split())[:_OPENING]
    found = (
        next((n for n in numerals(text, t) if n.kind == "date" and n.low is not None and n.low == n.high), None)
        for t in dict.fromkeys(("en", *tongues()))
    )
    for n in filter(None, found):
        rest = _REST.match(text, n.end)
        if _PLACE.fullmatch(text[: n.start]) and rest and (not alone or rest.end() == len(text)):
            return date.fromisoformat(str(n.low))
    return None
