"""Between a team's ledger and decisions.jsonl: each only ever extends the other, and no byte of a line changes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path

from solferino.store.ledger.file import FileLedger, split
from solferino.store.ledger.ledger import Ledger
from solferino.store.ledger.postgres import PostgresLedger
from solferino.words.errors import StaleError


def write_out(ledger: Ledger, path: Path) -> int:
    """Append to the file at `path` what only the ledger has, on disk at return; return how many lines.

    StaleError, and nothing is written, where the file holds a line that the ledger has not: whoever can write the file
    could sign with anybody's name, so such lines are taken in by hand.
    """
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        held = file.read()
        lines = split(held)
        ours = ledger.lines()  # after the file was read: whatever a colleague's server wrote there is in it by now
        new = _beyond(lines, ours, path.name)
        if len(lines) > len(ours):
            message = f"{path.name} has {len(lines) - len(ours)} more decisions than the database"
            raise StaleError(
                message, f"read them from line {len(ours) + 1} on; solferino review --take-in takes them in"
            )
        if new:
            joint = b"" if not held or held.endswith(b"\n") else b"\n"
            file.write(joint + "".join(f"{line}\n" for line in new).encode())
            file.flush()
            os.fsync(file.fileno())
    return len(new)


def take_in(ledger: PostgresLedger, path: Path) -> int:
    """Append to the ledger what only the file at `path` has, all or none; return how many lines."""
    new = _beyond(ledger.lines(), FileLedger(path).lines(), "the database")
    ledger.take(new)
    return len(new)


def _beyond(short: Sequence[str], long: Sequence[str], name: str) -> Sequence[str]:
    """Return what `long` adds to `short`, none where `long` is the shorter; they must agree as far as both go."""
    for number, (ours, theirs) in enumerate(zip(short, long, strict=False), 1):
        if ours != theirs:
            message = f"line {number} of {name} is another one: people decided in both places"
            raise StaleError(message, "keep a copy of both; decide again what the shorter one lacks")
    return long[len(short) :]
