"""Quotations of a block: what stands between quotation marks and is long enough to be speech."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN = {"“": "”", "«": "»", "„": "“”", "‟": "”", "‘": "’", "\"": "\""}  # fmt: skip
_MARKS = '“”«»„"'
_SPEECH = 4
"""Words from which quoted words are speech, not a term held with tongs; fewer are where they end like a sentence."""


@dataclass(frozen=True)
class Quotation:
    """Characters `start` to `end` without their marks; `closed` False: it goes on in the next block."""

    start: int
    end: int
    closed: bool = True


def quotations(text: str, *, open_before: bool = False) -> tuple[Quotation, ...]:
    """Return the quotations of a block; `open_before`: the block before left one open, whose marks may not return."""
    found: list[Quotation] = []
    at = 0
    first = re.match(rf"\s*[{_MARKS}]", text)
    if open_before and first is None and (end := _closing(text, 0)) is not None:
        found.append(Quotation(0, end))
        at = end + 1
    while (m := re.compile(r"[“«„\"]|(?<![\w.,!?…])‘(?=\w)").search(text, at)) is not None:
        close = _end(text, m.end(), m[0])
        if close is None:
            if m[0] != "‘" and len(text[m.end() :].split()) >= _SPEECH:
                found.append(Quotation(m.end(), len(text), closed=False))
            break
        if _speech(text[m.end() : close]):
            found.append(Quotation(m.end(), close))
        at = close + 1
    return tuple(found)


def _speech(inside: str) -> bool:
    return len(inside.split()) >= _SPEECH or (inside.rstrip()[-1:] in (",", ".", "!", "?") and len(inside.split()) > 1)


def _end(text: str, start: int, mark: str) -> int | None:
    for m in re.compile(rf"[{re.escape(_OPEN[mark])}]").finditer(text, start):
        if mark == "‘" and text[m.end() : m.end() + 1].isalnum():
            continue
        return m.start()
    return None


def _closing(text: str, start: int) -> int | None:
    m = re.compile(r"[”»\"“«]").search(text, start)
    return m.start() if m is not None and m[0] in '”»"' else None
