"""The XML of a document's text, scanned once: paragraphs, runs, and the byte at which every character stands.

A comment is put in by splicing bytes between those of the author, so all that is not added stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from solferino.words.errors import CaseError, Problem

SPACES = frozenset({
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
})  # fmt: skip
_OFF = ("0", "false", "off", "none")
_HEADING = re.compile(r"^heading (\d)$")
_MAX_DEPTH = 400


@dataclass
class Run:
    """One run of characters alike: the bytes at which it begins and ends, and those of its properties."""

    start: int
    end: int = -1
    first: int = 0
    last: int = -1
    properties: bytes = b""
    bold: bool = False
    italic: bool = False

    @property
    def mark(self) -> str:
        """The marks that CommonMark puts around such characters."""
        return "**" * self.bold + "*" * self.italic


@dataclass
class Paragraph:
    """One paragraph. `kind` is heading, item, quote or paragraph; `run`, `at` and `stop` say of each character in
    which run it stands and at which bytes; -1 where the XML has no character for it, as for a tab.
    """

    kind: str = "paragraph"
    level: int = 0
    text: str = ""
    runs: list[Run] = field(default_factory=list)
    run: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    stop: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Scan:
    """All paragraphs in order; `prefix` is what the document calls its namespace `uri` by."""

    paragraphs: tuple[Paragraph, ...]
    prefix: str
    uri: str
    body: bytes


def scan(body: bytes, name: str, styles: Mapping[str, tuple[str, int]]) -> Scan:
    """Scan the part that holds the text; raise CaseError where it is not UTF-8 or nests without end."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        raise CaseError([Problem(name, 0, "its text is not UTF-8", "save it again as .docx")]) from None
    found = _Scanner(body, name, styles)
    try:
        found.parser.Parse(body, True)
    except expat.ExpatError as error:
        text = f"its text is no XML: {expat.errors.messages[error.code]}"
        raise CaseError([Problem(name, error.lineno, text, "save it again as .docx")]) from None
    return Scan(tuple(p for p in found.paragraphs if p.text.strip()), found.prefix, found.uri, body)


class _Scanner:
    """Follows the parser: a paragraph may stand within a run of another (a text box), so both are stacks."""

    def __init__(self, body: bytes, name: str, styles: Mapping[str, tuple[str, int]]) -> None:
        self.body, self.name, self.styles = body, name, styles
        self.prefix, self.uri = "w", ""
        self.paragraphs: list[Paragraph] = []
        self.open: list[Paragraph] = []
        self.runs: list[Run] = []
        self.properties: list[int] = []
        self.path: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartCdataSectionHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise CaseError([Problem(self.name, 0, "its text defines entities or holds raw sections", "save it again")])

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        local = self._local(tag)
        self.path.append(local)
        if len(self.path) > _MAX_DEPTH:
            raise CaseError([Problem(self.name, 0, "its text nests without end", "save it again as .docx")])
        here = self.parser.CurrentByteIndex
        if local == "p":
            self.open.append(Paragraph())
            self.paragraphs.append(self.open[-1])
        elif local == "r" and self.open:
            self.runs.append(Run(here, first=len(self.open[-1].text), last=len(self.open[-1].text) - 1))
            self.open[-1].runs.append(self.runs[-1])
        elif local == "rPr" and self.path[-2:-1] == ["r"]:
            self.properties.append(here)
        elif local in ("b", "i") and self.path[-3:-1] == ["r", "rPr"] and self.runs:
            on = next((v for k, v in attributes.items() if self._local(k) == "val"), "1") not in _OFF
            setattr(self.runs[-1], {"b": "bold", "i": "italic"}[local], on)
        elif local in ("tab", "br", "cr", "noBreakHyphen") and self.path[-2:-1] == ["r"] and self._read():
            self._add({"noBreakHyphen": "‑"}.get(local, " "), -1, -1)
        elif local in ("pStyle", "outlineLvl", "numPr") and self.open and "pPr" in self.path:
            self._styled(local, next((v for k, v in attributes.items() if self._local(k) == "val"), ""))

    def _end(self, tag: str) -> None:
        local = self.path.pop()
        end = self.body.find(b">", self.parser.CurrentByteIndex) + 1
        if local == "p":
            self.open.pop()
        elif local == "r" and self.runs:
            self.runs.pop().end = end
        elif local == "rPr" and self.path[-1:] == ["r"] and self.properties:
            self.runs[-1].properties = self.body[self.properties.pop() : end]

    def _characters(self, text: str) -> None:
        if self.path[-1:] != ["t"] or not self._read():
            return
        at = self.parser.CurrentByteIndex
        raw = text.encode("utf-8")
        if self.body[at : at + 1] == b"&" or self.body[at : at + len(raw)] != raw:
            # An entity or a line end: as many bytes as it takes, one character.
            stop = self.body.index(b";", at) + 1 if self.body[at : at + 1] == b"&" else at + 1
            for letter in text:
                self._add(letter, at, stop)
            return
        for letter in text:
            size = len(letter.encode("utf-8"))
            self._add(letter, at, at + size)
            at += size

    def _read(self) -> bool:
        """True where words are the text's own: not where they were moved from, nor said again for older programs."""
        return bool(self.open and self.runs) and not {"Fallback", "moveFrom"} & set(self.path)

    def _add(self, letter: str, at: int, stop: int) -> None:
        p = self.open[-1]
        p.text += letter
        p.run.append(len(p.runs) - 1)
        p.at.append(at)
        p.stop.append(stop)
        p.runs[-1].last = len(p.text) - 1

    def _styled(self, local: str, value: str) -> None:
        p = self.open[-1]
        name, level = self.styles.get(value, (value.casefold(), -1)) if local == "pStyle" else ("", -1)
        if local == "outlineLvl" and value.isdigit() and int(value) < 9:
            level = int(value)
        heading = _HEADING.match(name)
        if heading or 0 <= level < 9 or name == "title":
            p.kind, p.level = "heading", min(6, int(heading[1]) if heading else level + 1 if level >= 0 else 1)
        elif p.kind == "paragraph" and (local == "numPr" or name.startswith("list")):
            p.kind = "item"
        elif p.kind == "paragraph" and "quote" in name:
            p.kind = "quote"

    def _local(self, tag: str) -> str:
        """The bare name of what belongs to the document; of anything else, a name that matches nothing."""
        uri, _, rest = tag.partition(" ")
        local, _, prefix = rest.partition(" ")
        if uri in SPACES:
            if not self.uri:
                self.prefix, self.uri = prefix, uri
            return local
        return local if local == "Fallback" else tag
