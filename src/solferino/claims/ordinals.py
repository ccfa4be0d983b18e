"""Ordinals of what a claim counts (S2): a seventh veto wants seven of them."""

from __future__ import annotations

import re

from solferino.claims.view import COUNTING, View, silent
from solferino.claims.weakened import headline
from solferino.prose.numeral import Numeral
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus, Status

_STEM = 4
"""Letters by which a noun is known as that of a table: `veto` of `vetoes`."""


def ordinals(view: View) -> list[Finding]:
    """Return the ordinals of what a claim counts that are higher than any count the passage's claims give.

    The claim may count a shorter time than the ordinal does, so this refutes nothing: nobody vouches for it.
    """
    found = []
    for p in view.of(Scheme.CLAIM):
        results = [r for r in view.found(p) if r.kind in COUNTING and r.verdict.status is not Status.ERROR]
        results = [r for r in results if not silent(r)]
        for n in view.numerals:
            if p.start <= n.start < p.end and n.kind == "ordinal" and results and _beyond(n, results, view):
                given = ", ".join(f"{r.id}: {h[0]} = {h[1]}" for r in results if (h := headline(r)))
                text = f'no claim here vouches for the "{n.text}" ({given})'
                found.append(Finding("S2", text, "", SentenceStatus.NEEDS_QUALIFIER, n.start, n.end))
    return found


def _beyond(n: Numeral, results: list[ClaimResult], view: View) -> bool:
    counted = n.unit == "time" or any(_counts(n, r, view) for r in results)
    return counted and not any(_reaches(n, r) for r in results)


def _reaches(n: Numeral, result: ClaimResult) -> bool:
    lead = headline(result)
    return lead is None or lead[1].high is None or float(lead[1].high) >= float(n.value or 0)


def _counts(n: Numeral, result: ClaimResult, view: View) -> bool:
    """True where the next word names what the claim counts: its table, or an act where it counts incidents."""
    word = re.match(r"\s+(\w+)", view.text[n.end :])
    if word is None:
        return False
    at = n.end + word.start(1)
    if result.table == "incidents":
        return any(f.start == at for f in view.words.find("act", view.text))
    return len(word[1]) >= _STEM and result.table.casefold().startswith(word[1].casefold()[:_STEM])
