"""What leaves the team: one person asks, another approves, and only what was approved is handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from solferino.store.ledger.postgres import PostgresLedger

_MOST = 2**63
"""A bigint of PostgreSQL is smaller."""
_COLUMNS = "id, lines, why, asked_by, asked_at, approved_by, approved_at"


@dataclass(frozen=True)
class Export:
    """A wish to take the first `lines` decisions out; approved where `approved_by` is somebody."""

    id: int
    lines: int
    why: str
    asked_by: str
    asked_at: datetime
    approved_by: str | None
    approved_at: datetime | None


class Exports:
    """The exports of one case's decisions."""

    def __init__(self, ledger: PostgresLedger, *, clock: Callable[[], datetime]) -> None:
        self.ledger = ledger
        self._clock = clock

    def all(self) -> tuple[Export, ...]:
        """Return every export that was asked for, the newest first."""
        return self._found("ORDER BY id DESC")

    def ask(self, person: str, why: str) -> None:
        """Ask for the decisions as they stand now; later ones are not in it."""
        with self.ledger.database.transaction() as at:
            at.execute(
                "INSERT INTO solferino.export (ledger, lines, why, asked_by, asked_at) SELECT %s, "
                "count(*), %s, %s, %s FROM solferino.decision WHERE ledger = %s",
                (self.ledger.case, why.replace("\0", ""), person, self._clock(), self.ledger.case),
            )

    def approve(self, id: int, person: str) -> bool:
        """Approve what somebody else asked for; False where there is no such wish, or it is one's own, or done."""
        if not 0 < id < _MOST:
            return False
        with self.ledger.database.transaction() as at:
            return at.execute(
                "UPDATE solferino.export SET approved_by = %s, approved_at = %s "
                "WHERE id = %s AND ledger = %s AND asked_by <> %s AND approved_by IS NULL",
                (person, self._clock(), id, self.ledger.case, person),
            ).rowcount == 1  # fmt: skip

    def content(self, id: int, *, asker: str = "") -> bytes | None:
        """Return the bytes of an approved export, lines of decisions.jsonl; None where there is none (of `asker`)."""
        found = 0 < id < _MOST and self._found("AND id = %s AND approved_by IS NOT NULL", id)
        if not found or asker not in ("", found[0].asked_by):
            return None
        return "".join(f"{line}\n" for line in self.ledger.lines()[: found[0].lines]).encode()

    def _found(self, tail: str, *values: Any) -> tuple[Export, ...]:
        query = f"SELECT {_COLUMNS} FROM solferino.export WHERE ledger = %s {tail}".encode()
        with self.ledger.database.transaction() as at:
            return tuple(Export(*row) for row in at.execute(query, (self.ledger.case, *values)))
