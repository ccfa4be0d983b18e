"""Names and words that strangers chose, shown so that no terminal obeys them."""

from __future__ import annotations


def printable(text: str, most: int = 0) -> str:
    """Return a text as one line: what moves a cursor or turns the writing is escaped; `most` characters, if given."""
    short = f"{text[:most]}…" if 0 < most < len(text) else text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
