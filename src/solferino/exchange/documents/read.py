"""A document → its plain text, by the ending of its name; every refusal says what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from solferino.exchange.documents.docx import docx
from solferino.exchange.documents.html import html
from solferino.exchange.documents.mail import mail
from solferino.exchange.documents.pdf import pdf
from solferino.exchange.documents.plain import joined
from solferino.exchange.documents.text import markdown, plain
from solferino.words.errors import UsageError

LARGEST = 50_000_000
"""Bytes from which on a file is not read."""
LONGEST = 2_000_000
"""Characters of plain text from which on it is no statement."""

FORMATS: dict[str, Callable[[bytes, str], list[str]]] = {
    ".txt": plain, ".text": plain, ".md": markdown, ".markdown": markdown, ".html": html, ".htm": html,
    ".docx": docx, ".pdf": pdf, ".eml": mail,
}  # fmt: skip
"""Endings of names, and what reads them into paragraphs."""


def plain_text(path: Path) -> str:
    """Return the text of a document, paragraphs separated by empty lines; raise UsageError where it cannot be had."""
    _reader(path.name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "check the path, and who may read it") from None
    return text_of(data, path.name, size=size)


def text_of(data: bytes, name: str, *, size: int | None = None) -> str:
    """Return the text of the document in `data`, by the ending of `name`; raise UsageError where it cannot be had."""
    read, size, name = _reader(name), len(data) if size is None else size, name.rpartition("/")[2]
    if size > LARGEST:
        raise UsageError(
            f"{name} has {size:,} bytes; a statement has fewer than {LARGEST:,}", "give the statement alone"
        )
    text = joined(read(data, name))
    if not text:
        raise UsageError(f"{name} holds no text", "give the statement itself")
    if len(text) > LONGEST:
        raise UsageError(f"{name} holds {len(text):,} characters; a statement has fewer than {LONGEST:,}")
    return text


def _reader(name: str) -> Callable[[bytes, str], list[str]]:
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise UsageError(
            f"{Path(name).name}: no reader for {ending or 'a name without an ending'}",
            f"give one of {', '.join(FORMATS)}",
        )
    return FORMATS[ending]
