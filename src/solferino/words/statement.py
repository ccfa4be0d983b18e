"""A statement as read: blocks of plain text with the links that mark what each passage claims.

All offsets count characters of the block's plain text (markup removed, soft breaks as spaces).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Scheme(StrEnum):
    """What a link says of its passage. Any other link target is an ordinary link and marks nothing."""

    CLAIM = "claim"
    SOURCE = "source"
    CONTEXT = "context"
    OPINION = "opinion"


@dataclass(frozen=True)
class Passage:
    """A link of the statement: `[text](claim:a+b)` has scheme claim and ids ("a", "b").

    A source passage has one id, `source-id/row-id` or `source-id`; context may have none;
    an opinion's id, where given, names the atom it stands for.
    """

    scheme: Scheme
    ids: tuple[str, ...]
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or quotation. `starts` maps offsets to lines: (offset, line) pairs."""

    file: str
    line: int
    kind: str
    text: str
    passages: tuple[Passage, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()
    level: int = 0

    def line_at(self, offset: int) -> int:
        """Return the line of the file on which the character at `offset` stands."""
        return max((pair for pair in self.starts if pair[0] <= offset), default=(0, self.line))[1]


@dataclass(frozen=True)
class Statement:
    """A file of the statement: `language` is a BCP 47 tag, `text` the file as written."""

    file: str
    language: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sentence:
    """One grammatical sentence of a block, `text` equal to `block.text[start:end]`.

    `passages` are the links that overlap it, cut to it; offsets in them stay those of the block.
    """

    block: Block
    start: int
    end: int
    passages: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.block.line_at(self.start)


def cut(block: Block, start: int, end: int) -> Sentence:
    """Return the sentence of `block` between two offsets, with its passages cut to it."""
    inside = []
    for p in block.passages:
        a, b = max(p.start, start), min(p.end, end)
        if a < b:
            inside.append(replace(p, start=a, end=b, text=block.text[a:b]))
    return Sentence(block, start, end, tuple(inside))
