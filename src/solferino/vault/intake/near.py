"""Pictures that look alike: a lead for people to look at, never an identity; and no match is never a difference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from solferino.vault.entry import Entry
from solferino.vault.intake.batch import finding
from solferino.vault.intake.pdq import distance
from solferino.vault.intake.tool import TOOL
from solferino.vault.record import Plain
from solferino.vault.vault import Vault

FAR = 31
"""Bits of 256: the published threshold of a match."""
CLEAR = 50
"""Quality below which a print says nothing."""


@dataclass(frozen=True, order=True)
class Near:
    """Two exhibits whose prints differ in `distance` of 256 bits, in the best of eight positions."""

    distance: int
    one: str
    other: str

    def __str__(self) -> str:
        return f"a lead, never an identity: looks like {self.other} ({self.distance} of 256 bits differ)"


class Prints:
    """The prints of a vault's pictures: read once, then kept up with what is found."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, Mapping[str, Any]] | None = None

    def near(self, sha256: str, found: Mapping[str, Any]) -> tuple[Near, ...]:
        """Return the exhibits that look like this one with the print `found`, nearest first, and know it from then on.

        A crop is not found, so none means nothing.
        """
        if self._known is None:
            self._known = {of: each for of, each in _prints(self._vault) if each["quality"] >= CLEAR}
        if not found or found["quality"] < CLEAR:
            return ()
        others = [(of, each) for of, each in self._known.items() if of != sha256]
        self._known[sha256] = found
        near = (Near(min(distance(t, each["hash"]) for t in found["turned"]), sha256, of) for of, each in others)
        return tuple(sorted(each for each in near if each.distance <= FAR))


def lead(near: Near) -> Entry:
    """Return the derivation of an exhibit that says which two look alike, how much and by what."""
    told = {"lead": "looks alike; never an identity", "algorithm": "PDQ", "distance": near.distance,
            "one": near.one, "other": near.other}  # fmt: skip
    how: dict[str, Plain] = {"tool": TOOL, "method": "PDQ distance"}
    return finding(told, role="near", parent=(near.one, near.other), how=how)


def _prints(vault: Vault) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in vault.records():
        if record.act == "derive" and record.src.get("method") == "pdq" and vault.has(record.obj[0].sha256):
            yield record.parent[0], json.loads(vault.read(record.obj[0].sha256))
