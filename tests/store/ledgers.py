"""Opens either ledger by a word and an address, here and in another process; run as a program it writes fifty lines."""

from __future__ import annotations

import sys
from pathlib import Path

from solferino.store.ledger.file import FileLedger
from solferino.store.ledger.ledger import Draft, Ledger, Overtaken

T = "2026-01-02T03:04:05Z"
SECRET = bytes(range(32))


def draft(by: str, *about: str, why: str = "read both") -> Draft:
    """A decision that two reports tell of one event."""
    return Draft(by, "same", about, None, why, T)


def opened(kind: str, where: str) -> Ledger:
    """Return the ledger at a path or an address."""
    if kind == "file":
        return FileLedger(Path(where))
    from solferino.store.database import Database
    from solferino.store.ledger.postgres import PostgresLedger

    return PostgresLedger(Database(where), case="harbour", secret=SECRET)


def write(kind: str, where: str, by: str, *, about: str) -> None:
    """Write fifty decisions about the same reports, each anew where somebody was faster; print each when it is kept."""
    ledger = opened(kind, where)
    for k in range(50):
        seen = 0
        while True:
            try:
                ledger.append(draft(by, f"{about}/{k}", f"{about}/{k + 1}"), seen=seen)
                break
            except Overtaken:
                seen = len(ledger.lines())
        print(by, k, flush=True)


if __name__ == "__main__":
    write(*sys.argv[1:4], about=sys.argv[4])
