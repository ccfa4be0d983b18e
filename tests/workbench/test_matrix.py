"""Every route, asked by every role for something of every sensitivity; and no page shows what is above its reader."""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from solferino.words.decision import LADDERS
from solferino.workbench.gate import ROLES
from solferino.workbench.team.access import access
from workbench.guarded import LEVELS, MARK, SOURCE, Guarded
from workbench.people import Browser

MATRIX = tomllib.loads(Path(__file__).with_name("matrix.toml").read_text("utf-8"))["route"]
Ask = Callable[["Guarded", Browser, str], Any]


@pytest.fixture(scope="module")
def browsers(guarded: Guarded) -> dict[str, Browser]:
    """A browser for each role, logged in."""
    return {name: guarded.browser(name) for name in ROLES}


def get(path: str) -> Ask:
    """Ask for a path."""
    return lambda world, browser, level: browser.get(path.format(**known(world, level)))


def post(path: str, **form: Any) -> Ask:
    """Send a form."""

    def ask(world: Guarded, browser: Browser, level: str) -> Any:
        told = {k: v.format(**known(world, level)) if isinstance(v, str) else v for k, v in form.items()}
        return browser.post(path.format(**known(world, level)), **told)

    return ask


def known(world: Guarded, level: str) -> dict[str, str]:
    """Return what a path or a form may name, of one level."""
    return {
        "incident": world.incident(level), "report": f"{SOURCE[level]}/r1", "other": f"{SOURCE[level]}/r4", "sha256": world.picture(level),
        "rejected": world.rejected(level), "table": {"public": "vetoes", "restricted": "acts", "sealed": "incidents"}[level],
        "new": f"new-{next(NUMBER)}",
    }  # fmt: skip


def leave(world: Guarded, browser: Browser, level: str) -> Any:
    """Log out of a session that nothing else uses."""
    name = re.search(r"log out (\w+)<", browser.get("/account").text)
    assert name
    return world.browser(name.group(1)).post("/logout")


def approve(world: Guarded, browser: Browser, level: str) -> Any:
    """Approve what an editor asked for just now."""
    world.team.exports.ask("edda", "for the report")
    return browser.post(f"/exports/{world.team.exports.all()[0].id}/approve")


def download(world: Guarded, browser: Browser, level: str) -> Any:
    """Ask for an export, have it approved, and fetch it."""
    browser.post("/exports", why="for the report")
    newest = world.team.exports.all()[0].id
    world.team.exports.approve(newest, "cora")
    return browser.get(f"/exports/{newest}/decisions.jsonl")


def retract(world: Guarded, browser: Browser, level: str) -> Any:
    """Take back a decision of one's own about that level, where one could be made."""
    before = len(world.ledger.lines())
    for make in ("decide-pair", "decide-repair"):
        ASK[make](world, browser, level)
    made = [json.loads(line)["id"] for line in world.ledger.lines()[before:]]
    return browser.post("/history/retract", decision=made[-1] if made else "same-someone-1")


NUMBER = itertools.count()
REPAIR = {"cell:kmin": "3", "scope": "row", "why": "the sheet says three"}
CLAIM = {"id": "{new}", "kind": "count", "of": "{table}", "holds": "n >= 1"}
SHOWING: dict[str, Ask] = {
    "search": get("/search?kind=report&q=school"), "incident": get("/incidents/{incident}"), "report": get("/reports/{report}"),
    "history": get("/history"), "pairs": get("/pairs?a={report}&b={other}"), "grades": get("/grades?incident={incident}"),
    "attributions": get("/attributions?incident={incident}"), "rejections": get("/rejections"), "rejection": get("{rejected}"), "mentions": get("/mentions"),
    "api-search": get("/api/search?kind=report&q=school"), "api-incident": get("/api/incidents/{incident}"),
    "try-repair": post("{rejected}/try", **REPAIR),
}  # fmt: skip
"""Routes whose page shows something of a level if and only if the mark of that level is on it."""
ASK: dict[str, Ask] = SHOWING | {
    "login": get("/login"), "static": get("/static/review.css"), "home": get("/"), "api": get("/api/openapi.json"), "api-status": get("/api/status"), "api-queues": get("/api/queues"), "status": get("/status"),
    "account": get("/account"), "people": get("/people"), "audit": get("/audit"), "exports": get("/exports"),
    "person": post("/people/someone", role=["reviewer"], clearance="sealed"), "logout": leave, "export-approve": approve,
    "export-download": download, "media": get("/media/{sha256}"), "sentences": get("/sentences"), "new-claim": get("/claims/new"),
    "decide-pair": post("/pairs/decide", a="{report}", b="{other}", act="same", why="read both"),
    "decide-grade": post("/grades/decide", incident="{incident}", ladder=LADDERS[0], grade="2", why="one origin"),
    "decide-attribution": post("/attributions/decide", incident="{incident}", party=["BLU"], relation="exactly", why="seen"),
    "write-comment": post("/comments/write", incident="{incident}", text="the cellar is on the north side"),
    "decide-repair": post("{rejected}/repair", **REPAIR), "retract": retract,
    "try-claim": post("/claims/try", **CLAIM), "write-claim": post("/claims/write", **CLAIM),
}  # fmt: skip
REFUSED = "no table that you may count in"
"""What the form of a claim says in place of a refusal."""


def test_every_route_is_placed(guarded: Guarded) -> None:
    """A new route fails here until the matrix says who may open it, and the tests how to ask it."""
    names = {route.name for route in guarded.app.routes}  # type: ignore[attr-defined]
    assert names == set(MATRIX) == set(ASK)
    assert names - access().open == set(access().routes)


@pytest.mark.parametrize("route", MATRIX)
def test_each_cell(guarded: Guarded, browsers: dict[str, Browser], route: str) -> None:
    """Each role gets from a route, asked over HTTP, what its cells say: no sensitivity less, and none more."""
    for role in ROLES:
        highest = MATRIX[route].get(role)
        for at, level in enumerate(LEVELS):
            answer = ASK[route](guarded, browsers[role], level)
            opened = answer.status_code in (200, 303) and REFUSED not in answer.text
            if route in SHOWING:
                opened = opened and MARK[level] in answer.text
            assert opened == (highest is not None and at <= LEVELS.index(highest)), (role, level, answer.status_code)
            assert opened or answer.status_code in ((400, 403, 404) if route == "retract" else (200, 403, 404))


def test_a_route_that_nobody_placed_is_open_to_nobody(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """A page that is added and forgotten shows itself to no role."""
    guarded.app.routes.append(Route("/forgotten", lambda request: PlainTextResponse("seen"), name="forgotten"))
    try:
        assert {browser.get("/forgotten").status_code for browser in browsers.values()} == {403}
    finally:
        guarded.app.routes.pop()


def addresses(world: Guarded) -> list[str]:
    """Return every page of the case that can be asked for: each thing, each row, each exhibit, each queue and search."""
    found = [f"/{kind}s/{name}" for kind, name in world.rows("SELECT kind, id FROM things")]
    found += [
        f"/{queue}?incident={name}"
        for queue in ("grades", "attributions")
        for (name,) in world.rows("SELECT id FROM things WHERE kind = 'incident'")
    ]
    found += [f"/api/{page[1:]}" for page in found if page.startswith("/incidents/")]
    found += [f"/media/{sha256}" for (sha256,) in world.rows("SELECT sha256 FROM exhibits")]
    found += [f"/pairs?a={a}&b={b}" for a, b in world.rows("SELECT a, b FROM questions")] + [
        "/pairs?a=reports/r7&b=told/r7"
    ]
    found += (
        [world.rejected(level) for level in LEVELS]
        + [f"/pairs?at={k}" for k in range(4)]
        + [f"/sentences?at={k}" for k in range(4)]
    )
    found += [
        f"/search?kind={kind}&q={q}" for kind in ("incident", "report") for q in ("", "school", "agency", "reason")
    ]
    return [
        *found,
        "/",
        "/status",
        "/grades",
        "/attributions",
        "/rejections",
        "/mentions",
        "/api/search?kind=report",
        "/api/queues",
        "/api/status",
        "/history",
        "/claims/new",
        "/exports",
        "/audit",
        "/people",
    ]


@pytest.mark.parametrize(("name", "roles", "clearance", "hidden"), [
    ("ria", ["reader"], "public", LEVELS[1:]), ("rob", ["reader", "reviewer", "editor"], "sealed", LEVELS[2:]),
    ("cleo", ["reader", "reviewer", "editor", "custodian", "admin"], "public", LEVELS[1:]),
])  # fmt: skip
def test_no_page_shows_what_is_above_its_reader(
    guarded: Guarded, name: str, roles: list[str], clearance: str, hidden: tuple[str, ...]
) -> None:
    """Views, history, exhibits, relations, counts and reasons: nothing of a higher level is on any of them, whatever the role."""
    guarded.let_in(name, *roles, clearance=clearance)
    browser = guarded.browser(name)
    seen = set()
    for address in addresses(guarded):
        text = browser.get(address).text
        seen |= {level for level in LEVELS if MARK[level] in text}
        assert [level for level in hidden if MARK[level] in text] == [], address
        # BAY-01-021: to those who only read, one reviewer is like another.
        assert roles != ["reader"] or "someone" not in text, address
    assert seen == set(LEVELS) - set(hidden)


def test_no_page_believes_a_source(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """BAY-01-008, 034, 039: markup in what was imported, or in a reason, is text on every page; nothing of it is an element."""
    shown = 0
    for address in addresses(guarded):
        answer = browsers["custodian"].get(address)
        if address.startswith("/api/"):  # as JSON it is never read as a page
            told = (answer.headers["content-type"], answer.headers["x-content-type-options"])
            assert told == ("application/json", "nosniff")
            continue
        text = answer.text
        shown += "&lt;script&gt;bird()" in text
        assert "<script>bird" not in text, address
        assert "<img src=x" not in text, address
    assert shown > 20


def test_who_was_overtaken_reads_only_what_they_may(guarded: Guarded) -> None:
    """Two have one pair before them: the second is told what the first decided, but not what is also about a sealed report."""
    guarded.let_in("first", "reviewer")
    guarded.let_in("second", "reviewer")
    first, second = guarded.browser("first"), guarded.browser("second")
    form = {"a": "reports/r7", "b": "reports/r8", "seen": "3", "why": "x"}  # before the decision about told/r7 as well
    late = second.post("/pairs/decide", act="same", **form)
    assert (late.status_code, MARK["sealed"] in late.text) == (409, False)
    form["seen"] = str(len(guarded.ledger.lines()))
    assert first.post("/pairs/decide", act="same", **form).status_code == 303
    late = second.post("/pairs/decide", act="not-same", **form)
    assert (late.status_code, "same-first-1" in late.text) == (409, True)
    form["seen"] = str(len(guarded.ledger.lines()))
    assert second.post("/pairs/decide", act="not-same", **form).status_code == 303
    made = [json.loads(line)["id"] for line in guarded.ledger.lines()]
    assert made[-2:] == ["same-first-1", "not-same-second-1"]


def test_a_word_of_what_is_hidden_finds_nothing(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """Search tells nobody, by a hit or a count, that a word stands in what they may not see."""
    page = "/search?kind=report&q="
    assert "/reports/told/" in browsers["custodian"].get(page + MARK["sealed"]).text
    hidden, nothing = (
        browsers["reader"].get(page + word).text.replace(word, "") for word in (MARK["sealed"], "nosuchbird")
    )
    assert hidden == nothing


def test_a_number_that_counts_what_is_hidden_is_hidden(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """A claim over a table with sealed rows shows its value to those who may see them, and to nobody else."""
    values = {
        role: re.findall(r"n = \d+", browsers[role].get("/sentences").text)
        for role in ("custodian", "reader", "editor")
    }
    assert values["custodian"]
    assert values["reader"] == values["editor"] == []


@pytest.mark.parametrize("path", ["/static/../team/access.toml", "/static/..%2f..%2fapp.py", "/static/%2e%2e%2fpages.py", "/media/..%2f..%2fcase.toml", "/media/../../case.toml",
                                  "/reports/..%2f..%2fcase.toml", "/incidents//etc/passwd", "/rejections/..%2f..%2fcase/1", "/media/%00", "/reports/%00", "/static/%00",
                                  "/exports/99999999999999999999999/decisions.jsonl", "/exports/-1/decisions.jsonl", "/rejections/reports/99999999999999999999999", "/people/%00"])  # fmt: skip
def test_no_path_leads_to_the_disk(browsers: dict[str, Browser], path: str) -> None:
    """What an address names is looked up among what was built; no part of it becomes a path."""
    assert browsers["custodian"].get(path).status_code in (403, 404, 405)


def test_a_picture_is_served_as_nothing_else(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """Its address is its hash, no name of a file goes along, and what is no picture (a table, a page) is not served."""
    answer = browsers["reader"].get(f"/media/{guarded.picture('public')}")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert "filename" not in answer.headers["content-disposition"]
    for (sha256,) in guarded.rows("SELECT sha256 FROM exhibits WHERE source = 'reports'"):
        assert browsers["custodian"].get(f"/media/{sha256}").status_code == 404


def test_what_was_looked_at_and_fetched_is_on_record(guarded: Guarded, browsers: dict[str, Browser]) -> None:
    """Views, pictures, JSON and a download: who, which route, which path, and the answer, a refused one too."""
    path = guarded.incident("public")
    for address in (f"/incidents/{path}", f"/api/incidents/{path}", f"/media/{guarded.picture('public')}"):
        browsers["editor"].get(address)
    download(guarded, browsers["editor"], "public")
    browsers["editor"].get("/audit")
    told = [(e.person, e.act, e.answer) for e in guarded.team.audit.newest(12)]

    for act in ("incident", "api-incident", "media", "export-download"):
        assert ("editor", act, 200) in told
    assert ("editor", "audit", 403) in told
