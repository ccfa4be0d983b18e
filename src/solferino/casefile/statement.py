"""statement.md → blocks of plain text with passages: CommonMark, in which claims are ordinary links."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from solferino.words.errors import Problem
from solferino.words.statement import Block, Passage, Scheme, Statement

_TARGET = re.compile(r"^(claim|source|context|opinion):(.*)$", re.DOTALL)
_LANGUAGE = re.compile(r"^statement\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\.md$")


def parse_statement(text: str, file: str, language: str) -> Statement | list[Problem]:
    """Return the statement, or every problem: empty, a passage without an id, a passage within a passage."""
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # ours are claim: and source:, never rendered
    problems: list[Problem] = []
    blocks: list[Block] = []
    stack: list[str] = []
    level = 0
    for token in parser.parse(text):
        if token.nesting == 1:
            stack.append(token.type.removesuffix("_open"))
            level = int(token.tag[1:]) if stack[-1] == "heading" else 0
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline":
            block = _Reader(file, token, stack, level).block(problems)
            if block.text.strip():
                blocks.append(block)
        elif token.type in ("html_block", "code_block", "fence") and token.map:
            what = "raw HTML" if token.type == "html_block" else "a code block"
            problems.append(Problem(file, token.map[0] + 1, f"{what} cannot be checked", "write it as plain text"))
    if not blocks and not problems:
        problems.append(Problem(file, 0, "the statement is empty"))
    return problems or Statement(file, language, text, tuple(blocks))


def language_of(file: str, default: str) -> str:
    """Return the language that a file name such as statement.ar.md says, else `default`."""
    match = _LANGUAGE.match(PurePosixPath(file).name)
    return match[1] if match else default


class _Reader:
    """Flattens the inline tokens of one block, keeping offsets of links and of line starts."""

    def __init__(self, file: str, token: Token, stack: list[str], level: int) -> None:
        self.file, self.token, self.stack, self.level = file, token, stack, level
        self.first = (token.map[0] if token.map else 0) + 1
        self.parts: list[str] = []
        self.at = 0
        self.line = self.first
        self.starts: list[tuple[int, int]] = [(0, self.first)]
        self.passages: list[Passage] = []

    def block(self, problems: list[Problem]) -> Block:
        open_at: list[tuple[Scheme, tuple[str, ...], int, int] | None] = []
        for child in self.token.children or []:
            if child.type == "link_open":
                opened = self._target(str(child.attrGet("href") or ""), problems)
                if opened and any(open_at):
                    problems.append(Problem(self.file, self.line, "a passage stands within another passage"))
                open_at.append((*opened, self.at, self.line) if opened else None)
            elif child.type == "link_close":
                if (link := open_at.pop()) is not None:
                    scheme, ids, start, line = link
                    self.passages.append(Passage(scheme, ids, "".join(self.parts)[start:], start, self.at, line))
            elif child.type in ("softbreak", "hardbreak"):
                self._add(" ")
                self.line += 1
                self.starts.append((self.at, self.line))
            elif child.type == "html_inline":
                problems.append(Problem(self.file, self.line, f"raw HTML {child.content!r} cannot be checked"))
            else:
                self._add(child.content)
        kind = next((k for k in reversed(self.stack) if k in ("heading", "list_item", "blockquote")), "paragraph")
        kinds = {"list_item": "item", "blockquote": "quote"}
        return Block(self.file, self.first, kinds.get(kind, kind), "".join(self.parts), tuple(self.passages),
                     tuple(self.starts), self.level)  # fmt: skip

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.at += len(text)

    def _target(self, href: str, problems: list[Problem]) -> tuple[Scheme, tuple[str, ...]] | None:
        match = _TARGET.match(href)
        if match is None:
            return None
        scheme, rest = Scheme(match[1]), unquote(match[2]) if match[1] != "source" else match[2]
        ids = tuple(part.strip() for part in (rest.split("+") if scheme is Scheme.CLAIM else [rest]))
        ids = tuple(i for i in ids if i)
        if not ids and scheme in (Scheme.CLAIM, Scheme.SOURCE):
            problems.append(Problem(self.file, self.line, f"a {scheme}: link names no {scheme}"))
            return None
        return scheme, ids
