"""Tag files as text: their encoding, their lines, and the `Label: value` elements of bag-info.txt."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from solferino.vault.bag.findings import Findings


@dataclass(frozen=True)
class Text:
    """How the tag files of a bag are read: their encoding, and whether the rules are those of BagIt 1.0."""

    encoding: str
    strict: bool

    def lines(self, name: str, data: bytes, findings: Findings) -> list[str]:
        """Return the lines of a tag file; bytes in another encoding are a fault (earlier than 1.0: read as UTF-8)."""
        try:
            text = data.decode(self.encoding)
        except UnicodeError:
            why = f"not in the encoding that bagit.txt names, {self.encoding}"
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                findings.fault(name, why)
                return []
            findings.either(name, f"{why}, but in UTF-8", fault=self.strict)
        if text.startswith("\ufeff"):
            findings.warn(name, "begins with a byte order mark")
            text = text[1:]
        return split(text)


def split(text: str) -> list[str]:
    """Return lines ended by LF, CR or both, and by nothing else that Unicode calls a line's end."""
    lines = re.split(r"\r\n|\n|\r", text)
    return lines[:-1] if lines[-1] == "" else lines


def known(encoding: str) -> bool:
    """Return whether an encoding of text has that name."""
    try:
        return bool(getattr(codecs.lookup(encoding), "_is_text_encoding", True))
    except (LookupError, ValueError):
        return False


def elements(name: str, lines: list[str], findings: Findings, *, strict: bool) -> list[tuple[str, str]]:
    """Return (label, value) in order; a line that begins with a space or tab continues the value before it."""
    found: list[tuple[str, str]] = []
    for number, line in enumerate(lines, 1):
        where = f"{name}:{number}"
        if not line.strip():
            findings.warn(where, "an empty line")
        elif line[0] in " \t":
            if found:
                label, value = found[-1]
                found[-1] = (label, f"{value} {line.strip()}")
            else:
                findings.either(where, "continues an element, but there is none before it", fault=strict)
        else:
            label, colon, value = line.partition(":")
            if not colon or not label:
                findings.either(where, "no `Label: value`", fault=strict)
                continue
            if label != label.strip():
                findings.either(where, "whitespace between the label and its colon", fault=strict)
            if value and value[0] not in " \t":
                findings.either(where, "no space after the colon", fault=strict)
            if strict and value[:1] in (" ", "\t") and value[1:2] in (" ", "\t") and value.strip():
                findings.fault(where, "more than one space after the colon")
            found.append((label.strip(), value.strip()))
    return found
