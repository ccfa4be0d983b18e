"""Parties, places, treaties and documents changed for others of their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from solferino.claims.book import Book, Named
from solferino.claims.mutants.mutant import Mutant
from solferino.claims.view import View
from solferino.prose.checkable import names_in

_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\s*\(\d{4}\)")


def party(view: View) -> Iterator[Mutant]:
    """Yield each party changed for another of its kind that the statement or its claims speak of, else any."""
    yield from _swapped("party", view)


def place(view: View) -> Iterator[Mutant]:
    """Yield each place changed for another of the case."""
    yield from _swapped("place", view)


def treaty(view: View) -> Iterator[Mutant]:
    """Yield each treaty changed for another, each document and provision for the next by number."""
    yield from _swapped("treaty", view)
    for n in view.numerals:
        if n.kind in ("symbol", "article") and not n.weak:
            bare = _YEAR.sub(lambda m: " " * len(m[0]), n.text)
            numbers = list(_NUMBER.finditer(bare))
            if numbers:
                last = numbers[-1] if n.kind == "symbol" else numbers[0]
                yield Mutant("treaty", n.start + last.start(), last[0], str(int(last[0]) + 1))


def _swapped(kind: str, view: View) -> Iterator[Mutant]:
    for book in view.books:
        if book.kind != kind:
            continue
        names = [n for n in book.find(view.text) if n.ids]
        near = book.near(i for n in names for i in n.ids)
        for n in names:
            if (other := _other(n, book, near, view)) is not None:
                yield Mutant(kind, n.start, n.text, other)


def _other(name: Named, book: Book, near: frozenset[str], view: View) -> str | None:
    """Return the name of the next of the same kind, by id, that the sentence does not name: first one that is used."""
    mine = min(name.ids)
    written: dict[str, list[str]] = {}
    for text, ids in book.names.items():
        for i in ids:
            written.setdefault(i, []).append(text)
    kind = _kind(mine, book, view)
    others = [i for i in sorted(written) if i not in near and _kind(i, book, view) == kind]
    used = _used(tuple(book.names), tuple(s.text for s in view.case.statements), view.language)
    spoken = [i for i in others if used.intersection(written[i])] or others
    if not spoken:
        return None
    other = next((i for i in spoken if i > mine), spoken[0])
    at = next((k for k, text in enumerate(written[mine]) if text.casefold() == name.text.casefold()), 0)
    return written[other][min(at, len(written[other]) - 1)]


def _kind(key: str, book: Book, view: View) -> str:
    return view.case.parties.by_id[key].kind if book.kind == "party" and key in view.case.parties else ""


@lru_cache(maxsize=16)
def _used(names: tuple[str, ...], texts: tuple[str, ...], language: str) -> frozenset[str]:
    """Return those of the names that the statements write."""
    return frozenset(text[a:b] for text in texts for a, b in names_in(text, names, language))
