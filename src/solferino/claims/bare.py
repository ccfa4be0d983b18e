"""S1: every checkable word stands in a link that says what backs it; a source passage says whose word it is."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.claims.passages import Reading, finding, quoted
from solferino.prose.checkable import Span, checkable
from solferino.words.near import did_you_mean
from solferino.words.result import Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus

_REACH = 60
"""How many characters before or after a source passage an attribution may stand."""


def bare_spans(reading: Reading) -> list[Span]:
    """Return the checkable words outside any link, and those inside a context link, which backs nothing."""
    backed = [p for p in reading.passages if p.scheme is not Scheme.CONTEXT]
    spans = checkable(reading.text, reading.language, reading.case.parties, reading.as_of)
    return [s for s in spans if not any(p.start < s.end and s.start < p.end for p in backed)]


def bare(reading: Reading) -> Iterator[Finding]:
    """Name the words that nothing backs, once a sentence."""
    spans = bare_spans(reading)
    if not spans:
        return
    words = ", ".join(dict.fromkeys(f"{quoted(reading, s.start, s.end)} ({s.why})" for s in spans))
    inside = any(p.start < s.end and s.start < p.end for s in spans for p in reading.of(Scheme.CONTEXT))
    where = "context backs nothing" if inside else "no link backs them"
    yield finding("S1", f"{where}: {words}", SentenceStatus.BARE, at=(spans[0].start, spans[-1].end))


def sources(reading: Reading) -> Iterator[Finding]:
    """A source passage must say whose word it is, and its numbers must stand in the row it cites."""
    for passage in reading.of(Scheme.SOURCE):
        cited = reading.row_text(passage.ids[0])
        if cited is None:
            known = [s.id for s in reading.case.sources]
            hint = did_you_mean(passage.ids[0].split("/")[0], known)
            text = f"there is no source row {passage.ids[0]!r}" + (f"; {hint}" if hint else "")
            yield finding("S6", text, SentenceStatus.ERROR, at=(passage.start, passage.end))
            continue
        if not _attributed(reading, passage):
            text = f"{quoted(reading, passage.start, passage.end)} does not say who says it"
            yield finding("S1", text, SentenceStatus.BARE, at=(passage.start, passage.end), instead="… said that …")
        yield from _numbers(reading, passage, cited)


def _attributed(reading: Reading, passage: Passage) -> bool:
    near = reading.text[max(0, passage.start - _REACH) : passage.end + _REACH]
    return bool(reading.words.find("attribution", near))


def _numbers(reading: Reading, passage: Passage, cited: str) -> Iterator[Finding]:
    from solferino.prose.numerals import numerals

    there = numerals(cited, reading.language, reading.as_of)
    counts = {n.value for n in there if n.kind in ("count", "percent")}
    days = {n.value for n in there if n.kind == "date"} | {n.text for n in there}
    for n in reading.within(passage):
        if n.kind in ("count", "percent") and n.value is not None and n.value not in counts:
            text = f"{quoted(reading, n.start, n.end)} does not stand in {passage.ids[0]}"
            yield finding("S2", text, SentenceStatus.OVERSTATED, at=(n.start, n.end))
        elif n.kind == "date" and n.unit == "day" and n.value not in days:
            text = f"the day {quoted(reading, n.start, n.end)} does not stand in {passage.ids[0]}"
            yield finding("S2", text, SentenceStatus.OVERSTATED, at=(n.start, n.end))


def loaded(reading: Reading) -> Iterator[Finding]:
    """Loaded words are flagged, never scored: they are the author's to answer for."""
    for word in reading.words.find("loaded", reading.text):
        text = f"{quoted(reading, word.start, word.end)} is a loaded word; nothing here scores it"
        yield finding("loaded", text, at=(word.start, word.end))
