"""Blocks of a statement → Markdown that reads back as the same blocks, a sentence a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from solferino.words.statement import Block, Passage, Scheme

_ESCAPED = re.compile(r"[\\`*_\[\]<>&!#~|]")
_FIRST = re.compile(r"^(\s*)([-+=])")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])")
_LEADS = {"item": "- ", "quote": "> "}


def markdown(blocks: Iterable[Block], breaks: Sequence[Sequence[int]] = ()) -> str:
    """Return the text of a statement. `breaks`: for each block, the offsets of blanks to end a line at.

    Raises ValueError where a block holds a line end, or white space at its ends or twice in a row: Markdown drops it.
    """
    made = []
    for n, block in enumerate(blocks):
        if block.text != " ".join(block.text.split()):
            raise ValueError(f"block {n + 1} holds white space that Markdown would drop")
        lines = _lines(block, set(breaks[n]) if n < len(breaks) and block.kind != "heading" else set())
        lead = "#" * max(1, block.level) + " " if block.kind == "heading" else _LEADS.get(block.kind, "")
        under = "> " if block.kind == "quote" else " " * len(lead)
        made.append("\n".join((lead if i == 0 else under) + line for i, line in enumerate(lines)))
    return "\n\n".join(made) + "\n"


def _lines(block: Block, breaks: set[int]) -> list[str]:
    opens = {p.start: p for p in block.passages}
    closes = {p.end: p for p in block.passages}
    lines, line = [], ""
    for at in range(len(block.text) + 1):
        line += _close(closes[at]) if at in closes else ""
        line += "[" if at in opens else ""
        if at == len(block.text):
            break
        if at in breaks and block.text[at] == " ":
            lines.append(line)
            line = ""
        else:
            line += _ESCAPED.sub(r"\\\g<0>", block.text[at])
    return [_NUMBERED.sub(r"\1\\\2", _FIRST.sub(r"\1\\\2", text)) for text in [*lines, line]]


def _close(p: Passage) -> str:
    if p.scheme is Scheme.SOURCE:
        return f"](<source:{re.sub(r'[<>]', lambda m: chr(92) + m[0], p.ids[0])}>)"
    return f"]({p.scheme}:{quote('+'.join(p.ids), safe='+')})"
