"""What is written to a vault together with others: all of it is acknowledged at once, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solferino.vault.item import Item
from solferino.vault.record import Draft, Held


@dataclass(frozen=True)
class Entry:
    """A record on these terms; with `item`, whose bytes are brought in, the record is about them."""

    terms: Draft
    item: Item | None = None

    def by(self, actor: str) -> Entry:
        """Return the entry as this person's, where it names nobody."""
        return self if self.terms.actor else replace(self, terms=replace(self.terms, actor=actor))

    def draft(self, sha256: str, size: int) -> Draft:
        """Return the record of the item's ingest, or of its derivation, whose `src` says how and nothing else."""
        if self.item is None:
            return self.terms
        item, src = self.item, dict(self.terms.src)
        if self.terms.act == "ingest":
            method = "file" if item.path is not None else "bytes"
            claimed = {"name": item.claimed_name, "url": item.url, "method": method}
            src = {**{key: value for key, value in claimed.items() if value}, **src}
        return replace(self.terms, obj=(Held(sha256, size, item.mime, item.role),), src=src)

    def room(self) -> int:
        """Return how many bytes it takes at most; UsageError where its record would be longer than one may be."""
        size = 0 if self.item is None else self.item.size()
        return size + len(self.draft("0" * 64, 1 << 62).line(1 << 62, "0" * 64))
