"""S3: "only" beside a party's name says of all others that they did not, and were not."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.claims.book import Book, Named
from solferino.claims.named import ARTICLE, DOERS, cells_of, ids_in, joined
from solferino.claims.texts import texts
from solferino.claims.view import COUNTING, View, silent
from solferino.prose.lexicon import Asked
from solferino.words.result import ClaimResult, Finding
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus, Status

_KINDS = (*COUNTING, "norm")
_OPEN = ".,;:!?،؛)\"'”»"


def sole(view: View) -> list[Finding]:
    """Return a finding where a claim asks of several parties and "only" leaves out one of whom it holds as well, and
    where a claim on a rule asks of nobody but those named: then it says nothing of others.
    """
    words = [q for q in view.words.quantities(view.text) if q.quantity.measure == "only"]
    found: list[Finding] = []
    for passage in view.of(Scheme.CLAIM) if words else ():
        for word in (w for w in words if passage.start <= w.start < passage.end):
            names = beside(word, passage, view)
            for result in view.found(passage) if names else ():
                if result.kind in _KINDS and not silent(result) and result.verdict.status is not Status.ERROR:
                    found += _others(word, names, result, view)
    return found


def beside(word: Asked, passage: Passage, view: View) -> list[Named]:
    """Return the parties named beside a word, joined to one another: "only A and B", "A and B alone"."""
    book = _parties(view)
    names = [n for n in book.find(view.text) if passage.start <= n.start < passage.end and n.ids]
    after = [n for n in names if n.start >= word.end]
    if after and not ARTICLE.sub("", view.text[word.end : after[0].start]).strip():
        chain = after[:1]
        for n in after[1:]:
            if not joined(view, chain[-1].end, n.start):
                break
            chain.append(n)
        return chain
    before = [n for n in names if n.end <= word.start]
    following = view.text[word.end : passage.end].lstrip()
    verbs = (view.words.opens(group, following) for group in ("auxiliary", "act", "deeds"))
    ends = not following or following[0] in _OPEN or any(at is not None for at in verbs)
    if not before or not ends or view.text[before[-1].end : word.start].strip():
        return []
    chain = before[-1:]
    for n in reversed(before[:-1]):
        if not joined(view, n.end, chain[0].start):
            break
        chain.insert(0, n)
    return chain


def _others(word: Asked, names: list[Named], result: ClaimResult, view: View) -> Iterator[Finding]:
    book, claim = _parties(view), view.case.claim(result.id)
    asked = [t for key in DOERS for t in texts(claim.where.get(key))] if claim else []
    asked += texts(claim.own.get("binds")) if claim else ()
    said = book.near(i for n in names for i in n.ids)
    left = [p for p in dict.fromkeys(asked) if p in view.case.parties and not book.near([p]) & said]
    holds = [p for p in left if _of(p, view.case.parties.name(p), result, book)]
    where = word.start, word.end
    if holds:
        others = " and ".join(view.case.parties.name(p) for p in holds)
        text = f'"{word.text}" asks that nobody else is meant, and {result.id} holds of {others} as well'
        yield Finding("S3", text, "", SentenceStatus.OVERSTATED, *where)
    elif result.kind == "norm" and not left:
        text = f'not_filed: "{word.text}" speaks of all others, and {result.id} asks of nobody else'
        yield Finding("S3", text, "", SentenceStatus.INSUFFICIENT, *where)


def _parties(view: View) -> Book:
    return next(b for b in view.books if b.kind == "party")


def _of(party: str, name: str, result: ClaimResult, book: Book) -> bool:
    """True where what a claim finds holds of a party too: the rule bound it, or some row found names it."""
    if result.kind == "norm":
        return any(v.low for c in result.counter if c.kind == "each" and c.text == name for v in c.values.values())
    return any(book.near([party]) & ids_in(book, cells_of([row])) for row in result.rows)
