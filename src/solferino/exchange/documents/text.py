"""Plain text and Markdown → paragraphs."""

from __future__ import annotations

import codecs
import re

from markdown_it import MarkdownIt

from solferino.words.errors import UsageError

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LONG = 90
"""Mean letters of a line from which on a text without empty lines has one paragraph on each."""


def decoded(data: bytes, name: str, *, encoding: str = "utf-8") -> str:
    """Return `data` as text, by its byte-order mark or as `encoding`; raise UsageError with the first wrong byte."""
    codec = next((c for mark, c in _MARKS if data.startswith(mark)), encoding)
    try:
        text = data.decode(codec)
    except LookupError:
        raise UsageError(
            f"{name} says that its encoding is {encoding!r}, which is not known", "save it as UTF-8"
        ) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        told = f"{name}:{line}: not {codec}: byte {data[error.start]:#04x} at offset {error.start}"
        raise UsageError(told, "save it as UTF-8, or as .docx or .html that says its encoding") from None
    if "\0" in text:
        raise UsageError(f"{name} holds a NUL character: it is no text", "give .txt, .md, .html, .docx or .pdf")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def plain(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a plain text: parts between empty lines, or its lines where there are none."""
    text = decoded(data, name).strip()
    parts = re.split(r"\n[ \t\u00a0]*\n", text)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(parts) == 1 and len(lines) > 1 and sum(map(len, lines)) > _LONG * len(lines):
        return lines
    return [p for part in parts for p in _items(part)]


def markdown(data: bytes, name: str) -> list[str]:
    """Return the paragraphs, headings, items and quotations of a CommonMark text, without its marks."""
    found = []
    for token in MarkdownIt("commonmark").parse(decoded(data, name)):
        if token.type == "inline":
            found.append("".join(_inline(child.type, child.content) for child in token.children or ()))
        elif token.type in ("fence", "code_block"):
            found.append(token.content)
    return found


def _inline(kind: str, content: str) -> str:
    if kind in ("softbreak", "hardbreak"):
        return " "
    return "" if kind in ("html_inline", "image") else content


def _items(part: str) -> list[str]:
    """Cut a part into the items of its list, where each line begins with a mark."""
    return re.split(r"\n(?=\s*(?:[•▪◦·●■‣⁃*–-]|\d{1,2}[.)])\s+)", part)
