"""A passage that says something was, whose claim finds that it was not (S3)."""

from __future__ import annotations

from solferino.claims.view import COUNTING, View, silent
from solferino.claims.weakened import headline
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus, Status


def negated(view: View) -> list[Finding]:
    """S3: a claim that stands because there was none wants a word that denies, in its sentence."""
    if _denied(view) or any(n.kind == "count" and n.low == 0 for n in view.numerals):
        return []
    return [
        Finding("S3", f"{r.id} finds none, and no word here denies", "", SentenceStatus.OVERSTATED, p.start, p.end)
        for p in view.of(Scheme.CLAIM)
        for r in view.found(p)
        if _none(r)
    ]


def _denied(view: View) -> bool:
    """True where a word denies; "did not fail to" denies nothing."""
    turned = [(f.start, f.end) for f in view.words.find("affirmed", view.text)]
    denials = view.words.find("negation", view.text)
    return any(not any(a < f.end and f.start < b for a, b in turned) for f in denials)


def _none(result: ClaimResult) -> bool:
    if result.kind not in COUNTING or result.verdict.status is not Status.SUPPORTED or silent(result):
        return False
    value = headline(result)
    return value is not None and value[1].base == 0 and value[1].high == 0
