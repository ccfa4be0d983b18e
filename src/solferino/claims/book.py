"""Names that a text may hold: of parties, of places, of treaties; each with the ids it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from solferino.law import facts
from solferino.prose.checkable import names_in, same_name
from solferino.prose.tongues import tongue
from solferino.words.party import Parties

Kind = Literal["party", "place", "treaty", "crime"]
Names = Mapping[str, frozenset[str]]
"""Names as written, each with the ids it may mean."""
Places = Names


@dataclass(frozen=True)
class Named:
    """A name where it stands in a text, with the ids it may mean."""

    start: int
    end: int
    text: str
    ids: frozenset[str]


@dataclass(frozen=True)
class Book:
    """The names of one kind of thing, and for each id those that are part of it or that it is part of."""

    kind: Kind
    names: Names
    kin: Mapping[str, frozenset[str]]
    folded: Names
    """The same names without capitals."""
    language: str

    @classmethod
    def of(cls, kind: Kind, names: Names, language: str, *, kin: Mapping[str, frozenset[str]] | None = None) -> Book:
        folded: dict[str, frozenset[str]] = {}
        for name, ids in names.items():
            folded[_flat(name)] = folded.get(_flat(name), frozenset()) | ids
        return cls(kind, names, kin or {}, folded, language)

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids that a name may mean."""
        return frozenset().union(*self.names.values())

    def find(self, text: str) -> tuple[Named, ...]:
        """Return the names that stand in `text`, in order."""
        found = names_in(text, self.names, self.language)
        return tuple(Named(a, b, text[a:b], self._meant(text[a:b])) for a, b in found)

    def near(self, ids: Iterable[str]) -> frozenset[str]:
        """Return the ids with all their kin."""
        return frozenset().union(*(self.kin.get(i, frozenset({i})) for i in ids))

    def _meant(self, name: str) -> frozenset[str]:
        """Capitals throughout and the endings of the language are the same name."""
        if exact := self.folded.get(_flat(name)):
            return exact
        alike = [n for n in self.folded if same_name(name, n, self.language)]
        longest = max(map(len, alike), default=0)
        return frozenset().union(*(self.folded[n] for n in alike if len(n) == longest))


def book(named: Iterable[tuple[str, Iterable[str | None]]]) -> Names:
    """Return the names of things given as (id, names); a row of places need not have one."""
    found: dict[str, frozenset[str]] = {}
    for key, names in named:
        for name in (n for n in names if n and n.strip()):
            found[name] = found.get(name, frozenset()) | {key}
    return found


def books(parties: Parties, places: Places, language: str) -> tuple[Book, ...]:
    """Return the books of a case for one language: its parties with what nests in them, its places, and the treaties
    and crimes all cases know."""
    named = book((p.id, p.names()) for p in facts.spoken(parties, language).by_id.values())
    return (
        Book.of("party", named, language, kin=_nested(parties)),
        Book.of("place", places, language),
        _treaties(language),
        _crimes(language),
    )


@cache
def _treaties(language: str) -> Book:
    known = facts.rules("treaties")
    named = ((key, (key, body["title"], *body.get("also", ()))) for key, body in known.items() if "title" in body)
    return Book.of("treaty", book(named), language)


@cache
def _crimes(language: str) -> Book:
    named = tongue(language, "lexicons")["crimes"]
    return Book.of("crime", book(named.items()), language)


def _nested(parties: Parties) -> dict[str, frozenset[str]]:
    """Return each party with those within it and those that it is within."""
    found = {i: {i} for i in parties.by_id}
    for party in parties.by_id.values():
        above = party.within
        while above in found and party.id not in found[above]:
            found[above].add(party.id)
            found[party.id].add(above)
            above = parties.by_id[above].within
    return {i: frozenset(kin) for i, kin in found.items()}


def _flat(name: str) -> str:
    return " ".join(name.split()).casefold()
