"""Passages that cite a source (S1, S6): who says so, and that the cited row says it."""

from __future__ import annotations

import re
from datetime import date

from solferino.claims.document import quotations
from solferino.claims.numbers import tells
from solferino.claims.view import View
from solferino.claims.vouched import Days, named, vouches
from solferino.prose.checkable import Span
from solferino.prose.lexicon import Found
from solferino.prose.numeral import Numeral
from solferino.words.near import did_you_mean
from solferino.words.result import Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus

_WORD = re.compile(r"[^\W\d]+")
_NOUN, _LETTERS = 2, 4
"""Words after a number that may say what it counts, and the letters that they have at least."""
_NEAR = 80
"""How many characters around a passage may hold the word that attributes it."""


def attribution(view: View) -> list[Finding]:
    """Return what is wrong with source passages: no such row, nobody who says it, numbers the row does not have."""
    found: list[Finding] = []
    for passage in view.of(Scheme.SOURCE):
        where = passage.start, passage.end
        if not _attributed(passage, view):
            text = "a source is cited, yet nobody is said to say this: write who said or reported it"
            found.append(Finding("S1", text, "", SentenceStatus.BARE, *where))
        if passage.ids and _cells(passage.ids[0], view) is None:
            found.append(Finding("S6", _missing(passage.ids[0], view), "", SentenceStatus.ERROR, *where))
        elif passage.ids:
            document = view.documents(passage.ids[0])
            if document is not None and document.unread:
                found += _unread(passage, document.unread, view)
                continue
            for start, end in [*((n.start, n.end) for n in _absent(passage, view)), *_misquoted(passage, view)]:
                text = f"{_quoted(view.text[start:end])} does not occur in {passage.ids[0]}"
                found.append(Finding("S1", text, "", SentenceStatus.BARE, start, end))
            found += _elsewhere(passage, view)
    return found


def _elsewhere(passage: Passage, view: View) -> list[Finding]:
    """Return the findings on numbers that a document has, and of something else than what the passage counts."""
    document, settings = view.documents(passage.ids[0]), view.case.settings
    if document is None:
        return []
    absent = {(n.start, n.end) for n in _absent(passage, view)}
    return [
        Finding("S1", f"{passage.ids[0]} holds {_quoted(n.text)}, and not of {_quoted(' '.join(words))}", "",
                SentenceStatus.INSUFFICIENT, n.start, n.end)
        for n in view.inside(passage)
        if n.kind == "count" and (n.start, n.end) not in absent
        for words in [[w for w in _WORD.findall(view.text[n.end : passage.end])[:_NOUN] if len(w) >= _LETTERS]]
        if words and document.apart(n, words, (view.language, settings.language), settings.as_of)
    ]  # fmt: skip


def _unread(passage: Passage, why: str, view: View) -> list[Finding]:
    """Return the finding on numbers and quotations put in the mouth of a document that cannot be read here."""
    said = [
        n.text for n in view.inside(passage) if n.kind in ("count", "percent", "date", "window", "symbol", "article")
    ]
    said += [view.text[a:b] for a, b in _quotations(passage, view)]
    if not said:
        return []
    text = f"not compared with {passage.ids[0]}: {', '.join(map(_quoted, said))}; {why}"
    return [Finding("S1", text, "", SentenceStatus.INSUFFICIENT, passage.start, passage.end)]


def _quotations(passage: Passage, view: View) -> list[tuple[int, int]]:
    return [(a, b) for a, b, _ in quotations(view.text) if passage.start <= a < passage.end]


def _misquoted(passage: Passage, view: View) -> list[tuple[int, int]]:
    """Return where a passage quotes a document that does not have the words, in whatever language it was written."""
    document = view.documents(passage.ids[0])
    if document is None:
        return []
    return [
        (a, b) for a, b, said in quotations(view.text)
        if passage.start <= a < passage.end and not document.says(said)
    ]  # fmt: skip


def _quoted(text: str) -> str:
    return text if text[:1] in '"“„«' else f'"{text}"'


def unattributed(view: View) -> list[Span]:
    """Return the words of source passages that the rules above leave bare."""
    found: list[Span] = []
    for p in view.of(Scheme.SOURCE):
        if not _attributed(p, view):
            found += [s for s in view.checkable if p.start <= s.start < p.end] or [Span(p.start, p.end, "source")]
        found += [Span(n.start, n.end, "number") for n in _absent(p, view)]
        found += [Span(a, b, "quotation") for a, b in (_misquoted(p, view) if p.ids else ())]
    return found


def framed(span: Span, view: View) -> bool:
    """True where words outside the links stand in the frame of a cited source: `The ministry said that [...]`."""
    for passage in view.of(Scheme.SOURCE):
        for a, b in _frames(passage, view):
            if a <= span.start and span.end <= b and any(a <= f.start < b for f in _sayings(view)):
                return True
    return False


def _frames(passage: Passage, view: View) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the unlinked words just before and just after a passage."""
    before = max((p.end for p in view.passages if p.end <= passage.start), default=0)
    after = min((p.start for p in view.passages if p.start >= passage.end), default=len(view.text))
    return (before, passage.start), (passage.end, after)


def _attributed(passage: Passage, view: View) -> bool:
    """True where somebody is said to say it: within the passage, or just around it outside every claim."""
    near = range(max(0, passage.start - _NEAR), min(len(view.text), passage.end + _NEAR))
    claims = view.of(Scheme.CLAIM)
    return any(f.start in near and not any(p.start <= f.start < p.end for p in claims) for f in _sayings(view))


def _sayings(view: View) -> list[Found]:
    """Return the verbs of saying; a capital within the sentence makes a name of one ("States")."""
    names = [(f.start, f.end) for f in view.words.find("not_attribution", view.text)]
    return [
        f for f in view.words.find("attribution", view.text)
        if not (f.start and f.text[0].isupper()) and not any(a < f.end and f.start < b for a, b in names)
    ]  # fmt: skip


def _cells(source_id: str, view: View) -> str | None:
    """Return the text of a cited row; of a source cited whole, what it says of itself where no table holds it."""
    source, document = view.case.source(source_id), view.documents(source_id)
    text = None if document is not None else view.row_text(source_id)
    if text is None and source is not None:
        return " · ".join((source.title, source.publisher, source.note))
    return text


def _in(n: Numeral, days: Days) -> bool:
    """True where the row has a day within the window: "said last month" of what was said on a day of it."""
    if n.kind != "window" or n.low is None or n.high is None:
        return False
    return days.some(date.fromisoformat(str(n.low)), date.fromisoformat(str(n.high)))


def _missing(source_id: str, view: View) -> str:
    name, _, row = source_id.partition("/")
    if view.case.source(name) is not None:
        return f"source {name!r} has no row {row!r}"
    hint = did_you_mean(name, (s.id for s in view.case.sources))
    return f"there is no source {name!r}" + (f"; {hint}" if hint else "")


def _absent(passage: Passage, view: View) -> list[Numeral]:
    """Return the counts, dates and citations of a passage that its row does not have."""
    cells = _cells(passage.ids[0], view) if passage.ids else None
    if cells is None:
        return []
    there, document = view.told(cells), view.documents(passage.ids[0])
    if document is not None and document.unread:
        return []
    counted = there
    if document is not None:
        # What is filed of a document, its title and publisher, may hold the day and symbol it is cited by; no number.
        settings = view.case.settings
        counted = document.numerals((view.language, settings.language), settings.as_of)
        there += counted
    days = Days.of((d for n in there for d in named(n)), as_of=view.case.settings.as_of)
    symbols = tuple(str(n.value) for n in there if n.kind in ("symbol", "article"))
    return [
        n for n in view.inside(passage)
        if (n.kind in ("count", "percent") and not tells(n, counted))
        or (n.kind in ("date", "window") and vouches(n, days, symbols) is False and not _in(n, days))
        or (n.kind in ("symbol", "article") and not vouches(n, days, symbols))
    ]  # fmt: skip
