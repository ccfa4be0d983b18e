"""Bytes of a file → text in the encoding its description names, line ends made alike."""

from __future__ import annotations

import codecs

from solferino.words.errors import CaseError, Problem

_NAMES = "name one such as utf-8, utf-16, cp1252 (western), cp1251 (Cyrillic), cp1256 (Arabic)"


def decode(data: bytes, name: str, encoding: str) -> str:
    """Return `data` as text without a byte-order mark; raise CaseError with the line of the first wrong byte."""
    try:
        codec = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    except LookupError:
        raise CaseError([Problem(name, 0, f"there is no encoding {encoding!r}", _NAMES)]) from None
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = 'say what it is: encoding = "cp1256" (Arabic Windows), "cp1251", "utf-16" … under [[read]]'
        wrong = f"not {encoding}: byte {data[error.start]:#04x} at offset {error.start}"
        raise CaseError([Problem(name, line, wrong, hint)]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise CaseError([Problem(name, line, "holds a NUL character: not a text file, or UTF-16 read as UTF-8")])
    return text.replace("\r\n", "\n").replace("\r", "\n")
