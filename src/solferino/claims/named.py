"""Parties, places and treaties that a passage names (S2): what cites it must ask about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from solferino.claims.book import Book, Named
from solferino.claims.view import COUNTING, View
from solferino.claims.where import PARTY_COLUMNS
from solferino.words.claim import Claim
from solferino.words.result import ClaimResult, Finding, Row
from solferino.words.statement import Passage, Scheme
from solferino.words.verdict import SentenceStatus

ACTORS: Mapping[str, tuple[str, ...]] = {
    "party": (*PARTY_COLUMNS, "party", "parties", "body", "made_by", "binds"),
    "place": ("place_id", "place", "area", "admin2"),
    "treaty": ("norm",),
}
"""Keys of a claim that say whom, where or under which treaty it asks."""
CELLS = (
    "with", "member", "by", "about", "body", "what", "made_by", "subject", "area", "topic", "agenda", "party_must",
    "party_may", "parties", "place", "place_id", "treaty", "instrument", "state", "symbol",
)  # fmt: skip
"""Columns of the rows found that may answer for a name."""
DOERS = ("member", "by", "party", "vetoing", "state", "made_by")
"""Keys of a claim that say who did what it asks about."""
OF_TABLE = {"drafts": ("UNSC",), "votes": ("UNSC", "P5"), "vetoes": ("UNSC",)}
"""Bodies whose record a table is."""
_ALIKE = {"force": "state", "group": "state", "office": "state"}
"""Kinds of party that can stand for one another."""
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
    told = [*_told(passage, view)] if here else []
    if not told:
        return
    wanted, about = _wanted(book, passage, view), book.near(_ids(book, [view.case.settings.title]))
    answered = book.near(_ids(book, told)) | (frozenset() if wanted else about)
    spoken = book.near(i for n in names for i in n.ids)
    pronoun = view.words.groups["pronoun"].search(view.text[passage.start : passage.end]) is not None
    open_ = bool(wanted) and not wanted & spoken and not pronoun
    cited = f"{' + '.join(passage.ids)} {'does' if len(passage.ids) == 1 else 'do'} not ask about"
    strange = [n for n in here if not n.ids & answered]
    for n in strange:
        swapped = open_ and not n.ids & about and (book.kind != "party" or _alike(n.ids, wanted, view))
        status = SentenceStatus.NEEDS_QUALIFIER if swapped else None
        yield Finding("S2", f'"{n.text}" is a {book.kind} that {cited}', "", status, n.start, n.end)
    if book.kind == "party" and not strange and not pronoun:
        yield from _without(book, here, spoken, passage, view)


def _without(book: Book, here: list[Named], spoken: frozenset[str], passage: Passage, view: View) -> Iterator[Finding]:
    """Yield a note where the claims of a passage ask what somebody did, and the sentence names only others."""
    claims = [c for r in view.found(passage) if r.kind in SCORED and (c := view.case.claim(r.id)) is not None]
    did = list(dict.fromkeys(t for c in claims for key in DOERS for t in _texts(c.where.get(key))))
    if did and not book.near(_ids(book, did)) & spoken:
        who = " or ".join(view.case.parties.name(d) for d in did)
        text = f'{" + ".join(passage.ids)} asks what {who} did, and this names "{here[0].text}"'
        yield Finding("S2", text, "", None, here[0].start, here[0].end)


def _alike(a: Iterable[str], b: Iterable[str], view: View) -> bool:
    """True where some party of one is of a kind with some of the other: one may have been written for the other."""
    return bool(_kinds(a, view) & _kinds(b, view))


def _kinds(ids: Iterable[str], view: View) -> set[str]:
    kinds = [view.case.parties.by_id[i].kind for i in ids if i in view.case.parties]
    return {_ALIKE.get(kind, kind) for kind in kinds}


def _told(passage: Passage, view: View) -> Iterator[str]:
    """Yield every text that answers for a passage: what its claims say and find, or the cells of its row."""
    if passage.scheme is Scheme.SOURCE:
        cells = view.row_text(passage.ids[0]) if passage.ids else None
        yield from (cell.strip() for cell in (cells or "").split(" · ") if cell.strip())
        return
    for result in _rests(view.found(passage), view):
        claim = view.case.claim(result.id)
        if claim is None:
            return
        yield from _texts(claim.definition())
        yield from (result.query, *result.parties, *result.symbols, *OF_TABLE.get(result.table, ()))
        yield from _cells(result.rows)


def _cells(rows: Iterable[Row]) -> Iterator[str]:
    seen = set[str]()
    for row in rows:
        for column in CELLS:
            for text in _texts(row.get(column)):
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


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _ids(book: Book, told: Iterable[str]) -> set[str]:
    """Return the ids that texts are, or name."""
    texts = list(dict.fromkeys(told))
    known = {i for ids in book.names.values() for i in ids}
    codes = {part for text in texts for item in text.split("; ") if _CODE.fullmatch(item)
             for part in (item, *item.upper().split("-"))}  # fmt: skip
    return (codes & known) | {i for n in book.find(" · ".join(texts)) for i in n.ids}


def _wanted(book: Book, passage: Passage, view: View) -> frozenset[str]:
    """Return the ids that the claims of a passage ask about by a key of their own."""
    if passage.scheme is Scheme.SOURCE:
        return frozenset()
    claims = [view.case.claim(r.id) for r in view.found(passage) if r.kind in SCORED]
    told = [t for claim in claims if claim for key in ACTORS[book.kind] for t in _asked(claim, key)]
    if book.kind == "treaty":
        told += [s for r in view.found(passage) if r.kind in ("norm", "qualification") for s in r.symbols]
    return book.near(_ids(book, told)) if told else frozenset()


def _asked(claim: Claim, key: str) -> Iterator[str]:
    for body in (claim.where, claim.own):
        yield from _texts(body.get(key))
