"""A team for the tests: synthetic people with cheap passwords, a clock that can be moved, and browsers of theirs."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pyotp
from argon2 import PasswordHasher
from starlette.applications import Starlette

from solferino.store.database import Database
from solferino.store.ledger.postgres import PostgresLedger
from solferino.workbench.team.team import Team

with warnings.catch_warnings():
    # It would rather have another package for its requests; both serve.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

HOST = "bench.test"
SECRET = bytes(range(32))
MADE: list[Database] = []
"""Databases that tests opened."""
PASSWORD = "four words chosen by lot"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 that costs nothing: what is tested is not how long it takes."""


class Clock:
    """A time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class World:
    """A ledger, its gate and the people let in."""

    url: str
    case: str = "harbour"
    clock: Clock = field(default_factory=Clock)
    codes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        MADE.append(Database(self.url))
        self.ledger = PostgresLedger(MADE[-1], case=self.case, secret=SECRET)
        self.team = Team(self.ledger, secret=SECRET, hosts=frozenset({HOST}), clock=self.clock, hasher=CHEAP)
        self.app = Starlette(routes=self.team.routes(), middleware=self.team.middleware())

    def let_in(self, name: str, *roles: str, clearance: str = "sealed") -> None:
        """Make an account with a password that all share, and its roles in the case."""
        self.codes[name] = self.team.accounts.add(name, PASSWORD)
        self.team.accounts.admit(name, self.team.case, roles=roles, clearance=clearance)

    def code(self, name: str) -> str:
        """Return a code that was never used: each one lets half a minute pass."""
        self.clock.move(30)
        return pyotp.TOTP(self.codes[name]).at(self.clock.now)

    def browser(self, name: str = "", *, app: Starlette | None = None) -> Browser:
        """Return a browser, logged in where a name is given."""
        made = Browser(TestClient(app or self.app, f"https://{HOST}", follow_redirects=False))
        if name:
            answer = made.enter(name, self.code(name))
            assert answer.status_code == 303, answer.text
        return made


class Browser:
    """What a person's browser does: it keeps cookies and sends forms with the value that their page held."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.get = client.get
        self._values: dict[object, str] = {}

    def value(self, page: str) -> str:
        """Return the CSRF value that a page holds, the same as long as the cookies are; empty where it holds none."""
        cookies = (page, *sorted(self.client.cookies.items()))
        if self._values.get(cookies):
            return self._values[cookies]
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.client.get(page).text)
        self._values[cookies] = found.group(1) if found else ""
        return self._values[cookies]

    def post(self, path: str, *, page: str = "/account", **form: object):  # type: ignore[no-untyped-def]  # httpx.Response
        """Send a form that a page of ours made."""
        return self.client.post(path, data={"csrf": self.value(page), **form})

    def enter(self, name: str, code: str, *, password: str = PASSWORD):  # type: ignore[no-untyped-def]
        """Send the login form."""
        return self.post("/login", page="/login", name=name, password=password, code=code)
