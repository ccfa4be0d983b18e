"""The first page: what waits for a decision, how the statement stands, and what the last decisions moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from starlette.responses import HTMLResponse, Response

from solferino.pipeline.check import load_check
from solferino.pipeline.index import Index
from solferino.workbench.bench import Asked
from solferino.workbench.pages import render
from solferino.workbench.views import attributing, commenting, grading, pairs, repairing, sentences
from solferino.workbench.views.sentences import FALLS

QUEUES: tuple[tuple[str, str, Callable[[Asked], int], str], ...] = (
    ("pairs", "Pairs", pairs.waiting, "Are these two reports of one event? The most telling first."),
    ("grades", "Incidents to grade", grading.waiting, "Grade 4 needs two reviewers and their checklist."),
    ("attributions", "Attributions", attributing.waiting, "Who is said to have done it, beside what was seen."),
    ("rejections", "Rejected rows", repairing.waiting, "Rows that could not be read, each with its reason."),
    ("sentences", "Sentences", sentences.waiting, "Sentences that do not stand, and what would back them."),
    ("mentions", "Asked of you", commenting.waiting, "Comments that name you, until you answer or decide."),
)
"""Each queue: the name of its route, what it is called, how many wait in it, what it asks."""


def view(asked: Asked) -> Response:
    """Return the queues with how many wait in each, and the verdicts of sentences."""
    counts = Counter(str(s["verdict"]) for s in load_check(Index.load(asked.bench.build)).get("sentences", ()))
    verdicts = [(v, counts[v]) for v in [*FALLS, *sorted(set(counts) - set(FALLS))] if counts[v]]
    return asked.page("home.html", queues=queues(asked), verdicts=verdicts, sentences=sum(counts.values()))


def queues(asked: Asked) -> list[tuple[str, str, int, str, str]]:
    """Return the queues that this person may open: name, label, how many wait, what it asks, its address."""
    opened = (q for q in QUEUES if asked.may("public", route=q[0]))
    return [(name, label, waiting(asked), what, asked.url(name)) for name, label, waiting, what in opened]


def status(asked: Asked) -> Response:
    """Return how the rebuild goes, to be put into a page that shows it."""
    return HTMLResponse(render("_status.html", state=asked.bench.rebuild.state, url=asked.url))
