"""A sentence cut into the runs that a page marks: claims, sources, opinions, context, bare words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from solferino.dossier.say import FALLS

_ORDER = ("error", "contradicted", "insufficient", "attested", "supported", "tracked")
_SOFT = ("overstated", "needs_qualifier")


@dataclass(frozen=True)
class Run:
    """A piece of a sentence: `kind` is the verdict it is marked with, `bare`, `plain`, or another scheme's name."""

    text: str
    kind: str
    ids: tuple[str, ...] = ()


def runs(sentence: Mapping[str, Any], verdicts: Mapping[str, Mapping[str, Any]]) -> list[Run]:
    """Return the whole text of a sentence as runs, in order; offsets outside the text are cut to it."""
    text = str(sentence["text"])
    spans = [
        (a, b, _kind(sentence, span, verdicts), tuple(span[3])) for span in sentence["spans"] for a, b in [span[:2]]
    ]
    spans += [(a, b, "bare", ()) for a, b in sentence["bare"]]
    edges = sorted({0, len(text), *(min(max(e, 0), len(text)) for a, b, *_ in spans for e in (a, b))})
    found: list[Run] = []
    for start, end in pairwise(edges):
        over = [s for s in spans if s[0] <= start and end <= s[1]]
        kind, ids = (over[0][2], over[0][3]) if over else ("plain", ())
        found.append(Run(text[start:end], kind, ids))
    return found


def _kind(sentence: Mapping[str, Any], span: list[Any], verdicts: Mapping[str, Mapping[str, Any]]) -> str:
    """The verdict of one passage: what a finding says of it, else the worst of its claims."""
    start, end, scheme, ids = span
    if scheme != "claim":
        return str({"source": "attributed", "opinion": "not_checkable"}.get(scheme, "context"))
    alone = sum(s[2] == "claim" for s in sentence["spans"]) == 1
    said = [
        f["status"]
        for f in sentence["findings"]
        if f["status"] in FALLS
        and f["status"] != "bare"
        and ((start < f["end"] and f["start"] < end) or (alone and not f["end"]))
    ]
    if said:
        return str(min(said, key=FALLS.index))
    if alone and sentence["verdict"] in _SOFT:
        return str(sentence["verdict"])
    found = [verdicts[i]["verdict"] for i in ids if i in verdicts]
    return str(min(found, key=_ORDER.index, default="error"))
