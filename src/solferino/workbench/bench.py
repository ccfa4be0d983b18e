"""What every page stands on, and one request to it: who asks, what they may see, how the answer is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from solferino.casefile.decisions import FILE
from solferino.words.errors import SolferinoError
from solferino.words.source import Sensitivity
from solferino.workbench.filling import NAME
from solferino.workbench.gate import Gate, Person
from solferino.workbench.memo import Memo
from solferino.workbench.pages import render
from solferino.workbench.rebuild import Rebuild
from solferino.workbench.record import Known, Record
from solferino.workbench.shelf import Shelf

_ALWAYS = 2**31 - 1
"""As many lines as nobody has written."""


@dataclass(frozen=True)
class Bench:
    """One case on the bench: its folder, where it was built, its decisions, the gate before it."""

    case: Path
    build: Path
    title: str
    names: Mapping[str, str]
    record: Record
    gate: Gate
    rebuild: Rebuild
    memo: Memo = field(default_factory=Memo)

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.build / NAME)


class Missing(SolferinoError):
    """There is nothing of that name, or nothing that this person may see: the answer does not tell which."""

    exit_code = 2

    def __init__(self, what: str) -> None:
        super().__init__(f"there is no {what} here", "go back to the queues")


@dataclass(frozen=True)
class Asked:
    """One request. `form` is what was posted, empty for a page that is only looked at."""

    bench: Bench
    request: Request
    route: str
    person: Person
    form: FormData

    @cached_property
    def shelf(self) -> Shelf:
        return self.bench.shelf

    @cached_property
    def known(self) -> Known:
        """The decisions as this request found them: all of a page tells of one moment."""
        return self.bench.record.known()

    def may(self, sensitivity: str, *, route: str = "") -> bool:
        """True where this person may see something of that sensitivity on this route."""
        return self.bench.gate.allows(self.person, route or self.route, sensitivity)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The sensitivities that this person may see on this route."""
        return tuple(level for level in Sensitivity.ORDER if self.may(level))

    @property
    def marks(self) -> str:
        """Placeholders for `levels` in a question."""
        return ", ".join("?" * len(self.levels)) or "NULL"

    def need(self, sensitivity: str, what: str) -> None:
        """Raise Missing where this person may not see what is of that sensitivity."""
        if not self.may(sensitivity):
            raise Missing(what)

    def given(self, name: str) -> str:
        """Return a field of the form, else of the address; empty where neither has it."""
        value = self.form.get(name, self.request.query_params.get(name, ""))
        return value.strip() if isinstance(value, str) else ""

    def number(self, name: str) -> int:
        """Return a whole number that was given, 0 where none was."""
        text = self.given(name)
        return int(text) if text.isdecimal() and len(text) < 10 else 0

    def many(self, name: str) -> list[str]:
        """Return every value of a field of the form."""
        return [v.strip() for v in self.form.getlist(name) if isinstance(v, str)]

    def url(self, route: str, **values: Any) -> str:
        """Return the path of another page."""
        return str(self._routes[route].url_path_for(route, **values))

    @cached_property
    def _routes(self) -> dict[str, BaseRoute]:
        """Routes by name: a page of hits asks for a hundred."""
        return {getattr(route, "name", ""): route for route in self.request.app.routes}

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page written from a template."""
        return HTMLResponse(render(template, **self._frame(), **values), status)

    def refuse(self, status: int, text: str, hint: str = "", lines: Sequence[str] = ()) -> Response:
        """Return why there is no page, as the route answers otherwise: as a page, or as JSON."""
        if self.route.startswith("api"):
            return JSONResponse({"error": text, "hint": hint}, status)
        return self.page("message.html", status=status, text=text, hint=hint, lines=lines)

    def back(self, url: str) -> Response:
        """Send the browser on after something was written."""
        return RedirectResponse(url, 303)

    def decide(self, act: str, about: list[str], *, value: Any = None, why: str, moves: bool = True) -> str:
        """Append a decision and return its id. What `moves` a table rebuilds the case; nothing overtakes the rest."""
        seen = self.number("seen") if self.given("seen") else len(self.known.all)
        seen = seen if moves else _ALWAYS
        made = self.bench.record.append(self.person.name, act, about, value=value, why=why, seen=seen)
        if moves:
            self.bench.rebuild.ask()
        return made

    def who(self, name: str) -> str:
        """Return who decided; to those who only read, one reviewer is like another."""
        return name if self.person.roles - {"reader"} or name == self.person.name else "a reviewer"

    def _frame(self) -> Mapping[str, Any]:
        """What every page shows: the case, who is there, what the gate wants of a form, how the last rebuild went."""
        # What a page shows was decided before it was read; an error page may tell that nothing can be read at all.
        seen = len(self.known.all if "known" in self.__dict__ else self.bench.record.ledger.lines())
        return {
            "case": self.bench.title, "person": self.person, "csrf": self.bench.gate.csrf(self.request), "file": FILE,
            "seen": seen, "state": self.bench.rebuild.state, "route": self.route,
            "url": self.url,
            "who": self.who, "may": lambda route: self.may("public", route=route),
            "team": any(getattr(route, "name", "") == "account" for route in self.request.app.routes),
        }  # fmt: skip


Json = dict[str, Any]
View = Callable[[Asked], Response]
