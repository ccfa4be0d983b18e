"""TOML with line numbers: `tomllib` reads the values, a scan of the text finds where each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.words.errors import Problem

Path_ = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*=""")
_INLINE = re.compile(r"[{,]\s*([A-Za-z0-9_-]+)\s*=")
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([A-Za-z0-9_-]+)')
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class Document:
    """A parsed TOML file; `lines` maps a key's path to the line it stands on."""

    file: str
    data: Mapping[str, Any]
    lines: Mapping[Path_, int]

    def line(self, *path: str | int) -> int:
        """Return the line of `path`, or of its nearest ancestor that stands in the file."""
        for n in range(len(path), 0, -1):
            if path[:n] in self.lines:
                return self.lines[path[:n]]
        return 1


def read_text(path: Path, file: str) -> str | Problem:
    """Return the text of a UTF-8 file, or the problem: missing, a folder, or which byte is not UTF-8."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Problem(file, 0, "this file is missing")
    except OSError as error:
        return Problem(file, 0, f"cannot be read: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "save it as UTF-8" + (" (it looks like UTF-16)" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "")
        return Problem(file, line, f"not UTF-8: byte {raw[error.start]:#04x} at offset {error.start}", hint)
    return text.replace("\r\n", "\n")


def read_toml(path: Path, file: str) -> Document | Problem:
    """Return the document, or the first problem that keeps it from being TOML."""
    text = read_text(path, file)
    return text if isinstance(text, Problem) else parse_toml(text, file)


def parse_toml(text: str, file: str) -> Document | Problem:
    """Parse `text`, naming it `file` in messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        what = _AT_LINE.sub("", str(error)).replace("(at end of document)", "at the end of the file").strip()
        return Problem(file, line, f"not TOML: {what[:1].lower()}{what[1:]}", _show_line(text, line))
    except RecursionError:
        return Problem(file, 0, "brackets nested too deep to be a file of a case")
    return Document(file, data, _locate(text))


def _show_line(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[line - 1].strip()[:100] if 0 < line <= len(lines) else ""


def _locate(text: str) -> dict[Path_, int]:
    found: dict[Path_, int] = {}
    counts: dict[Path_, int] = {}
    table: Path_ = ()
    closing = ""
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            if closing in line:
                closing = ""
            continue
        if depth == 0 and (header := _HEADER.match(line)) and "=" not in header[2].split("]")[0]:
            table = _resolve(_parts(header[2]), counts)
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            found.setdefault(table, number)
            continue
        if depth == 0 and (key := _KEY.match(line)):
            path = (*table, *_parts(key[1]))
            for n in range(len(table) + 1, len(path) + 1):
                found.setdefault(path[:n], number)
            for inner in _INLINE.finditer(line[key.end() :]):
                found.setdefault((*path, inner[1]), number)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                closing = quotes
        bare = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*$', "", line)
        depth = max(0, depth + bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}"))
    return found


def _parts(text: str) -> tuple[str, ...]:
    return tuple(a or b or c for a, b, c in _PART.findall(text))


def _resolve(parts: tuple[str, ...], counts: Mapping[Path_, int]) -> Path_:
    """Insert the index of the current element where a part of the path is an array of tables."""
    path: Path_ = ()
    for i, part in enumerate(parts):
        path = (*path, part)
        if path in counts and i < len(parts) - 1:
            path = (*path, counts[path])
    return path
