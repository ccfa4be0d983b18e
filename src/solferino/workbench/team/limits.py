"""How often somebody may try to enter: counted before a password is looked at, by person and by address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from solferino.store.database import Database

WINDOW = timedelta(minutes=15)
BY_PERSON, BY_ADDRESS = 5, 20
"""Failures within the window after which nothing is tried any more."""
_LOCK = 0x50_1F_E2_19_1


class Limits:
    """Attempts to enter. Whoever is guessing is stopped; so, for a while, is the person whose password is guessed."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self.database = database
        self._clock = clock

    def attempt(self, person: str, address: str) -> int:
        """Count an attempt as failed until it succeeds, and return its number; 0 where there were too many."""
        now, person = self._clock(), person.replace("\0", "")[:100]
        with self.database.transaction() as at:
            # One at a time: twenty guesses sent at once would all be counted after all had been let through.
            at.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            at.execute("DELETE FROM solferino.attempt WHERE at < %s", (now - WINDOW,))
            counted = at.execute(
                "SELECT count(*) FILTER (WHERE lower(person) = lower(%s)), count(*) FILTER (WHERE address = %s) "
                "FROM solferino.attempt WHERE failed",
                (person, address),
            ).fetchone()
            if counted is None or counted[0] >= BY_PERSON or counted[1] >= BY_ADDRESS:
                return 0
            row = at.execute(
                "INSERT INTO solferino.attempt (at, person, address) VALUES (%s, %s, %s) RETURNING id",
                (now, person, address),
            ).fetchone()
            return int(row[0]) if row else 0

    def succeeded(self, attempt: int) -> None:
        """Count an attempt as no failure."""
        with self.database.transaction() as at:
            at.execute("UPDATE solferino.attempt SET failed = false WHERE id = %s", (attempt,))
