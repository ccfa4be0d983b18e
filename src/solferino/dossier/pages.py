"""Every page of the site, as bytes, from the documents of `data/` and rows of the published tables, and nothing else.

`verify` makes the pages again from what it finds on disk and compares them byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from solferino.dossier import (
    brief_view,
    call_view,
    event_pages,
    find_view,
    linked_data,
    record_view,
    say,
    search,
    sql,
    telling,
)
from solferino.dossier.claim_view import card, page
from solferino.dossier.compiled import Compiled
from solferino.dossier.events import Events
from solferino.dossier.linkage_view import open_questions
from solferino.dossier.shelf import Json, Shelf
from solferino.dossier.statement_view import statements
from solferino.draw import palette
from solferino.draw.svg import readable
from solferino.draw.waterfall import bits
from solferino.linkage.settings import shipped
from solferino.words import rooms

DRAWN = (
    "drafts", "votes", "sources", "rejections", "incidents", "reports", "incident_reports", "links", "families",
    "norms", "participation", "acts",
)  # fmt: skip
"""Tables whose rows the pages show."""
SHAPE = ("dossier", "draw", "words", "prose", "situate", "linkage", "law", "claims")
"""Rooms that pages are made with: where one has changed, pages may differ and nobody has altered them."""


class _Package(BaseLoader):
    """Templates of this package, with line ends as they are written here on every machine."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        try:
            return files("solferino.dossier").joinpath("templates", template).read_text("utf-8"), template, None
        except OSError:
            raise TemplateNotFound(template) from None


def pages(docs: Json, rows: Mapping[str, Sequence[Json]]) -> dict[str, bytes]:
    """Return path → bytes of everything that people read: pages, VERIFY.txt, style and script; and what
    other programs read: SQL and linked data."""
    shelf, events = Shelf.of(docs, rows), Events.of(rows)
    brief = brief_view.Brief.of(docs)
    views = {path: v | {"changes": brief.of_file(v["file"])} for path, v in statements(shelf).items()}
    tongues = [(path, v["language"]) for path, v in views.items()] if len(views) > 1 else []
    others = [(path, tag, say.TONGUES.get(tag.partition("-")[0].casefold(), tag)) for path, tag in tongues]
    made = {path: _render("index.html", docs, "", nav="index", view=v, others=others) for path, v in views.items()}
    cards = [card(k, shelf) for k in docs["verdicts"]]
    made["claims/index.html"] = _render("claims.html", docs, "../", nav="claims", cards=cards)
    selects = sql.paths(docs["verdicts"])
    for claim_id, path in shelf.claim_pages.items():
        cited = _cited(claim_id, views)
        made[path] = _render("claim.html", docs, "../", nav="claims", c=page(claim_id, shelf), cited=cited,
                             sql=selects[claim_id], lacks=brief.of_claim(claim_id),
                             brief=f"brief.html#{brief.anchors[claim_id]}")  # fmt: skip
    made["brief.html"] = _render("brief.html", docs, "", nav="brief", v=brief.page(shelf, events))
    made["votes/index.html"] = _render("votes.html", docs, "../", nav="votes", drafts=record_view.drafts(shelf))
    for draft, path in shelf.vote_pages.items():
        made[path] = _render("vote.html", docs, "../", nav="votes", v=record_view.vote(draft, shelf))
    if calls := call_view.index(shelf):
        made["calls/index.html"] = _render("calls.html", docs, "../", nav="calls", v=calls)
    made |= event_pages.pages(docs, shelf, events, render=_render)
    made["exhibits.html"] = _render("exhibits.html", docs, "", nav="exhibits", exhibits=record_view.exhibits(shelf))
    made["tables.html"] = _render("tables.html", docs, "", nav="tables", **record_view.catalogue(shelf))
    made["methods.html"] = _render(
        "methods.html",
        docs,
        "",
        nav="methods",
        means=say.MEANS,
        rules=say.RULES,
        worlds=say.WORLDS,
        thresholds=_thresholds(docs) if _filed(docs, "incidents") else [],
        ladders=telling.ladders(),
        linkage=open_questions(docs),
    )
    if docs["case"]["corrections"] or docs["case"]["history"]:
        made["corrections.html"] = _render("corrections.html", docs, "", nav="corrections", pages=shelf.claim_pages)
    made |= _finding(docs, shelf, events, views)
    made["VERIFY.txt"] = _render("VERIFY.txt", docs, "", nav="")
    made |= sql.files(docs) | linked_data.files(docs)
    return made | {f"static/{name}": body for name, body in static().items()}


def _finding(docs: Json, shelf: Shelf, events: Events, views: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    """The page on which words are looked for, with names from A to Z, and the scripts that it loads."""
    volumes = find_view.volumes(shelf, events)
    made = {v["path"]: _render("find.html", docs, "", nav="find", v=v, volumes=volumes) for v in volumes}
    return made | search.files(find_view.entries(shelf, events, views))


def warm() -> None:
    """Compile every template, so that making pages need not."""
    for entry in files("solferino.dossier").joinpath("templates").iterdir():
        if entry.name.endswith((".html", ".txt")):
            _environment().get_template(entry.name)


@cache
def made_by() -> str:
    """Return the digest of all that shapes the pages: templates, style, script, words, the rooms that fill them."""
    return rooms.digest(SHAPE)


def static() -> dict[str, bytes]:
    """Return the style sheet, its colours first, and the scripts."""
    at = files("solferino.dossier").joinpath("static")
    css = palette.css() + at.joinpath("site.css").read_text("utf-8")
    scripts = {e.name: e.read_bytes() for e in sorted(at.iterdir(), key=lambda e: e.name) if e.name.endswith(".js")}
    return {"site.css": css.encode()} | scripts


def _render(template: str, docs: Json, up: str, *, nav: str, **view: Any) -> bytes:
    site = docs["case"]
    searched = len(docs["sources"]) + site["withheld_sources"]
    text = (
        _environment()
        .get_template(template)
        .render(
            site=site,
            up=up,
            nav=nav,
            frame={
                "nav": _navigation(up, nav, _filed(docs, "incidents"), _filed(docs, "reports"), _calls(docs)),
                "footer": _foot(up, site["as_of"], site["tracked_to"], site["author"], searched),
            },
            has_incidents=_filed(docs, "incidents"),
            searched=searched,
            **view,
        )
    )
    return (text.rstrip("\n") + "\n").encode("utf-8")


@lru_cache(64)
def _navigation(up: str, nav: str, has_incidents: bool, has_reports: bool, has_calls: bool) -> Markup:
    """The links at the head of a page, made once for all pages that share them."""
    made: str = (
        _environment()
        .get_template("frame.html")
        .module.navigation(  # type: ignore[attr-defined]
            up, nav, has_incidents, has_reports, has_calls
        )
    )
    return Markup(made.rstrip("\n"))


@lru_cache(64)
def _foot(up: str, as_of: str, tracked_to: str, author: str, searched: int) -> Markup:
    """The foot of a page, made once for all pages that share it."""
    site = {"as_of": as_of, "tracked_to": tracked_to, "author": author}
    made: str = _environment().get_template("frame.html").module.foot(up, site, searched)  # type: ignore[attr-defined]
    return Markup(made.rstrip("\n"))


def _thresholds(docs: Json) -> list[str]:
    """Return the means, in bits, at which groups of reports join: leniently, in the build, strictly."""
    return [bits(cut) for cut in shipped().changed(docs["case"]["link"].get("incident", {})).thresholds]


def _calls(docs: Json) -> bool:
    return any(r["kind"] in call_view.FOLLOWED for r in docs["verdicts"].values())


def _filed(docs: Json, table: str) -> bool:
    return bool(docs["tables"].get(table, {}).get("rows"))


@cache
def _environment() -> Environment:
    env = Environment(
        loader=_Package(), bytecode_cache=Compiled(made_by()), undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".html")), finalize=_visible,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )  # fmt: skip
    env.globals |= {"counted": say.counted, "listed": say.listed, "day": say.day, "verdict": say.verdict}
    return env


def _visible(value: Any) -> Any:
    """Write out the unseen characters of everything that a template prints and that is not markup of ours."""
    if value is None or isinstance(value, Markup):
        return "" if value is None else value
    return readable(value)


def _cited(claim_id: str, views: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"href": f"{path}#s{s['n']}", "text": s["text"], "line": s["line"], "file": v["file"]}
        for path, v in views.items()
        for s in v["sentences"]
        if any(c["id"] == claim_id for c in s["cards"])
    ]
