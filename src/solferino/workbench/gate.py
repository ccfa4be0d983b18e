"""Who is asking, and what they may see: the seam between one person alone and a team."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import BaseRoute

ROLES = ("reader", "reviewer", "editor", "custodian", "admin")

CSRF = "csrf"
"""The form field that every POST carries; what it must hold is `Gate.csrf`."""

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer says to the browser: no script and no style but ours, nothing kept, nothing framed."""


@dataclass(frozen=True)
class Person:
    """Who asks: the name that signs decisions, the roles, and the highest sensitivity that may be shown."""

    name: str
    roles: frozenset[str]
    clearance: str


class Gate(ABC):
    """What stands before every page. `middleware` turns away who may not enter; `allows` is asked by every view."""

    @abstractmethod
    def middleware(self) -> list[Middleware]:
        """Return what every request passes, outermost first: entry, CSRF, headers, limits."""

    @abstractmethod
    def routes(self) -> list[BaseRoute]:
        """Return the gate's own pages, such as a login; none where nobody logs in."""

    @abstractmethod
    def person(self, request: Request) -> Person:
        """Return who asks. The middleware has let them in."""

    @abstractmethod
    def csrf(self, request: Request) -> str:
        """Return what the form field `CSRF` of this person's next POST must hold."""

    @abstractmethod
    def allows(self, person: Person, route: str, sensitivity: str) -> bool:
        """True where `person` may use the route of that name for something of that sensitivity."""
