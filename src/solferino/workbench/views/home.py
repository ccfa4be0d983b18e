"""The first page: what waits for a decision, how the statement stands, and what the last decisions moved."""

from __future__ import annotations

from collections import Counter

from starlette.responses import HTMLResponse, Response

from solferino.pipeline.check import load_check
from solferino.pipeline.index import Index
from solferino.workbench.bench import Asked
from solferino.workbench.pages import render
from solferino.workbench.views import attributing, commenting, grading, pairs, repairing

FALLS = ("error", "contradicted", "overstated", "needs_qualifier", "bare", "insufficient")
"""Verdicts of a sentence that does not stand, worst first."""


def view(asked: Asked) -> Response:
    """Return the queues with how many wait in each, and the verdicts of sentences."""
    body = load_check(Index.load(asked.bench.build))
    counts = Counter(str(s["verdict"]) for s in body.get("sentences", ()))
    falls = sum(counts[v] for v in FALLS)
    queues = [
        ("pairs", "Pairs", pairs.waiting(asked), "Are these two reports of one event? The most telling first."),
        ("grades", "Incidents to grade", grading.waiting(asked), "Grade 4 needs two reviewers and their checklist."),
        (
            "attributions",
            "Attributions",
            attributing.waiting(asked),
            "Who is said to have done it, beside what was seen.",
        ),
        ("rejections", "Rejected rows", repairing.waiting(asked), "Rows that could not be read, each with its reason."),
        ("sentences", "Sentences", falls, "Sentences that do not stand on what is filed, and what would back them."),
    ]
    if asked.may("public", route="mentions"):
        queues.append(
            (
                "mentions",
                "Asked of you",
                commenting.waiting(asked),
                "Comments that name you, until you answer or decide.",
            )
        )
    shown = [(*q, asked.url(q[0])) for q in queues if asked.may("public", route=q[0])]
    verdicts = [(v, counts[v]) for v in [*FALLS, *sorted(set(counts) - set(FALLS))] if counts[v]]
    return asked.page("home.html", queues=shown, verdicts=verdicts, sentences=sum(counts.values()))


def status(asked: Asked) -> Response:
    """Return how the rebuild goes, to be put into a page that shows it."""
    return HTMLResponse(render("_status.html", state=asked.bench.rebuild.state, url=asked.url))
