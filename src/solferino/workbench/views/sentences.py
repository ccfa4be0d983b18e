"""Sentences that do not stand: their wording against the values, and claims that might back them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from solferino.pipeline.check import load_check
from solferino.pipeline.index import Index
from solferino.workbench.bench import Asked
from solferino.workbench.terms import indexed

FALLS = ("error", "contradicted", "overstated", "needs_qualifier", "bare", "insufficient")
"""Verdicts of a sentence that does not stand, worst first."""
NEAR = 12


def waiting(asked: Asked) -> int:
    """Return how many sentences do not stand."""
    return sum(str(s["verdict"]) in FALLS for s in load_check(Index.load(asked.bench.build)).get("sentences", ()))


def view(asked: Asked) -> Response:
    """Return the sentences that do not stand, or one of them with what might back it."""
    body = load_check(Index.load(asked.bench.build))
    claims: dict[str, Any] = body.get("claims", {})
    found = [s for s in body.get("sentences", ()) if str(s["verdict"]) in FALLS]
    found.sort(key=lambda s: (FALLS.index(str(s["verdict"])), s["file"], s["line"]))
    if not found:
        return asked.page("done.html", title="Sentences", undo=None, back=asked.url("sentences"),
                          text="Every sentence stands on what is filed, or is attributed or context.")  # fmt: skip
    at = min(asked.number("at"), len(found) - 1)
    sentence = found[at]
    words = asked.given("q") or sentence["text"]
    return asked.page(
        "sentence.html", sentence=sentence, at=at, waiting=len(found), q=asked.given("q"),
        cited=[(i, claims[i]) for i in sentence["claims"] if i in claims],
        near=_near(words, claims, sentence["claims"]),
        values=values, open_=_open, all_open=all(_open(asked, claims[i]) for i in sentence["claims"] if i in claims),
        asked=asked,
    )  # fmt: skip


def _open(asked: Asked, claim: dict[str, Any]) -> bool:
    """True where this person may see what a claim counts."""
    return asked.may(asked.shelf.table_level(claim["table"])) if claim["table"] else True


def values(claim: dict[str, Any]) -> str:
    """Return what a claim gives, each value with its two ends."""
    told = []
    for name, v in claim["values"].items():
        low, high = v["low"], v["high"]
        told.append(f"{name} = {low}" if low == high else f"{name} = {low} to {'…' if high is None else high}")
    return ", ".join(told)


def _near(text: str, claims: dict[str, Any], cited: list[str]) -> list[tuple[str, Any]]:
    """Claims that share words with a text, most first; those that it cites already are left out."""
    wanted = set(indexed(text)[0].split())
    scored = []
    for name, claim in claims.items():
        told = (
            f"{name.replace('-', ' ')} {claim['kind']} {claim['table']} {claim['query']} {' '.join(claim['because'])}"
        )
        shared = len(wanted & set(indexed(told)[0].split()))
        if shared and name not in cited:
            scored.append((-shared, name))
    return [(name, claims[name]) for _, name in sorted(scored)[:NEAR]]
