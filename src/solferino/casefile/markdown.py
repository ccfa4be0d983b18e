"""Blocks of a statement → Markdown that reads back as the same blocks, a sentence a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from urllib.parse import quote

from solferino.words.statement import Block, Passage, Scheme

_ESCAPED = re.compile(r"[\\`*_\[\]<>&!#~|]")
_FIRST = re.compile(r"^(\s*)([-+=])")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])")
_LEADS = {"item": "- ", "quote": "> "}


def markdown(
    blocks: Iterable[Block], breaks: Sequence[Sequence[int]] = (), *, marks: Sequence[Sequence[str]] = ()
) -> str:
    """Return the text of a statement. `breaks`: for each block, the offsets of blanks to end a line at.

    `marks`: for each block, the emphasis of each character, "", "*", "**" or "***"; where CommonMark could not read
    it back, as around half a word, it is left out.

    Raises ValueError where a block holds a line end, or white space at its ends or twice in a row: Markdown drops it.
    """
    made = []
    for n, block in enumerate(blocks):
        if block.text != " ".join(block.text.split()):
            raise ValueError(f"block {n + 1} holds white space that Markdown would drop")
        plain = n >= len(marks) or block.kind == "heading"
        stressed = {} if plain else _stressed(block, marks[n])
        lines = _lines(block, set(breaks[n]) if n < len(breaks) and block.kind != "heading" else set(), stressed)
        lead = "#" * max(1, block.level) + " " if block.kind == "heading" else _LEADS.get(block.kind, "")
        under = "> " if block.kind == "quote" else " " * len(lead)
        made.append("\n".join((lead if i == 0 else under) + line for i, line in enumerate(lines)))
    return "\n\n".join(made) + "\n"


def _stressed(block: Block, marks: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return what closes and what opens at offsets of a block: emphasis of whole words, within one passage or none."""
    text, found = block.text, dict[int, tuple[str, str]]()
    edges = {0, len(text), *(at for p in block.passages for at in (p.start, p.end))}
    cuts = sorted(edges | {i for i in range(1, len(text)) if marks[i] != marks[i - 1]})
    for a, b in pairwise(cuts):
        mark, part = marks[a], text[a:b]
        start, end = a + len(part) - len(part.lstrip()), a + len(part.rstrip())
        whole = (start in edges or not text[start - 1].isalnum()) and (end in edges or not text[end].isalnum())
        if mark and start < end and whole and text[start].isalnum() and text[end - 1].isalnum() and start not in found:
            found[start] = (found.get(start, ("", ""))[0], mark)
            found[end] = (mark, "")
    return found


def _lines(block: Block, breaks: set[int], stressed: Mapping[int, tuple[str, str]]) -> list[str]:
    opens = {p.start: p for p in block.passages}
    closes = {p.end: p for p in block.passages}
    lines, line = [], ""
    for at in range(len(block.text) + 1):
        ends, begins = stressed.get(at, ("", ""))
        line += ends + (_close(closes[at]) if at in closes else "")
        line += ("[" if at in opens else "") + begins
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
