"""A copy of a document with comments in its margin: bytes are added between those of the author, none is changed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from solferino.exchange.docx import PACKAGE, Document, related, relations
from solferino.exchange.docx_paragraphs import Paragraph, Scan

AUTHOR, INITIALS = "Solferino", "So"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ID = re.compile(rb"\bid\s*=\s*[\"'](\d{1,9})[\"']")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Note:
    """A comment on the characters `start:end` of a paragraph, one paragraph of its own a line."""

    paragraph: Paragraph
    start: int
    end: int
    lines: tuple[str, ...]


def commented(document: Document, notes: Iterable[Note]) -> bytes:
    """Return the document with the notes in its margin; without notes, its parts as they were."""
    scan, listed = document.scanned, tuple(notes)
    where = related(document, "/relationships/comments")
    held = document.part(where) if where else None
    first = 1 + max((int(n) for n in _ID.findall((held or b"") + scan.body)), default=-1)
    numbered = list(enumerate(listed, first))
    changed = {document.main: _spliced(scan, numbered)}
    name = where or f"{document.main.rpartition('/')[0]}/comments.xml".lstrip("/")
    body = "".join(_comment(n, note, scan.uri) for n, note in numbered).encode()
    changed[name] = _inside(held or _empty("w:comments", scan.uri), body)
    if not held:
        links = relations(document.main)
        link = f'<Relationship xmlns="{PACKAGE}" Id="solferinoComments" Type="{_KIND}" Target="/{name}"/>'
        changed[links] = _inside(document.part(links) or _empty("Relationships", PACKAGE), link.encode())
        kind = f'<Override xmlns="{_TYPES}" PartName="/{name}" ContentType="{_CONTENT}"/>'
        types = document.part("[Content_Types].xml") or _empty("Types", _TYPES)
        changed["[Content_Types].xml"] = _inside(types, kind.encode())
    return _packed(document, changed if listed else {})


def _packed(document: Document, changed: dict[str, bytes]) -> bytes:
    """The package again, part by part in the order it had; parts that are new stand at its end."""
    out = io.BytesIO()
    there = {info.filename for info, _ in document.parts}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, body in document.parts:
            entry = zipfile.ZipInfo(info.filename, info.date_time)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, changed.get(info.filename, body))
        for name in sorted(set(changed) - there):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, changed[name])
    return out.getvalue()


def _spliced(scan: Scan, notes: list[tuple[int, Note]]) -> bytes:
    """The text with the marks of every note between its bytes; a run is cut in two where one begins or ends in it."""
    marks: dict[tuple[int, bool], list[bytes]] = {}
    cut: dict[int, bytes] = {}
    for number, note in notes:
        start, end = _before(note), _after(note)
        reference = _tag(scan, "r", inner=_tag(scan, "commentReference", number))
        marks.setdefault(start[:2], []).append(_tag(scan, "commentRangeStart", number))
        marks.setdefault(end[:2], []).append(_tag(scan, "commentRangeEnd", number) + reference)
        cut |= {at: properties for at, inside, properties in (start, end) if inside}
    made, last = [], 0
    for at, inside in sorted(marks):
        here = b"".join(marks[at, inside])
        if inside:
            close = f"</{_name(scan, 't')}></{_name(scan, 'r')}>".encode()
            again = f'<{_name(scan, "t")} xml:space="preserve">'.encode()
            here = close + here + f"<{_name(scan, 'r')}>".encode() + cut[at] + again
        made += [scan.body[last:at], here]
        last = at
    return b"".join([*made, scan.body[last:]])


def _before(note: Note) -> tuple[int, bool, bytes]:
    """Where a note begins: before its run, or within it, just after the words that stand before."""
    p, at = note.paragraph, note.start
    run = p.runs[p.run[at]]
    k = at - 1
    while k >= run.first and p.run[k] == p.run[at] and p.text[k].isspace():
        k -= 1
    if k < run.first or p.run[k] != p.run[at] or p.stop[k] < 0:
        return run.start, False, b""
    return p.stop[k], True, run.properties


def _after(note: Note) -> tuple[int, bool, bytes]:
    """Where a note ends: after its run, or within it, just after its last word."""
    p, at = note.paragraph, note.end - 1
    run = p.runs[p.run[at]]
    if at == run.last or p.stop[at] < 0:
        return run.end, False, b""
    return p.stop[at], True, run.properties


def _comment(number: int, note: Note, uri: str) -> str:
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(_UNPRINTABLE.sub("�", line))}</w:t></w:r></w:p>'
        for line in note.lines
    )
    who = f"w:author={quoteattr(AUTHOR)} w:initials={quoteattr(INITIALS)}"
    return f'<w:comment xmlns:w="{uri}" w:id="{number}" {who}>{paragraphs}</w:comment>'


def _tag(scan: Scan, local: str, number: int | None = None, inner: bytes = b"") -> bytes:
    """An element as the document would write it; attributes always bear a prefix, though elements may bear none."""
    own = "" if scan.prefix else f' xmlns:sol="{scan.uri}"'
    numbered = "" if number is None else f'{own} {scan.prefix or "sol"}:id="{number}"'
    name = _name(scan, local)
    return f"<{name}{numbered}>".encode() + inner + f"</{name}>".encode()


def _name(scan: Scan, local: str) -> str:
    return f"{scan.prefix}:{local}" if scan.prefix else local


def _inside(part: bytes, body: bytes) -> bytes:
    """A part with `body` before the end of its root."""
    at = part.rfind(b"</")
    if at < 0:
        at = part.rindex(b"/>")
        name: bytes = re.findall(rb"<([A-Za-z][\w:.-]*)", part)[-1]
        return part[:at] + b">" + body + b"</" + name + b">" + part[at + 2 :]
    return part[:at] + body + part[at:]


def _empty(root: str, uri: str) -> bytes:
    prefix = root.rpartition(":")[0]
    own = f"xmlns:{prefix}" if prefix else "xmlns"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{root} {own}="{uri}"></{root}>'.encode()
