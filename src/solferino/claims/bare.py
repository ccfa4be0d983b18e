"""Checkable words that rest on nothing filed (S1): outside every link, or in a passage called context."""

from __future__ import annotations

from solferino.claims.attribution import framed, unattributed
from solferino.claims.view import View
from solferino.prose.checkable import Span
from solferino.words.result import Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus

_SHOWN = 6


def outside(view: View) -> list[Span]:
    """Return the checkable words that no link covers; the speaker of a cited source is named with it."""
    free = [s for s in view.checkable if all(s.end <= p.start or p.end <= s.start for p in view.passages)]
    return [s for s in free if not (s.why == "party" and framed(s, view))]


def in_context(view: View) -> list[Span]:
    """Return the checkable words that stand in context; the day on which the statement speaks is a dateline."""
    spoken = {(n.start, n.end) for n in view.numerals if n.value == str(view.case.settings.as_of)}
    return [
        s for p in view.of(Scheme.CONTEXT) for s in view.checkable
        if s.start < p.end and p.start < s.end and (s.start, s.end) not in spoken
    ]  # fmt: skip


def bare_spans(view: View) -> tuple[tuple[int, int], ...]:
    """Return all bare words of the sentence as offsets, in order."""
    return tuple(sorted({(s.start, s.end) for s in (*outside(view), *in_context(view), *unattributed(view))}))


def uncovered(view: View) -> list[Finding]:
    """Return what S1 finds: words outside links, words in context, and a note on opinions that could be checked."""
    found: list[Finding] = []
    for spans, told in ((outside(view), "outside every link"), (in_context(view), "in context, which may hold none")):
        if spans:
            text = f"checkable words {told}: {_listed(spans, view)}"
            found.append(Finding("S1", text, "", SentenceStatus.BARE, spans[0].start, spans[-1].end))
    for p in view.of(Scheme.OPINION):
        held = [s for s in view.checkable if p.start <= s.start < p.end]
        if held:
            text = f"an opinion is not checked, yet this one holds {_listed(held, view)}"
            found.append(Finding("S1", text, start=p.start, end=p.end))
    return found


def _listed(spans: list[Span], view: View) -> str:
    told = [f'"{view.text[s.start : s.end]}" ({s.why})' for s in spans[:_SHOWN]]
    return ", ".join(told) + (f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else "")
