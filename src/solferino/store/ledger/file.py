"""The case's own decisions.jsonl as a ledger: one writer at a time, every line on disk before it counts."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from solferino.store.ledger.ledger import Draft, Ledger
from solferino.store.ledger.line import next_line


class FileLedger(Ledger):
    """Decisions in a file that version control and people can read. A torn last line is never written over."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def lines(self) -> tuple[str, ...]:
        """Return every line that is not blank; none where the file is not there yet."""
        return split(self.path.read_bytes()) if self.path.is_file() else ()

    def append(self, draft: Draft, *, seen: int) -> str:
        """Write the next line under the file's lock and sync it. Readers see all of it or none."""
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            held = file.read()
            line = next_line(draft, split(held), seen=seen)
            joint = b"" if not held or held.endswith(b"\n") else b"\n"
            file.write(joint + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return line


def split(held: bytes) -> tuple[str, ...]:
    """Return the lines of a decisions.jsonl that are not blank."""
    return tuple(line for line in held.decode("utf-8").split("\n") if line.strip())
