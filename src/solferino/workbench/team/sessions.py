"""Sessions: a cookie whose hash the server knows, ended by rest, by age, by leaving or by an admin."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from solferino.store.database import Database

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=12)


class Sessions:
    """Who is in. `clock` says what time it is, in UTC."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime]) -> None:
        self.database = database
        self._clock = clock

    def begin(self, person: str, *, instead: str = "") -> str:
        """Return the cookie of a new session; the session of the cookie `instead` ends."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self.database.transaction() as at:
            at.execute("DELETE FROM solferino.session WHERE token = %s OR used < %s OR made < %s",
                       (_hash(instead), now - IDLE, now - WHOLE))  # fmt: skip
            at.execute("INSERT INTO solferino.session VALUES (%s, %s, %s, %s)", (_hash(token), person, now, now))
        return token

    def person(self, token: str) -> str:
        """Return whose session it is, and let it rest anew; empty where it is none, or has ended."""
        now = self._clock()
        with self.database.transaction() as at:
            # A rest that a power cut forgets costs nobody more than a login.
            at.execute("SET LOCAL synchronous_commit = off")
            row = at.execute(
                "UPDATE solferino.session SET used = %s "
                "WHERE token = %s AND used >= %s AND made >= %s RETURNING person",
                (now, _hash(token), now - IDLE, now - WHOLE),
            ).fetchone()
        return row[0] if row else ""

    def end(self, token: str) -> None:
        """End one session."""
        with self.database.transaction() as at:
            at.execute("DELETE FROM solferino.session WHERE token = %s", (_hash(token),))

    def end_all(self, person: str) -> None:
        """End every session of a person."""
        with self.database.transaction() as at:
            at.execute("DELETE FROM solferino.session WHERE person = %s", (person,))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
