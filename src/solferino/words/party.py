"""Parties: States, forces, groups, bodies and offices, with aliases, nesting and time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Party:
    """`id` is a code (ISO 3166-1 alpha-3 for States); `aliases` are names and adjectives people write."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    within: str = ""
    kind: str = "state"

    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Parties:
    """All parties a case knows: the package's own (States, offices) under those of `parties.toml`."""

    by_id: dict[str, Party] = field(default_factory=dict)

    @classmethod
    def of(cls, parties: Iterable[Party]) -> Parties:
        """Return the set of `parties`; a later one replaces an earlier one of the same id."""
        return cls({p.id: p for p in parties})

    def name(self, party_id: str) -> str:
        """Return the name to print for an id: the id itself where it is unknown."""
        return self.by_id[party_id].name if party_id in self.by_id else party_id

    def within(self, party_id: str) -> tuple[str, ...]:
        """Return `party_id` and every party nested in it, at any depth, sorted after the first."""
        found = [party_id]
        for parent in found:
            found += sorted(p.id for p in self.by_id.values() if p.within == parent and p.id not in found)
        return tuple(found)

    def above(self, party_id: str) -> tuple[str, ...]:
        """Return every party that contains `party_id`, nearest first; in a circle, itself at last."""
        found: list[str] = []
        parent = self.by_id[party_id].within if party_id in self.by_id else ""
        while parent in self.by_id and parent not in found:
            found.append(parent)
            parent = self.by_id[parent].within
        return tuple(found)

    def __contains__(self, party_id: object) -> bool:
        return party_id in self.by_id
