"""Accounts of people: made on the server's own command line, with a password and an authenticator."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from solferino.store.database import Database
from solferino.words.errors import UsageError
from solferino.words.near import did_you_mean
from solferino.workbench.gate import ROLES, Person
from solferino.workbench.team.access import LEVELS, access
from solferino.workbench.team.code import new_code_secret, opened, sealed, step_of

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 1_000
"""Characters of a password: fewer are guessed, more only keep the machine busy."""
_NAME = re.compile(r"\w(?:[\w.-]{0,58}\w)?")
# Each check of a password takes 64 MiB: two at once are enough for a team, and not enough to fell the machine.
_AT_ONCE = threading.Semaphore(2)


@dataclass(frozen=True)
class Member:
    """Somebody who may enter a case: roles there, and own clearance."""

    name: str
    roles: frozenset[str]
    clearance: str


class Accounts:
    """The people of a database. `secret` is the server's; `hasher` chooses what a password costs."""

    def __init__(self, database: Database, *, secret: bytes, hasher: PasswordHasher | None = None) -> None:
        from argon2 import PasswordHasher

        self.database = database
        self._secret = secret
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("a password that nobody has")

    def add(self, name: str, password: str) -> str:
        """Make an account and return the secret for its authenticator, which is shown once and never again."""
        if not _NAME.fullmatch(name) or unicodedata.normalize("NFC", name) != name:
            raise UsageError(f"{name!r} cannot be a name", "letters, digits, dot, hyphen, underscore; 60 at most")
        shared = new_code_secret()
        with self.database.transaction() as at:
            made = at.execute(
                "INSERT INTO solferino.person (name, password, totp) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (name, self._hashed(password), sealed(shared, name=name, secret=self._secret)),
            ).rowcount
        if not made:
            raise UsageError(f"there is an account {name!r} already", "choose another name")
        return shared

    def reset(self, name: str, password: str) -> str:
        """Give an account a new password and authenticator, end its sessions, and return the authenticator's secret."""
        shared = new_code_secret()
        with self.database.transaction() as at:
            found = at.execute(
                "UPDATE solferino.person SET password = %s, totp = %s WHERE name = %s",
                (self._hashed(password), sealed(shared, name=name, secret=self._secret), name),
            ).rowcount
            at.execute("DELETE FROM solferino.session WHERE person = %s", (name,))
        if not found:
            raise UsageError(f"there is no account {name!r}", "make it first")
        return shared

    def exists(self, name: str) -> bool:
        """True where somebody has that account."""
        with self.database.transaction() as at:
            return at.execute("SELECT FROM solferino.person WHERE name = %s", (name,)).fetchone() is not None

    def change_password(self, name: str, password: str) -> None:
        """Give an account a new password and end all its sessions."""
        with self.database.transaction() as at:
            at.execute("UPDATE solferino.person SET password = %s WHERE name = %s", (self._hashed(password), name))
            at.execute("DELETE FROM solferino.session WHERE person = %s", (name,))

    def right(self, name: str, password: str, code: str, *, now: datetime) -> bool:
        """True where password and code are those of the account; a code is right once.

        It takes as long for a name that nobody has.
        """
        from argon2.exceptions import InvalidHashError, VerificationError

        name = name if _NAME.fullmatch(name) else ""
        with self.database.transaction() as at:
            row = at.execute("SELECT password, totp FROM solferino.person WHERE name = %s", (name,)).fetchone()
        held, totp = row or (self._nobody, b"")
        try:
            with _AT_ONCE:
                self._hasher.verify(held, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        shared = opened(bytes(totp), name=name, secret=self._secret)
        step = step_of(shared, code, now=now) if row and shared else 0
        with self.database.transaction() as at:
            used = at.execute(
                "UPDATE solferino.person SET step = %s WHERE name = %s AND step < %s", (step, name, step)
            ).rowcount
            if used and self._hasher.check_needs_rehash(held):
                new = self._hasher.hash(password)
                at.execute("UPDATE solferino.person SET password = %s WHERE name = %s", (new, name))
        return bool(used)

    def admit(self, name: str, case: str, *, roles: Iterable[str], clearance: str) -> None:
        """Let somebody into a case with exactly these roles and this clearance; with no role, out of it."""
        self.check(roles := sorted(set(roles)), clearance)
        with self.database.transaction() as at:
            if not roles:
                at.execute("DELETE FROM solferino.access WHERE person = %s AND ledger = %s", (name, case))
                return
            at.execute(
                "INSERT INTO solferino.access VALUES (%s, %s, %s, %s) ON CONFLICT (person, ledger) "
                "DO UPDATE SET roles = excluded.roles, clearance = excluded.clearance",
                (name, case, roles, clearance),
            )

    def check(self, roles: Iterable[str], clearance: str) -> None:
        """Raise UsageError for a role or a sensitivity that does not exist."""
        for role in roles:
            if role not in ROLES:
                raise UsageError(f"there is no role {role!r}", did_you_mean(role, ROLES))
        if clearance not in LEVELS:
            raise UsageError(f"there is no sensitivity {clearance!r}", did_you_mean(clearance, LEVELS))

    def members(self, case: str) -> tuple[Member, ...]:
        """Return who may enter a case, by name."""
        with self.database.transaction() as at:
            rows = at.execute(
                "SELECT person, roles, clearance FROM solferino.access WHERE ledger = %s ORDER BY person", (case,)
            )
            return tuple(Member(name, frozenset(roles), clearance) for name, roles, clearance in rows)

    def person(self, name: str, case: str) -> Person:
        """Return somebody as the case knows them: without a role there, nobody who may see anything."""
        found = next((member for member in self.members(case) if member.name == name), None)
        if found is None:
            return Person(name, frozenset(), "public")
        return Person(name, found.roles, access().clearance(found.roles, found.clearance))

    def _hashed(self, password: str) -> str:
        if not SHORTEST <= len(password) <= LONGEST:
            raise UsageError(f"a password has {SHORTEST} to {LONGEST} characters", "four words that you choose by lot")
        with _AT_ONCE:
            return self._hasher.hash(password)
