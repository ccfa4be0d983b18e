"""HTML → paragraphs: the article where one is marked, else the body; nothing of it is fetched or run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from solferino.exchange.documents.text import decoded

_PASSED = {
    "script",
    "style",
    "head",
    "nav",
    "footer",
    "aside",
    "form",
    "noscript",
    "template",
    "svg",
    "button",
    "select",
    "figure",
    "iframe",
    "object",
}
_INLINE = {
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "cite",
    "code",
    "em",
    "font",
    "i",
    "ins",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "wbr",
}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)


def html(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a page, in its declared encoding or UTF-8."""
    said = _CHARSET.search(data[:4096])
    reader = _Reader()
    reader.feed(decoded(data, name, encoding=said[1].decode("ascii") if said else "utf-8"))
    reader.close()
    reader.cut()
    return reader.marked or reader.found


class _Reader(HTMLParser):
    """Collects text between the borders of block elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.marked: list[str] = []
        self.words: list[str] = []
        self.passed: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.passed:
            if tag == self.passed[-1]:
                self.passed.append(tag)
            return
        if tag == "br":
            self.words.append(" ")
        elif tag in _PASSED:
            self.cut()
            self.passed.append(tag)
        elif tag not in _INLINE:
            self.cut()
            self.within += tag in ("article", "main")

    def handle_endtag(self, tag: str) -> None:
        if self.passed:
            if tag == self.passed[-1]:
                self.passed.pop()
            return
        if tag not in _INLINE and tag not in _VOID:
            self.cut()
            self.within -= tag in ("article", "main") and self.within > 0

    def handle_data(self, data: str) -> None:
        if not self.passed:
            self.words.append(data)

    def cut(self) -> None:
        """End a paragraph."""
        text = "".join(self.words)
        self.words = []
        if text.strip():
            self.found.append(text)
            if self.within:
                self.marked.append(text)
