"""The gate of a team: who is in, what each may open, and a record of who did."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match

from solferino.store.ledger.postgres import PostgresLedger
from solferino.words.errors import MachineError
from solferino.workbench.gate import CSRF, HEADERS, Gate, Person
from solferino.workbench.team.access import access
from solferino.workbench.team.accounts import Accounts
from solferino.workbench.team.audit import Audit
from solferino.workbench.team.exports import Exports
from solferino.workbench.team.limits import Limits
from solferino.workbench.team.secret import derived
from solferino.workbench.team.sessions import Sessions

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# A browser takes cookies of this prefix over TLS alone, for this host alone.
COOKIE = "__Host-solferino"
FORM = "__Host-solferino-form"
"""The cookie of a login form: it ties the form to the browser that fetched it."""
LARGEST = 1_000_000
"""Bytes of a form."""
SCRIPT = Path(__file__).with_name("team.sql")
_SAFE = ("GET", "HEAD", "OPTIONS")
_TLS = {"strict-transport-security": "max-age=31536000"}

Go = Callable[[Request], Awaitable[Response]]


def now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


class Team(Gate):
    """The gate of the people who share `ledger`. `hosts` are the names this server answers to; `secret` is its own."""

    def __init__(
        self,
        ledger: PostgresLedger,
        *,
        secret: bytes,
        hosts: frozenset[str],
        clock: Callable[[], datetime] = now,
        hasher: PasswordHasher | None = None,
    ) -> None:
        database = ledger.database
        database.prepare(SCRIPT, made="solferino.export")
        self.case = ledger.case
        self.clock = clock
        self.accounts = Accounts(database, secret=secret, hasher=hasher)
        self.sessions = Sessions(database, clock=clock)
        self.limits = Limits(database, clock=clock)
        self.audit = Audit(database, case=ledger.case, clock=clock)
        self.exports = Exports(ledger, clock=clock)
        self._hosts = hosts
        self._secret = secret

    def middleware(self) -> list[Middleware]:
        """Return the one check that every request passes."""
        return [Middleware(BaseHTTPMiddleware, dispatch=self._enter)]

    def routes(self) -> list[BaseRoute]:
        """Return the pages of accounts, people, exports and the record."""
        from solferino.workbench.team.pages import routes

        return routes(self)

    def person(self, request: Request) -> Person:
        """Return who asks; nobody, who may see nothing, before anyone has logged in."""
        found = getattr(request.state, "person", None)
        return found if isinstance(found, Person) else Person("", frozenset(), "public")

    def csrf(self, request: Request) -> str:
        """Return the value of this session, or of this login form; empty where there is neither."""
        cookie = request.cookies.get(COOKIE, "") if self.person(request).name else request.cookies.get(FORM, "")
        return self.form_value(cookie) if cookie else ""

    def form_value(self, cookie: str) -> str:
        """Return what a form must hold that belongs to a cookie."""
        return derived(self._secret, "csrf", cookie.encode("utf-8", "replace")).hex()

    def allows(self, person: Person, route: str, sensitivity: str) -> bool:
        """True where the rules of access.toml let this person open the route for that sensitivity."""
        return access().allows(person.roles, person.clearance, route=route, sensitivity=sensitivity)

    async def _enter(self, request: Request, go: Go) -> Response:
        try:
            answer = await self._checked(request, go)
        except MachineError:
            answer = PlainTextResponse("the database does not answer; nothing was changed", 503)
        except HTTPException as error:
            answer = PlainTextResponse(error.detail, error.status_code)
        for name, value in (HEADERS | _TLS).items():
            answer.headers.setdefault(name, value)
        return answer

    async def _checked(self, request: Request, go: Go) -> Response:
        if request.headers.get("host", "") not in self._hosts:
            return PlainTextResponse("this address is not served here", 421)
        route = _route(request)
        opened = route in access().open
        token = "" if opened else request.cookies.get(COOKIE, "")
        name = await run_in_threadpool(self.sessions.person, token) if token else ""
        if name:
            request.state.person = await run_in_threadpool(self.accounts.person, name, self.case)
        if request.method not in _SAFE and not await self._ours(request):
            return await self._noted(request, route, PlainTextResponse("reload the page and send the form again", 403))
        if opened:
            return await go(request)
        if not name:
            return RedirectResponse("/login", 303) if request.method in _SAFE else PlainTextResponse("log in", 401)
        if route and not self.allows(self.person(request), route, "public"):
            return await self._noted(request, route, PlainTextResponse("your role does not open this page", 403))
        return await self._noted(request, route, await go(request))

    async def _noted(self, request: Request, route: str, answer: Response) -> Response:
        """Return the answer once it stands in the record that this person had it."""
        quiet = route in access().unrecorded and answer.status_code == 200
        if (name := self.person(request).name) and not quiet:
            about = f"{request.method} {request.url.path}"
            await run_in_threadpool(self.audit.write, name, route, about, answer=answer.status_code)
        return answer

    async def _ours(self, request: Request) -> bool:
        """True where a page of ours made this form for this very browser; the form is kept for the view."""
        length = request.headers.get("content-length", "")
        if not _from_here(request) or not length.isascii() or not length.isdigit():
            return False
        if int(length) > LARGEST:
            raise HTTPException(413, "a form holds a million bytes at most")
        await request.body()
        request.state.form = await request.form(max_files=0, max_fields=1000)
        given, wanted = request.state.form.get(CSRF), self.csrf(request)
        return (
            bool(wanted)
            and isinstance(given, str)
            and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
        )


def _from_here(request: Request) -> bool:
    """False where the browser says that a page of another site sends this; old browsers say nothing."""
    # "null" is what browsers say of forms on pages that, as ours, send no referrer.
    origins = (None, "null", f"https://{request.headers['host']}")
    return (
        request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        and request.headers.get("origin") in origins
    )


def new_form_cookie() -> str:
    """Return a fresh cookie for a login form."""
    return secrets.token_urlsafe(16)


def _route(request: Request) -> str:
    """Return the name of the route that will answer, empty where none will; a nameless one is named nothing open."""
    partly = ""
    for route in request.app.routes:
        match, _ = route.matches(request.scope)
        name = str(getattr(route, "name", "") or "nameless")
        if match is Match.FULL:
            return name
        if match is Match.PARTIAL:
            partly = partly or name
    return partly
