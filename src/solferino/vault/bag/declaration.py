"""bagit.txt: which version of BagIt a bag follows, and how its tag files are encoded."""

from __future__ import annotations

import re
from dataclasses import dataclass

from solferino.vault.bag.findings import Findings
from solferino.vault.bag.tagfile import known, split

NAME = "bagit.txt"
VERSIONS = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0))
_LINES = (
    (re.compile(r"BagIt-Version: ([0-9]+\.[0-9]+)"), "BagIt-Version: 1.0"),
    (re.compile(r"Tag-File-Character-Encoding: (\S+)"), "Tag-File-Character-Encoding: UTF-8"),
)


@dataclass(frozen=True)
class Declaration:
    """The version as (major, minor), and the name of the encoding."""

    version: tuple[int, int]
    encoding: str

    @property
    def strict(self) -> bool:
        """Whether the rules are those of BagIt 1.0."""
        return self.version >= (1, 0)


def declare(data: bytes, findings: Findings) -> Declaration | None:
    """Read bagit.txt: exactly two lines in UTF-8 without a byte order mark; None when the bag cannot be read by it."""
    if data.startswith(b"\xef\xbb\xbf"):
        findings.fault(NAME, "begins with a byte order mark")
        return None
    try:
        lines = split(data.decode("utf-8"))
    except UnicodeDecodeError:
        findings.fault(NAME, "not UTF-8")
        return None
    told = re.match(r"BagIt-Version: ([0-9]+)\.([0-9]+)", lines[0] if lines else "", re.IGNORECASE)
    strict = told is None or (int(told[1]), int(told[2])) >= (1, 0)
    values = []
    for number, (form, example) in enumerate(_LINES, 1):
        line = lines[number - 1] if len(lines) >= number else ""
        match = form.fullmatch(line)
        if match is None and not strict and (match := re.fullmatch(form.pattern + r"\s*", line, re.IGNORECASE)):
            findings.warn(f"{NAME}:{number}", f"should read exactly like {example!r}")
        if match is None:
            findings.fault(f"{NAME}:{number}", f"should read like {example!r}, is {line!r}" if line else "is missing")
            return None
        values.append(match[1])
    if rest := lines[len(_LINES) :]:
        findings.either(NAME, "has more than two lines", fault=strict or any(line.strip() for line in rest))
    major, _, minor = values[0].partition(".")
    version = int(major), int(minor)
    if version not in VERSIONS or values[0] != f"{version[0]}.{version[1]}":
        findings.fault(NAME, f"version {values[0]}; this program reads 0.93 to 0.97 and 1.0")
        return None
    if not known(values[1]):
        findings.fault(NAME, f"no encoding is called {values[1]}")
        return None
    if values[1].upper() != "UTF-8":
        findings.warn(NAME, f"tag files in {values[1]}; UTF-8 is recommended")
    return Declaration(version, values[1])
