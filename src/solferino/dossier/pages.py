"""Every page of the site, as bytes, from the documents of `data/` and rows of the published tables, and nothing else.

`verify` makes the pages again from what it finds on disk and compares them byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from solferino.dossier import incident_view, record_view, report_view, say
from solferino.dossier.claim_view import Json, Shelf, card, page
from solferino.dossier.events import Events
from solferino.dossier.statement_view import statements
from solferino.draw import palette
from solferino.draw.svg import readable

DRAWN = (
    "drafts", "votes", "sources", "rejections", "incidents", "reports", "incident_reports", "links", "families",
)  # fmt: skip
"""Tables whose rows the pages show."""


class _Package(BaseLoader):
    """Templates of this package, with line ends as they are written here on every machine."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        try:
            return files("solferino.dossier").joinpath("templates", template).read_text("utf-8"), template, None
        except OSError:
            raise TemplateNotFound(template) from None


def pages(docs: Json, rows: Mapping[str, Sequence[Json]]) -> dict[str, bytes]:
    """Return path → bytes of everything that people read: pages, VERIFY.txt, style and script."""
    shelf, events = Shelf.of(docs, rows), Events.of(rows)
    views = statements(shelf)
    others = [(path, v["language"]) for path, v in views.items()] if len(views) > 1 else []
    made = {path: _render("index.html", docs, "", nav="index", view=v, others=others) for path, v in views.items()}
    cards = [card(k, shelf) for k in docs["verdicts"]]
    made["claims/index.html"] = _render("claims.html", docs, "../", nav="claims", cards=cards)
    for claim_id, path in shelf.claim_pages.items():
        cited = _cited(claim_id, views)
        made[path] = _render("claim.html", docs, "../", nav="claims", c=page(claim_id, shelf), cited=cited)
    made["votes/index.html"] = _render("votes.html", docs, "../", nav="votes", drafts=record_view.drafts(shelf))
    for draft, path in shelf.vote_pages.items():
        made[path] = _render("vote.html", docs, "../", nav="votes", v=record_view.vote(draft, shelf))
    made |= _of_events(docs, shelf, events)
    made["exhibits.html"] = _render("exhibits.html", docs, "", nav="exhibits", exhibits=record_view.exhibits(shelf))
    made["tables.html"] = _render("tables.html", docs, "", nav="tables", **record_view.catalogue(shelf))
    made["methods.html"] = _render(
        "methods.html", docs, "", nav="methods", means=say.MEANS, rules=say.RULES, asked=say.ASKED, worlds=say.WORLDS
    )
    made["VERIFY.txt"] = _render("VERIFY.txt", docs, "", nav="")
    return made | {f"static/{name}": body for name, body in static().items()}


def _of_events(docs: Json, shelf: Shelf, events: Events) -> dict[str, bytes]:
    """Pages of sources, and of incidents and reports where any are published."""
    made = {
        path: _render("source.html", docs, "../", nav="exhibits", x=view)
        for path, view in report_view.sources(shelf, events).items()
    }
    for path, view in report_view.reports(shelf, events).items():
        made[path] = _render("report.html", docs, "../", nav="exhibits", r=view)
    if events.incidents:
        made["incidents/index.html"] = _render(
            "incidents.html", docs, "../", nav="incidents", v=incident_view.index(shelf, events)
        )
        for name, path in shelf.incident_pages.items():
            view = incident_view.page(name, shelf, events)
            made[path] = _render("incident.html", docs, "../", nav="incidents", v=view)
    return made


@cache
def made_by() -> str:
    """Return the digest of all that shapes the pages: templates, style, script, words, the modules that fill them."""
    found = hashlib.sha256()
    for room in ("solferino.dossier", "solferino.draw", "solferino.words"):
        for folder in (".", "data", "templates", "static"):
            at = files(room).joinpath(folder)
            for entry in sorted(at.iterdir(), key=lambda e: e.name) if at.is_dir() else ():
                if entry.name.endswith((".py", ".toml", ".html", ".txt", ".css", ".js")):
                    found.update(f"{room}/{folder}/{entry.name}\n".encode() + entry.read_bytes())
    return found.hexdigest()


def static() -> dict[str, bytes]:
    """Return the style sheet, its colours first, and the script."""
    at = files("solferino.dossier").joinpath("static")
    css = palette.css() + at.joinpath("site.css").read_text("utf-8")
    return {"site.css": css.encode(), "site.js": at.joinpath("site.js").read_bytes()}


def _render(template: str, docs: Json, up: str, **view: Any) -> bytes:
    text = (
        _environment()
        .get_template(template)
        .render(
            site=docs["case"],
            up=up,
            has_incidents=_filed(docs, "incidents"),
            searched=len(docs["sources"]) + docs["case"]["withheld_sources"],
            **view,
        )
    )
    return (text.rstrip("\n") + "\n").encode("utf-8")


def _filed(docs: Json, table: str) -> bool:
    return bool(docs["tables"].get(table, {}).get("rows"))


@cache
def _environment() -> Environment:
    env = Environment(
        loader=_Package(), autoescape=lambda name: bool(name and name.endswith(".html")), undefined=StrictUndefined,
        finalize=_visible, trim_blocks=True, lstrip_blocks=True, auto_reload=False,
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
