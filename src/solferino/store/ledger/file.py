"""The case's own decisions.jsonl as a ledger: one writer at a time, every line on disk before it counts."""

from __future__ import annotations

import fcntl
import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from solferino.store.ledger.ledger import Draft, Ledger
from solferino.store.ledger.line import Chains


@dataclass(frozen=True)
class _Held:
    """What was read of a file, and by what it is known to be the same: its number, size and last change."""

    lines: tuple[str, ...] = ()
    inode: int = 0
    size: int = 0
    changed: int = 0


class FileLedger(Ledger):
    """Decisions in a file that version control and people can read. A torn last line is never written over.

    Lines that were read are not read again while the file only grows; whatever else happens to it, all of it is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held = _Held()
        self._chains = Chains()
        self._lock = threading.Lock()

    def lines(self) -> tuple[str, ...]:
        """Return every line that is not blank; none where the file is not there yet."""
        if not self.path.is_file():
            return ()
        with self._lock, self.path.open("rb") as file:
            return self._read(file)

    def append(self, draft: Draft, *, seen: int) -> str:
        """Write the next line under the file's lock and sync it. Readers see all of it or none."""
        with self._lock, self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            line = self._chains.next(draft, self._read(file), seen=seen)
            joint = b"" if _ended(file, self._held.size) else b"\n"
            file.write(joint + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return line

    def _read(self, file: BinaryIO) -> tuple[str, ...]:
        """Catch up with the file, and return its lines."""
        held, now = self._held, os.fstat(file.fileno())
        if (now.st_ino, now.st_size, now.st_mtime_ns) != (held.inode, held.size, held.changed):
            last = held.lines[-1].encode() + b"\n" if held.lines else b""
            file.seek(max(held.size - len(last), 0))
            grown = last and now.st_ino == held.inode and now.st_size > held.size and file.read(len(last)) == last
            file.seek(held.size if grown else 0)
            more, before = file.read(), held if grown else _Held()
            lines = before.lines + split(more)
            self._held = _Held(lines, now.st_ino, before.size + len(more), now.st_mtime_ns)
        return self._held.lines


def _ended(file: BinaryIO, size: int) -> bool:
    """True where the file, of that size, is empty or ends with a line end."""
    file.seek(max(size - 1, 0))
    return file.read(1) in (b"", b"\n")


def split(held: bytes) -> tuple[str, ...]:
    """Return the lines of a decisions.jsonl that are not blank."""
    return tuple(line for line in held.decode("utf-8").split("\n") if line.strip())
