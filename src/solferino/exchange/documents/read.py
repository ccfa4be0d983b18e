"""A document → its plain text, by the ending of its name; every refusal says what to do."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from solferino.exchange.documents.plain import joined
from solferino.words.errors import UsageError

LARGEST = 50_000_000
"""Bytes from which on a file is not read."""
LONGEST = 2_000_000
"""Characters of plain text from which on it is no statement."""

FORMATS = {
    ".txt": ("text", "plain"), ".text": ("text", "plain"), ".md": ("text", "markdown"),
    ".markdown": ("text", "markdown"), ".html": ("html", "html"), ".htm": ("html", "html"),
    ".docx": ("docx", "docx"), ".pdf": ("pdf", "pdf"), ".eml": ("mail", "mail"),
}  # fmt: skip
"""Endings of names: the module of this folder that is loaded for one, and what in it reads bytes into paragraphs."""


def plain_text(path: Path) -> str:
    """Return the text of a document, paragraphs separated by empty lines; raise UsageError where it cannot be had."""
    reader(path.name)
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "check the path, and who may read it") from None
    return text_of(data, path.name, size=size)


def text_of(data: bytes, name: str, *, size: int | None = None) -> str:
    """Return the text of the document in `data`, by the ending of `name`; raise UsageError where it cannot be had."""
    read, size, name = reader(name), len(data) if size is None else size, name.rpartition("/")[2]
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


def reader(name: str) -> Callable[[bytes, str], list[str]]:
    """Return what reads documents of this ending into paragraphs, given their bytes and name; else raise UsageError."""
    ending = Path(name).suffix.lower()
    if ending not in FORMATS:
        raise UsageError(
            f"{Path(name).name}: no reader for {ending or 'a name without an ending'}",
            f"give one of {', '.join(FORMATS)}",
        )
    module, function = FORMATS[ending]
    found: Callable[[bytes, str], list[str]] = getattr(
        import_module(f"solferino.exchange.documents.{module}"), function
    )
    return found
