"""DOCX → paragraphs, with the standard library alone; what a hostile file may ask is bounded.

A document type declaration ends the reading before any entity could grow; sizes are taken from what is read, not
from what the archive says of itself. Deleted text, fields' instructions and fallbacks are no words of the text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from solferino.words.errors import UsageError

LARGEST = 40_000_000
"""Bytes of XML, unpacked, from which on a file is no statement."""
_PART = "word/document.xml"
_CHUNK = 1 << 16
_PASSED = {"delText", "instrText", "Fallback", "del", "moveFrom", "footnoteReference"}


def docx(data: bytes, name: str) -> list[str]:
    """Return the paragraphs of a document, tables included, in the order in which they stand."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _paragraphs(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UsageError(
            f"{name} is no whole .docx: {error}", "open it in a word processor and save it again"
        ) from None


def _paragraphs(archive: zipfile.ZipFile, name: str) -> list[str]:
    if _PART not in archive.namelist():
        raise UsageError(f"{name} holds no {_PART}: it is an archive, and no .docx", "save it as .docx")
    reader = _Reader(name)
    size = 0
    with archive.open(_PART) as part:
        while chunk := part.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST:
                raise UsageError(
                    f"{name} unpacks to more than {LARGEST // 1_000_000} MB of text", "give the statement alone"
                )
            reader.feed(chunk)
    reader.feed(b"", last=True)
    return reader.found


class _Reader:
    """Follows the elements of one part; a paragraph within a paragraph, as in a text box, is one of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[str] = []
        self.open: list[list[str]] = []
        self.passed = 0
        self.taken = False
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.refuse

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """Read on; raise UsageError where the XML is broken."""
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise UsageError(f"{self.name}: its text is no sound XML: {error}", "save it again as .docx") from None

    def refuse(self, *_: object) -> None:
        """No word processor writes a document type: whoever does means harm."""
        raise UsageError(f"{self.name} declares a document type, which no .docx does", "do not open it")

    def start(self, tag: str, _: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        if self.passed or local in _PASSED:
            self.passed += 1
        elif local == "p":
            self.open.append([])
        elif local in ("tab", "br", "cr") and self.open:
            self.open[-1].append(" ")
        elif local == "noBreakHyphen" and self.open:
            self.open[-1].append("-")
        self.taken = local == "t" and not self.passed

    def end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if self.passed:
            self.passed -= 1
        elif local == "p" and self.open:
            self.found.append("".join(self.open.pop()))
        self.taken = False

    def text(self, words: str) -> None:
        if self.taken and self.open and not self.passed:
            self.open[-1].append(words)
