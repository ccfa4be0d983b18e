"""The gate's own pages: login, account, people, exports, the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.templating import Jinja2Templates

from solferino.words.errors import UsageError
from solferino.workbench.gate import CSRF, ROLES
from solferino.workbench.team.access import LEVELS
from solferino.workbench.team.team import COOKIE, FORM, new_form_cookie

if TYPE_CHECKING:
    from solferino.workbench.team.team import Team

GIVEN = tuple(role for role in ROLES if role != "admin")
"""Roles that a page can give. Who is admin is decided on the server's own command line."""
_NOT_RIGHT = "name, password or code is not right"
_TOO_MANY = "too many attempts: wait a quarter of an hour"


def routes(team: Team) -> list[BaseRoute]:
    """Return the routes of the pages."""
    pages = Pages(team)
    both = ["GET", "POST"]
    return [
        Route("/login", pages.login, methods=both, name="login"),
        Route("/logout", pages.logout, methods=["POST"], name="logout"),
        Route("/account", pages.account, methods=both, name="account"),
        Route("/people", pages.people, name="people"),
        Route("/people/{name}", pages.change, methods=["POST"], name="person"),
        Route("/audit", pages.audit, name="audit"),
        Route("/exports", pages.exports, methods=both, name="exports"),
        Route("/exports/{id:int}/approve", pages.approve, methods=["POST"], name="export-approve"),
        Route("/exports/{id:int}/decisions.jsonl", pages.download, name="export-download"),
    ]


class Pages:
    """Views: the gate has checked host, session, form and role before any of them runs."""

    def __init__(self, team: Team) -> None:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        loader = PackageLoader("solferino.workbench.team", "templates")
        self.team = team
        self._templates = Jinja2Templates(env=Environment(loader=loader, autoescape=True, undefined=StrictUndefined))

    def login(self, request: Request) -> Response:
        """Ask who it is; let in who knows password and code."""
        if request.method != "POST":
            return self._form(request)
        form, team = request.state.form, self.team
        name = _text(form, "name")
        attempt = team.limits.attempt(name, _address(request))
        if not attempt:
            team.audit.write("", "login-limited", name, answer=429)
            return self._form(request, told=_TOO_MANY, status=429)
        right = team.accounts.right(name, _text(form, "password"), _text(form, "code"), now=team.clock())
        if not right or not team.accounts.person(name, team.case).roles:
            team.audit.write("", "login-failed", name, answer=401)
            return self._form(request, told=_NOT_RIGHT, status=401)
        team.limits.succeeded(attempt)
        team.audit.write(name, "login", name, answer=303)
        return self._entered(name, request)

    def logout(self, request: Request) -> Response:
        """End this session."""
        self.team.sessions.end(request.cookies[COOKIE])
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        return answer

    def account(self, request: Request) -> Response:
        """Show one's own roles; change the password, which ends every other session."""
        person, team = self.team.person(request), self.team
        told, status = "", 200
        if request.method == "POST":
            form = request.state.form
            attempt = team.limits.attempt(person.name, _address(request))
            if not attempt:
                told, status = _TOO_MANY, 429
            elif not team.accounts.right(person.name, _text(form, "password"), _text(form, "code"), now=team.clock()):
                told, status = _NOT_RIGHT, 401
            else:
                team.limits.succeeded(attempt)
                try:
                    team.accounts.change_password(person.name, _text(form, "new"))
                except UsageError as error:
                    told, status = str(error), 400
                else:
                    return self._entered(person.name, request)
        return self._page(request, "account.html", status=status, told=told)

    def people(self, request: Request) -> Response:
        """Show who may enter this case."""
        return self._people(request)

    def change(self, request: Request) -> Response:
        """Change the roles and clearance of another who is not admin, or end their sessions."""
        name, form, team = request.path_params["name"], request.state.form, self.team
        roles = {role for role in form.getlist("role") if isinstance(role, str)}
        member = next((each for each in team.accounts.members(team.case) if each.name == name), None)
        if member is None and ("\0" in name or not team.accounts.exists(name)):
            return PlainTextResponse("there is nobody of that name", 404)
        if name == team.person(request).name or (member and "admin" in member.roles) or not roles <= set(GIVEN):
            return self._people(request, told="who is admin is decided on the server's command line", status=403)
        try:
            team.accounts.admit(name, team.case, roles=roles, clearance=_text(form, "clearance"))
        except UsageError as error:
            return self._people(request, told=str(error), status=400)
        team.sessions.end_all(name)
        team.audit.write(
            team.person(request).name, "admit", f"{name} {' '.join(sorted(roles))} {_text(form, 'clearance')}"
        )
        return RedirectResponse("/people", 303)

    def audit(self, request: Request) -> Response:
        """Show the newest rows of the record."""
        return self._page(request, "audit.html", entries=self.team.audit.newest())

    def exports(self, request: Request) -> Response:
        """Show what was asked for; ask for more."""
        if request.method == "POST":
            why = _text(request.state.form, "why").strip()
            if why:
                self.team.exports.ask(self.team.person(request).name, why[:1000])
                return RedirectResponse("/exports", 303)
            return self._page(request, "exports.html", status=400, told="say why", exports=self.team.exports.all())
        return self._page(request, "exports.html", told="", exports=self.team.exports.all())

    def approve(self, request: Request) -> Response:
        """Approve what another asked for. Reasons may speak of what is sealed: who approves may be shown that."""
        person, id = self.team.person(request), request.path_params["id"]
        if self.team.allows(person, "export-approve", "sealed") and self.team.exports.approve(id, person.name):
            return RedirectResponse("/exports", 303)
        told = "a custodian approves, who may be shown what is sealed, and is another than the one who asked"
        return self._page(request, "exports.html", status=403, told=told, exports=self.team.exports.all())

    def download(self, request: Request) -> Response:
        """Hand out an approved export, to the one who asked and to whoever may approve."""
        person = self.team.person(request)
        asker = "" if self.team.allows(person, "export-approve", "sealed") else person.name
        content = self.team.exports.content(request.path_params["id"], asker=asker)
        if content is None:
            return PlainTextResponse("no approved export has this number", 404)
        headers = {"content-disposition": 'attachment; filename="decisions.jsonl"'}
        return Response(content, media_type="application/jsonl", headers=headers)

    def _people(self, request: Request, *, told: str = "", status: int = 200) -> Response:
        members = self.team.accounts.members(self.team.case)
        return self._page(request, "people.html", status=status, told=told, members=members, roles=GIVEN, levels=LEVELS)

    def _form(self, request: Request, *, told: str = "", status: int = 200) -> Response:
        cookie = request.cookies.get(FORM) or new_form_cookie()
        value = self.team.form_value(cookie)
        answer = self._page(request, "login.html", status=status, told=told, csrf=value)
        _set(answer.set_cookie, FORM, cookie)
        return answer

    def _entered(self, name: str, request: Request) -> Response:
        answer = RedirectResponse("/", 303)
        _set(answer.set_cookie, COOKIE, self.team.sessions.begin(name, instead=request.cookies.get(COOKIE, "")))
        return answer

    def _page(self, request: Request, name: str, *, status: int = 200, **values: Any) -> Response:
        known = {"person": self.team.person(request), "csrf": self.team.csrf(request), "field": CSRF}
        known |= {"case": self.team.case, "may": self._may(request)}
        return self._templates.TemplateResponse(request, name, known | values, status_code=status)

    def _may(self, request: Request) -> Callable[[str], bool]:
        person = self.team.person(request)
        return lambda route: self.team.allows(person, route, "public")


def _set(setter: Callable[..., None], name: str, value: str) -> None:
    setter(name, value, httponly=True, secure=True, samesite="strict", path="/")


def _text(form: Any, field: str) -> str:
    found = form.get(field, "")
    return found if isinstance(found, str) else ""


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
