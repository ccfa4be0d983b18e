"""What is handed to the vault, and what it hands back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import CHUNK, NotRegularError, open_regular
from solferino.words.errors import EvidenceError, MachineError, UsageError

UNTOLD = -1
"""The size of a stream: no object has it, so a stream is never taken for bytes held already."""


@dataclass(frozen=True)
class Item:
    """Bytes to preserve, from a file, from memory or from a stream; `name`, `url`, `mime` are what is claimed of them.

    A stream is a function that gives the pieces from the start each time it is called.
    """

    path: Path | None = None
    data: bytes | None = None
    stream: Callable[[], Iterator[bytes]] | None = None
    role: str = "source"
    name: str = ""
    url: str = ""
    mime: str = ""

    @property
    def shown(self) -> str:
        """Name for messages."""
        return str(self.path) if self.path is not None else self.name or "bytes without a name"

    @property
    def claimed_name(self) -> str:
        """Name for the record: the folder a file lies in stays private."""
        return self.name or (self.path.name if self.path is not None else "")

    def size(self) -> int:
        """Return how many bytes there are to read, as far as can be told without opening."""
        if self.data is not None:
            return len(self.data)
        if self.stream is not None:
            return UNTOLD
        try:
            return self.path.lstat().st_size if self.path is not None else 0
        except OSError:
            return 0


@dataclass(frozen=True)
class Receipt:
    """The vault holds these bytes since record `seq`; `new` when that record was written by this call."""

    sha256: str
    size: int
    seq: int
    new: bool


def pour(item: Item, sink: Callable[[bytes], None]) -> int:
    """Pass an item's bytes to `sink`, read once, and return how many they were.

    EvidenceError when the source is missing, is no regular file, or changed while it was read.
    """
    if sum(given is not None for given in (item.path, item.data, item.stream)) != 1:
        raise UsageError(f"{item.shown}: an item is a path, data or a stream", "give exactly one of them")
    if item.stream is not None:
        total = 0
        for chunk in item.stream():
            total += len(chunk)
            sink(chunk)
        return total
    if item.data is not None:
        sink(item.data)
        return len(item.data)
    assert item.path is not None
    try:
        fd = open_regular(item.path)
    except (FileNotFoundError, NotADirectoryError):
        raise EvidenceError(f"{item.path}: no such file", "check the path", [str(item.path)]) from None
    except NotRegularError as error:
        hint = "give the file itself; links are not followed" if error.kind == "symlink" else "give a regular file"
        raise EvidenceError(f"{item.path}: is a {error.kind}, not opened", hint, [str(item.path)]) from None
    except OSError as error:
        raise MachineError(f"{item.path}: cannot be read: {error.strerror}") from error
    try:
        before, total = _identity(os.fstat(fd)), 0
        while chunk := _read(fd, item.path):
            total += len(chunk)
            sink(chunk)
        steady = before == _identity(os.fstat(fd)) == _named(item.path) and total == before[2]
    finally:
        os.close(fd)
    if not steady:
        message = f"{item.path}: changed while it was being read, not preserved"
        raise EvidenceError(message, "wait until nothing writes to it, then try again", [str(item.path)])
    return total


def _read(fd: int, path: Path) -> bytes:
    try:
        return os.read(fd, CHUNK)
    except OSError as error:
        raise MachineError(f"{path}: cannot be read: {error.strerror}", "try another copy of the file") from error


def _identity(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _named(path: Path) -> tuple[int, int, int, int] | None:
    try:
        return _identity(path.lstat())
    except FileNotFoundError:
        return None
