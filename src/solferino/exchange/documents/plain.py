"""Paragraphs → plain text, in the one form that offsets count in."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BULLET = re.compile(r"^[•▪◦·●■‣⁃*+–—-]\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\u00ad]")


def joined(paragraphs: Iterable[str]) -> str:
    """Return paragraphs one after the other, an empty line between two; white space is one space, bullets are left out.

    >>> joined(["One\\n  line ", "", "- two"])
    'One line\\n\\ntwo\\n'
    """
    flat = (_BULLET.sub("", " ".join(_CONTROL.sub("", p).split())) for p in paragraphs)
    kept = [p for p in flat if p]
    return "\n\n".join(kept) + "\n" if kept else ""
