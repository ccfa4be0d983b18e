"""Parties, places and treaties that a passage names (S2): what cites it must ask about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from solferino.claims.book import Book, Named
from solferino.claims.texts import texts
from solferino.claims.view import COUNTING, View
from solferino.claims.where import PARTY_COLUMNS
from solferino.words.result import ClaimResult, Finding, Row
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus

ACTORS: Mapping[str, tuple[str, ...]] = {
    "party": (*PARTY_COLUMNS, "party", "parties", "body", "made_by", "binds"),
    "place": ("place_id", "place", "area", "admin2"),
    "treaty": ("norm",),
    "crime": ("subject", "crime"),
}
"""Keys of a claim that say whom, where, under which treaty or of which crime it asks."""
CELLS = (
    "with", "member", "by", "about", "body", "what", "made_by", "subject", "area", "topic", "agenda", "party_must",
    "party_may", "parties", "place", "place_id", "treaty", "instrument", "state", "symbol",
)  # fmt: skip
"""Columns of the rows found that may answer for a name."""
DOERS = ("member", "by", "of", "party", "vetoing", "state", "made_by")
"""Keys of a claim that say who did what it asks about."""
OF_TABLE = {"drafts": ("UNSC",), "votes": ("UNSC", "P5"), "vetoes": ("UNSC",)}
"""Bodies whose record a table is."""
_ALIKE = {"force": "state", "group": "state", "office": "state", "court": "body", "organisation": "body"}
"""Kinds of party that can stand for one another."""
ARTICLE = re.compile(r"\b(?:the|both|also|les|la|le|l['’])\s*", re.IGNORECASE)
"""What may stand between two joined names beside the word that joins them."""
_CODE = re.compile(r"[\w-]+")
SCORED = (*COUNTING, "norm", "qualification", "jurisdiction")
"""Kinds of claim for which another name in the place of the one asked about is more than a note."""


def named(view: View) -> list[Finding]:
    """Return the names that nothing their passage cites asks about; scored where one stands for the name asked."""
    found: list[Finding] = []
    passages = [p for p in view.passages if p.scheme is Scheme.SOURCE or (p.scheme is Scheme.CLAIM and view.found(p))]
    for book in view.books if passages else ():
        names = [n for n in book.find(view.text) if n.ids]
        for passage in passages if names else ():
            found += _unasked(book, names, passage, view)
    return sorted(found, key=lambda f: f.start)


def _unasked(book: Book, names: list[Named], passage: Passage, view: View) -> Iterator[Finding]:
    """Yield a finding for each of the `names` of the sentence that stands in the passage and that nothing answers."""
    here = [n for n in names if passage.start <= n.start < passage.end]
    answers = [*told(passage, view)] if here else []
    if not answers:
        return
    keys, title = [*_wanted(book, passage, view)], ids_in(book, [view.case.settings.title])
    if book.kind == "crime" and not keys:
        return
    answered = book.near(ids_in(book, answers)) | (frozenset() if keys else book.near(title))
    spoken = frozenset(i for n in names for i in n.ids)
    pronoun = pointed(passage, view)
    unmet = [] if pronoun else [k for k in keys if not k & spoken]
    cited = f"{' + '.join(passage.ids)} {'does' if len(passage.ids) == 1 else 'do'} not ask about"
    strange = [n for n in here if not n.ids & answered]
    for n in strange:
        likely = any(book.kind != "party" or _alike(n.ids, k, view) for k in unmet) and not n.ids & title
        status = SentenceStatus.NEEDS_QUALIFIER if likely or _beside(n, here, keys, view) else None
        yield Finding("S2", f'"{n.text}" is a {book.kind} that {cited}', "", status, n.start, n.end)
    if book.kind == "party" and not strange and not pronoun:
        yield from _without(book, here, spoken, passage, view)


def pointed(passage: Passage, view: View) -> bool:
    """True where a pronoun may stand for who is meant; WHO is none."""
    found = view.words.find("pronoun", view.text[passage.start : passage.end])
    return any(len(f.text) == 1 or not f.text.isupper() for f in found)


def _without(book: Book, here: list[Named], spoken: frozenset[str], passage: Passage, view: View) -> Iterator[Finding]:
    """Yield a finding where the claims of a passage ask what somebody did, and the sentence names another for it.

    Scored where only rows name the other, and not all of them: who joined in some vetoes did not cast them all.
    """
    results = [r for r in view.found(passage) if r.kind in SCORED]
    claims = [c for r in results if (c := view.case.claim(r.id)) is not None]
    did = list(dict.fromkeys(t for c in claims for key in DOERS for t in texts(c.where.get(key))))
    if not did:
        return
    doers = book.near(ids_in(book, did))
    who = f"{' + '.join(passage.ids)} asks what {' or '.join(view.case.parties.name(d) for d in did)} did"
    asked = book.near(ids_in(book, (t for c in claims for t in texts(c.definition()))))
    for n in here:
        absent = not doers & spoken
        if n.ids & asked or not _alike(n.ids, doers, view) or not (absent or _beside(n, here, [doers], view)):
            continue
        held = sum(bool(n.ids & book.near(ids_in(book, cells_of([row])))) for r in results for row in r.rows)
        if held < sum(r.total for r in results):
            text = f'{who}, and "{n.text}" is in {held} of the {sum(r.total for r in results)} rows found'
            yield Finding("S2", text, "", SentenceStatus.NEEDS_QUALIFIER, n.start, n.end)
            return
    if not doers & spoken:
        yield Finding("S2", f'{who}, and this names "{here[0].text}"', "", None, here[0].start, here[0].end)


def _beside(name: Named, here: list[Named], keys: list[frozenset[str]], view: View) -> bool:
    """True where a name is joined to one that is asked about: "binds A and B" of a claim that asks of A."""
    for other in here:
        first, second = sorted((name, other), key=lambda n: n.start)
        if other is not name and any(other.ids & key for key in keys) and joined(view, first.end, second.start):
            return True
    return False


def joined(view: View, start: int, end: int) -> bool:
    """True where only words that join stand between two offsets: "A and B", "A, B"."""
    between = ARTICLE.sub("", view.text[start:end]).strip(" ,،")
    return not between or view.words.opens("joint", between) == len(between)


def _alike(a: Iterable[str], b: Iterable[str], view: View) -> bool:
    """True where some party of one is of a kind with some of the other: one may have been written for the other."""
    return bool(_kinds(a, view) & _kinds(b, view))


def _kinds(ids: Iterable[str], view: View) -> set[str]:
    kinds = [view.case.parties.by_id[i].kind for i in ids if i in view.case.parties]
    return {_ALIKE.get(kind, kind) for kind in kinds}


def told(passage: Passage, view: View) -> Iterator[str]:
    """Yield every text that answers for a passage: what its claims say and find, or the cells of its row."""
    if passage.scheme is Scheme.SOURCE:
        cells = view.row_text(passage.ids[0]) if passage.ids else None
        yield from (cell.strip() for cell in (cells or "").split(" · ") if cell.strip())
        return
    for result in _rests(view.found(passage), view):
        claim = view.case.claim(result.id)
        if claim is None:
            return
        yield from texts(claim.definition())
        yield from (result.query, *result.parties, *result.symbols, *OF_TABLE.get(result.table, ()))
        yield from cells_of(result.rows)


def cells_of(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the words of rows that may name somebody or something, each once."""
    seen = set[str]()
    for row in rows:
        for column in CELLS:
            for text in texts(row.get(column)):
                if text not in seen:
                    seen.add(text)
                    yield text


def _rests(results: Iterable[ClaimResult], view: View) -> Iterator[ClaimResult]:
    """Yield claims with all that they rest on."""
    seen, waiting = set[str](), list(results)
    for result in waiting:
        if result.id not in seen:
            seen.add(result.id)
            claim = view.case.claim(result.id)
            names = [*result.depends, *(claim.rests_on() if claim else ())]
            waiting += [view.results[i] for i in names if i in view.results]
            yield result


def ids_in(book: Book, told: Iterable[str]) -> set[str]:
    """Return the ids that texts are, or name."""
    said = list(dict.fromkeys(told))
    codes = {part for text in said for item in text.split("; ") if _CODE.fullmatch(item)
             for part in ((item,) if item in book.ids else (item, *item.upper().split("-")))}  # fmt: skip
    return (codes & book.ids) | {i for n in book.find(" · ".join(said)) for i in n.ids}


def _wanted(book: Book, passage: Passage, view: View) -> Iterator[frozenset[str]]:
    """Yield for each key of the claims of a passage the ids that it asks about; parties stand under any key."""
    if passage.scheme is Scheme.SOURCE:
        return
    results = [r for r in view.found(passage) if r.kind in SCORED]
    for claim in (c for r in results if (c := view.case.claim(r.id)) is not None):
        for body in (claim.where, claim.own):
            for key in (k for k in body if book.kind == "party" or k in ACTORS[book.kind]):
                if ids := ids_in(book, texts(body[key])):
                    yield book.near(ids)
    if book.kind == "treaty" and (
        ids := ids_in(book, [s for r in results if r.kind in ("norm", "qualification") for s in r.symbols])
    ):
        yield book.near(ids)
