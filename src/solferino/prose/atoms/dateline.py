"""The day on which a text says that it speaks: a line of its own, or the opening of its first paragraph."""

from __future__ import annotations

import re
from datetime import date

from solferino.prose.numerals import numerals

_HEAD = 4
"""Blocks in which a dateline may stand: title, subtitle, place and day, text."""
_PLACE = re.compile(r"\(?(?:[A-Z][\w’'.-]*[ /,]*){0,6}[(–—:-]?\s*")
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
    for n in numerals(text):
        if n.kind == "date" and n.low is not None and n.low == n.high:
            rest = _REST.match(text, n.end)
            if not (_PLACE.fullmatch(text[: n.start]) and rest and (not alone or rest.end() == len(text))):
                return None
            return date.fromisoformat(str(n.low))
    return None
