"""One person on one machine: a token of this run in a cookie, this machine's own address, and no account."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from solferino.workbench.gate import CSRF, HEADERS, ROLES, Gate, Person

COOKIE = "solferino"
LARGEST = 1_000_000
"""Bytes of a form."""


class Alone(Gate):
    """The gate of one person: `token` is this run's secret, `hosts` the names this server answers to (host:port)."""

    def __init__(self, name: str, *, token: str, hosts: frozenset[str]) -> None:
        self.name = name
        self.token = token
        self.hosts = hosts

    def middleware(self) -> list[Middleware]:
        """Return the one check that every request passes."""
        return [Middleware(BaseHTTPMiddleware, dispatch=self._enter)]

    def routes(self) -> list[BaseRoute]:
        """Return none: there is no account."""
        return []

    def person(self, request: Request) -> Person:
        """Return the one person, with every role."""
        return Person(self.name, frozenset(ROLES), "sealed")

    def csrf(self, request: Request) -> str:
        """Return a value that only a page of this run knows."""
        return hmac.new(self.token.encode(), b"csrf", hashlib.sha256).hexdigest()

    def allows(self, person: Person, route: str, sensitivity: str) -> bool:
        """True: the person alone has the case folder itself."""
        return True

    async def _enter(self, request: Request, go: Callable[[Request], Awaitable[Response]]) -> Response:
        try:
            answer = await self._checked(request, go)
        except HTTPException as error:  # a form that is none
            answer = PlainTextResponse(error.detail, error.status_code)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer

    async def _checked(self, request: Request, go: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.headers.get("host", "") not in self.hosts:
            return PlainTextResponse("this address is not served here", 421)
        given = request.query_params.get("token", "")
        if given and request.method == "GET" and hmac.compare_digest(given.encode(), self.token.encode()):
            entered = RedirectResponse(request.url.path, 303)
            entered.set_cookie(COOKIE, self.token, httponly=True, samesite="strict", path="/")
            return entered
        if not hmac.compare_digest(request.cookies.get(COOKIE, "").encode(), self.token.encode()):
            return PlainTextResponse("open the address that solferino review printed", 403)
        if request.method not in ("GET", "HEAD") and not await self._ours(request):
            return PlainTextResponse("this form is of another run: reload the page", 403)
        return await go(request)

    async def _ours(self, request: Request) -> bool:
        """True where the form was made by a page of this run."""
        length = request.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit() or int(length) > LARGEST:
            return False
        await request.body()
        given = (await request.form(max_files=0)).get(CSRF)
        return isinstance(given, str) and hmac.compare_digest(given.encode(), self.csrf(request).encode())
