"""Who looked at what, when, and what was done to accounts: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from solferino.store.database import Database

LONGEST = 500
"""Characters kept of a path."""


@dataclass(frozen=True)
class Entry:
    """One row: `act` is the name of a route or what was done, `about` the path or the account."""

    serial: int
    at: datetime
    person: str
    act: str
    about: str
    answer: int


class Audit:
    """The record of one case. What people searched for is not in it: paths are, the text of a query is not."""

    def __init__(self, database: Database, *, case: str, clock: Callable[[], datetime]) -> None:
        self.database = database
        self.case = case
        self._clock = clock

    def write(self, person: str, act: str, about: str, *, answer: int = 0) -> None:
        """Add a row; it is on disk at return."""
        with self.database.transaction() as at:
            at.execute(
                "INSERT INTO solferino.audit (at, ledger, person, act, about, answer) VALUES (%s, %s, %s, %s, %s, %s)",
                (self._clock(), self.case, _kept(person), act, _kept(about), answer),
            )

    def newest(self, number: int = 200) -> tuple[Entry, ...]:
        """Return the last rows, the newest first."""
        return self._rows("ORDER BY serial DESC LIMIT %s", number)

    def after(self, serial: int) -> tuple[Entry, ...]:
        """Return the rows after one, the oldest first."""
        return self._rows("AND serial > %s ORDER BY serial", serial)

    def _rows(self, tail: str, value: int) -> tuple[Entry, ...]:
        columns = "SELECT serial, at, person, act, about, answer FROM solferino.audit WHERE ledger = %s "
        with self.database.transaction() as at:
            return tuple(Entry(*row) for row in at.execute((columns + tail).encode(), (self.case, value)))


def _kept(text: str) -> str:
    return text.replace("\0", "")[:LONGEST].encode("utf-8", "replace").decode()
