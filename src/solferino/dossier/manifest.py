"""SHA256SUMS: every file of a dossier by its digest, in the form of coreutils, sorted; its own digest is the root."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from solferino.words.errors import EvidenceError

NAME = "SHA256SUMS"
_LINE = re.compile(r"^([0-9a-f]{64})  ([^\x00-\x1f\x7f\\]+)$")


def write(folder: Path, *, last: tuple[str, Callable[[Mapping[str, str]], bytes]] | None = None) -> str:
    """Write the manifest of everything in `folder` and return the root, `sha256:…`.

    `last` names a file and makes its bytes from the digests of all others.
    """
    found = dict(walk(folder))
    odd = sorted(name for name, regular in found.items() if not regular)
    if odd:
        raise EvidenceError(f"not a regular file: {', '.join(odd)}", "nothing was published", odd)
    digests = {name: digest(folder / name) for name in sorted(found)}
    if last is not None:
        (folder / last[0]).write_bytes(last[1](digests))
        digests[last[0]] = digest(folder / last[0])
    body = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
    (folder / NAME).write_bytes(body)
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def parse(body: bytes) -> tuple[dict[str, str], list[str]]:
    """Return path → digest, and what is wrong with the manifest, line by line; nothing wrong names a path outside."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return {}, [f"{NAME}: not UTF-8 (byte {error.start})"]
    listed: dict[str, str] = {}
    wrong = [] if text.endswith("\n") else [f"{NAME}: cut short: the last line has no end"]
    for n, line in enumerate(text.split("\n")[: -1 if text.endswith("\n") else None], 1):
        match = _LINE.match(line)
        if match is None:
            wrong.append(f"{NAME}: line {n} is not a SHA-256, two spaces and a path")
        elif not _inside(match[2]):
            wrong.append(f"{NAME}: line {n} names a path outside the dossier")
        elif match[2] in listed:
            wrong.append(f"{NAME}: line {n} lists {match[2]} a second time")
        else:
            listed[match[2]] = match[1]
    return listed, wrong


def walk(folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield (relative path, is a regular file) for all that stands in `folder` but the manifest; follows no link."""
    waiting = [folder]
    while waiting:
        for entry in waiting.pop().iterdir():
            mode, name = entry.lstat().st_mode, entry.relative_to(folder).as_posix()
            if stat.S_ISDIR(mode):
                waiting.append(entry)
            elif name != NAME:
                yield name, stat.S_ISREG(mode)


@dataclass(frozen=True)
class Comparison:
    """A folder against its manifest: files altered, linked or unlisted, each such case explained in `notes`."""

    altered: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    checked: int


def compare(folder: Path, listed: Mapping[str, str]) -> Comparison:
    """Hash every listed file of `folder`; links are refused and never followed."""
    there = dict(walk(folder))
    altered, notes, checked = [], [], 0
    for name in sorted(there):
        if not there[name]:
            altered.append(name)
            notes.append(f"{name} is a link or special file, which no dossier holds")
        elif name not in listed:
            altered.append(name)
            notes.append(f"{name} is not in {NAME}")
        else:
            checked += 1
            if digest(folder / name) != listed[name]:
                altered.append(name)
    return Comparison(tuple(altered), tuple(sorted(set(listed) - set(there))), tuple(notes), checked)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inside(path: str) -> bool:
    parts = path.split("/")
    return path != NAME and not any(p in ("", ".", "..") for p in parts) and not re.match(r"^[A-Za-z]:|^~", path)
