"""DOCX: the paragraphs of a document, each character with the place where it stands in the XML.

Nothing is unpacked to disk, no macro, link or image is touched, and what could fill the memory is refused. Words that
were struck out under tracked changes are not read; words that were put in are.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree

from solferino.exchange.docx_paragraphs import Paragraph, Scan, scan
from solferino.words.errors import CaseError, Problem

MAX_UNPACKED = 256 * 1024 * 1024
"""Bytes that a document may unpack to; beyond it the file is taken for a bomb."""
MAX_PARTS = 5_000
MAX_TEXT = 64 * 1024 * 1024
"""Bytes of the one part that holds the text."""
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "/relationships/officeDocument"
_STYLES = "/relationships/styles"
_MAIN = "word/document.xml"
_DTD = tuple(word.encode(codec) for word in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le", "utf-16-be"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, ValueError, EOFError, OSError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A document as read: every part of the package in order, which of them holds the text, and its paragraphs."""

    name: str
    parts: tuple[tuple[zipfile.ZipInfo, bytes], ...]
    main: str
    scanned: Scan

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return self.scanned.paragraphs

    def part(self, name: str) -> bytes | None:
        """Return the bytes of one part, None where there is none."""
        return next((body for info, body in self.parts if info.filename == name), None)


def read_docx(data: bytes, name: str) -> Document:
    """Return the document; raise CaseError where it is none, is protected, or holds what no document needs."""
    if data.startswith(_OLE):
        raise _problem(name, "is protected by a password or of the older kind (.doc)", "save it as .docx without one")
    try:
        parts = _parts(data, name)
        by_name = {info.filename: body for info, body in parts}
        main = _related(by_name, "", _OFFICE) if "_rels/.rels" in by_name else _MAIN
        if main not in by_name:
            raise _problem(name, "holds no document: it is another kind of file", "save it as .docx")
        body = by_name[main]
        if len(body) > MAX_TEXT:
            raise _problem(
                name,
                f"holds {len(body) // 2**20} MB of text; at most {MAX_TEXT // 2**20} MB are read",
                "give the statement alone",
            )
        styles = _styles(by_name.get(_related(by_name, main, _STYLES), b""))
        return Document(name, parts, main, scan(body, name, styles))
    except _BROKEN as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise _problem(name, f"is no document that can be read: {first}", "save it again as .docx") from None


def _parts(data: bytes, name: str) -> tuple[tuple[zipfile.ZipInfo, bytes], ...]:
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        size = sum(part.file_size for part in listed)
        if len(listed) > MAX_PARTS or size > MAX_UNPACKED:
            text = f"unpacks to {len(listed)} parts of {size // 2**20} MB; at most {MAX_UNPACKED // 2**20} MB are read"
            raise _problem(name, text, "if it is what it seems, take the images out")
        for part in listed:
            path = part.filename
            if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/"):
                raise _problem(name, f"names a part outside itself: {path!r}", "it was made to harm; do not open it")
            body = archive.read(part)
            if path.endswith((".xml", ".rels")) and any(mark in body for mark in _DTD):
                raise _problem(name, f"defines entities in {path}", "no document needs them; do not open it")
            found.append((part, body))
    return tuple(found)


def relations(part: str) -> str:
    """Return the name of the part that says what `part` is related to; of the package itself for an empty name."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def _related(parts: dict[str, bytes], part: str, kind: str) -> str:
    body = parts.get(relations(part))
    for entry in ElementTree.fromstring(body) if body else ():
        if entry.get("Type", "").endswith(kind) and entry.get("TargetMode") != "External":
            target = entry.get("Target", "")
            folder = part.rpartition("/")[0]
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return ""


def related(document: Document, kind: str) -> str:
    """Return the part to which the text is related by a kind such as `/relationships/comments`, empty for none."""
    return _related({info.filename: body for info, body in document.parts}, document.main, kind)


def _styles(body: bytes) -> dict[str, tuple[str, int]]:
    """Return style id → (name in small letters, outline level or -1)."""
    found: dict[str, tuple[str, int]] = {}
    for style in ElementTree.fromstring(body) if body else ():
        told = {_local(e.tag): next(iter(e.attrib.values()), "") for e in style.iter()}
        ids = [v for k, v in style.attrib.items() if _local(k) == "styleId"]
        if ids and _local(style.tag) == "style":
            level = told.get("outlineLvl", "")
            found[ids[0]] = (told.get("name", "").casefold(), int(level) if level.isdigit() else -1)
    return found


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _problem(name: str, text: str, hint: str) -> CaseError:
    return CaseError([Problem(name, 0, text, hint)])
