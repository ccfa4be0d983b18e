"""Paths as manifests write them: which are refused, and which file of the bag each means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

PAYLOAD = "data/"
_ENCODED = re.compile(r"%(0[Aa]|0[Dd]|25)")
_ROOTED = (
    (re.compile(r"/"), "an absolute path"),
    (re.compile(r"~"), "a path into a home folder"),
    (re.compile(r"[A-Za-z]:"), "a path on a drive"),
    (re.compile(r"\\"), "a path on a drive or a server"),
    (re.compile(r"%[^%/\\]+%"), "a path from a variable"),
)


class UnsafeNameError(ValueError):
    """A path that leads, or could lead, out of the bag; the message says how."""


@dataclass(frozen=True)
class Resolved:
    """The path of a file in the bag; `told` says how it differs from what was written, where it does."""

    path: str
    told: str = ""


def inside(written: str) -> Resolved:
    """Return a written path without `.` and `..`; UnsafeNameError when it leaves the bag on any system."""
    if "\0" in written:
        raise UnsafeNameError("a path with a NUL byte")
    for form, why in _ROOTED:
        if form.match(written):
            raise UnsafeNameError(f"{why}; a bag holds its own files only")
    parts: list[str] = []
    for part in re.split(r"/", written):
        if part == "..":
            if not parts:
                raise UnsafeNameError("a path out of the bag")
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    if not parts:
        raise UnsafeNameError("no path of a file")
    path = "/".join(parts)
    if re.search(r"(^|[\\/])\.\.([\\/]|$)", path):
        raise UnsafeNameError("a path out of the bag, on systems where a backslash divides folders")
    told = f"written in a roundabout way, means {path}" if path != written else ""
    if "\\" in path:
        told = "has a backslash, which divides folders on some systems"
    return Resolved(path, told)


def decoded(path: str) -> str:
    """Return a path with LF, CR and % decoded: the only characters that BagIt encodes."""
    return _ENCODED.sub(lambda m: chr(int(m[1], 16)), path)


def resolve(path: str, files: Collection[str], composed: Mapping[str, list[str]], *, strict: bool) -> Resolved | None:
    """Return which of `files` a path means, or None; `composed` maps NFC forms to files.

    With `strict` (BagIt 1.0) an encoded character is decoded first; earlier versions wrote names as they were.
    """
    if "%" not in path and path in files:
        return Resolved(path)
    plain = decoded(path)
    for candidate in (plain, path) if strict else (path, plain):
        if candidate in files:
            odd = strict and candidate == path != plain
            return Resolved(candidate, "its % is not encoded as %25, as BagIt 1.0 asks" if odd else "")
    for candidate in (plain, path):
        found = composed.get(nfc(candidate), [])
        if len(found) == 1:
            return Resolved(found[0], "named on disk in another Unicode normalisation")
    return None


def nfc(path: str) -> str:
    """Return a path with accents composed, so that two spellings of one name meet."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)
