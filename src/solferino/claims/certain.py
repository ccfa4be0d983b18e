"""S4: words of certainty ("beyond doubt", "proven") ask more than flat prose does."""

from __future__ import annotations

from solferino.claims.hedges import spoken
from solferino.claims.view import View
from solferino.prose.lexicon import Found
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.tables import vocabulary
from solferino.words.verdict import SentenceStatus, Status

_NEEDS = 5
"""The grade that a word of certainty asks: established, by a court or its like. No program gives it."""

_FAR = 5
"""Words before a word of certainty among which one may deny it: "has not been proven"."""

_DOERS = ("by", "body", "made_by")
"""Columns of a row that say whose act it records."""

_ASKING = ("call", "promise")
_LAW = ("norm", "jurisdiction")
"""Kinds of claim that stand on confirmed facts of law alone."""


def certain(view: View) -> list[Finding]:
    """Return a finding for each claim that stands and does not bear the certainty with which its passage speaks."""
    sure = [f for f in view.words.find("certain", view.text) if not _doubted(f, view)]
    found: list[Finding] = []
    for passage in view.of(Scheme.CLAIM) if sure else ():
        word = next((f for f in sure if _around(passage, view)[0] <= f.start < _around(passage, view)[1]), None)
        for result in view.found(passage) if word else ():
            if word and (why := _lacks(result, passage, view)):
                text = f'"{word.text}" asks what is established, and {why}'
                instead = f'the same without "{word.text}"'
                found.append(Finding("S4", text, instead, SentenceStatus.OVERSTATED, word.start, word.end))
    return found


def _doubted(word: Found, view: View) -> bool:
    """True where the certainty itself is denied, or is the word of somebody named as saying so."""
    before = [f for f in view.words.find("negation", view.text) if f.end <= word.start]
    near = any(len(view.text[f.end : word.start].split()) < _FAR for f in before)
    return near or any(h.voice and h.end <= word.start for h in view.words.hedges(view.text))


def _around(passage: Passage, view: View) -> tuple[int, int]:
    """Return where the words of a passage begin and end: with those before it outside every link; the last passage with
    those behind it."""
    before = max((p.end for p in view.passages if p.end <= passage.start), default=0)
    last = all(p.start <= passage.start for p in view.passages)
    return before, len(view.text) if last else passage.end


def _lacks(result: ClaimResult, passage: Passage, view: View) -> str:
    """Say what keeps a claim that stands from bearing certainty; empty where nothing does, or it does not stand."""
    if result.verdict.status not in (Status.SUPPORTED, Status.ATTESTED) or result.kind in (*_ASKING, *_LAW):
        return ""
    if result.kind == "judgement":
        premises = [view.results[d] for d in result.depends if d in view.results]
        return next(filter(None, (_lacks(p, passage, view) for p in premises)), "")
    if result.grades:
        low = [n for n in spoken(result, passage, view) if result.grades[n] < _NEEDS]
        told = (f"{result.grades[n]} of {n} ({vocabulary(n)[str(result.grades[n])].split(':')[0]})" for n in low)
        return f"{result.id} reaches {' and '.join(told)}" if low else ""
    if result.closed:
        return ""
    if not result.table or not result.rows:
        return f"{result.id} finds no more than what is indicated or likely"
    weak = next((r for r in result.rows if r.get("check_status") not in (None, "confirmed")), None)
    if weak is not None:
        return f"{weak.get('report_id', result.id)} is marked {weak['check_status']}"
    if not _own(result, passage, view):
        return f"{result.id} finds what somebody else says or did: name whose word it is"
    return ""


def _own(result: ClaimResult, passage: Passage, view: View) -> bool:
    """True where a passage names whose act each row records; a pronoun alone may stand for them."""
    book = next((b for b in view.books if b.kind == "party"), None)
    named = book.find(view.text[passage.start : passage.end]) if book else ()
    ids = frozenset(i for n in named for i in n.ids)
    if book is None or not named:
        return bool(view.words.find("pronoun", view.text[passage.start : passage.end]))
    texts = [" · ".join(str(r[c]) for c in _DOERS if r.get(c)) for r in result.rows]
    doers = [{str(r[c]) for c in _DOERS if r.get(c)} for r in result.rows]
    near = book.near(ids)
    return all(near & (d | {i for n in book.find(t) for i in n.ids}) for d, t in zip(doers, texts, strict=True))
