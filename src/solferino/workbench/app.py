"""The workbench as one Starlette application over a case that was built."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from solferino.pipeline.open_case import open_case
from solferino.pipeline.sealed import build_folder
from solferino.store.ledger.ledger import Ledger, Overtaken
from solferino.words.errors import SolferinoError
from solferino.workbench.bench import Asked, Bench, Missing, View
from solferino.workbench.filling import filled
from solferino.workbench.gate import Gate
from solferino.workbench.pages import static
from solferino.workbench.rebuild import Rebuild
from solferino.workbench.record import Record
from solferino.workbench.views import (
    api,
    attributing,
    claiming,
    commenting,
    grading,
    history,
    home,
    incident,
    media,
    pairs,
    repairing,
    report,
    searching,
    sentences,
)


@dataclass(frozen=True)
class Page:
    """One address: its name, by which a gate knows it, its path, and what answers."""

    name: str
    path: str
    view: View
    method: str = "GET"


PAGES = (
    Page("home", "/", home.view),
    Page("status", "/status", home.status),
    Page("pairs", "/pairs", pairs.view),
    Page("decide-pair", "/pairs/decide", pairs.decide, "POST"),
    Page("grades", "/grades", grading.view),
    Page("decide-grade", "/grades/decide", grading.decide, "POST"),
    Page("attributions", "/attributions", attributing.view),
    Page("decide-attribution", "/attributions/decide", attributing.decide, "POST"),
    Page("rejections", "/rejections", repairing.view),
    Page("rejection", "/rejections/{source}/{row:int}", repairing.one),
    Page("try-repair", "/rejections/{source}/{row:int}/try", repairing.attempt, "POST"),
    Page("decide-repair", "/rejections/{source}/{row:int}/repair", repairing.decide, "POST"),
    Page("sentences", "/sentences", sentences.view),
    Page("new-claim", "/claims/new", claiming.view),
    Page("try-claim", "/claims/try", claiming.attempt, "POST"),
    Page("write-claim", "/claims/write", claiming.write, "POST"),
    Page("search", "/search", searching.view),
    Page("incident", "/incidents/{name:path}", incident.view),
    Page("write-comment", "/comments/write", commenting.write, "POST"),
    Page("mentions", "/mentions", commenting.view),
    Page("report", "/reports/{name:path}", report.view),
    Page("api", "/api/openapi.json", api.openapi),
    Page("api-status", "/api/status", api.status),
    Page("api-queues", "/api/queues", api.queues),
    Page("api-search", "/api/search", api.search),
    Page("api-incident", "/api/incidents/{name:path}", api.incident),
    Page("media", "/media/{sha256}", media.view),
    Page("history", "/history", history.view),
    Page("retract", "/history/retract", history.retract, "POST"),
)
"""Every page of the workbench: the access matrix of a team is over these names."""


def make_app(case: Path, *, ledger: Ledger, gate: Gate) -> Starlette:
    """Return the application over the last build of `case`; raises StaleError where there is none.

    Decisions go to `ledger`; `gate` says who asks and what each may see.
    """
    build = build_folder(case)
    filled(build)
    opened = open_case(case)
    names = {p.id: p.name for p in opened.parties.by_id.values()}
    bench = Bench(case, build, opened.settings.title, names, Record(ledger), gate, Rebuild(case, ledger))
    routes: list[BaseRoute] = [Route("/static/{name}", _static, name="static")]
    routes += [Route(p.path, _answer(bench, p), methods=[p.method], name=p.name) for p in PAGES]
    return Starlette(routes=[*gate.routes(), *routes], middleware=gate.middleware())


def _answer(bench: Bench, page: Page):  # type: ignore[no-untyped-def]
    """Return what Starlette calls: it asks the gate, then the view, off the loop that serves the others."""

    async def answer(request: Request) -> Response:
        form = await request.form() if page.method == "POST" else FormData()
        return await run_in_threadpool(_safely, bench, page, request, form)

    return answer


def _safely(bench: Bench, page: Page, request: Request, form: FormData) -> Response:
    asked = Asked(bench, request, page.name, bench.gate.person(request), form)
    try:
        if not asked.levels:
            return asked.refuse(403, "This is not open to your role.")
        return page.view(asked)
    except Missing as error:
        return asked.refuse(404, error.message, error.hint)
    except Overtaken as error:
        # What overtook may also be about a report that this person may not see.
        lines = [raw for raw in error.lines if asked.may(asked.shelf.level(json.loads(raw)["about"]))]
        return asked.refuse(409, error.message, error.hint, lines)
    except SolferinoError as error:
        return asked.refuse(400, error.message, error.hint)
    finally:
        asked.shelf.close()


async def _static(request: Request) -> Response:
    try:
        body, kind = static(request.path_params["name"])
    except KeyError:
        return Response("there is no such file", 404, media_type="text/plain")
    return Response(body, media_type=kind, headers={"cache-control": "private, max-age=3600"})
