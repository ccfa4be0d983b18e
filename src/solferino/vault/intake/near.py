"""Pictures that look alike: a lead for people to look at, never an identity; and no match is never a difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from solferino.vault.intake.derived import keep_json
from solferino.vault.intake.pdq import distance
from solferino.vault.intake.tool import TOOL
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


def near(vault: Vault, sha256: str) -> tuple[Near, ...]:
    """Return the exhibits that look like this one, nearest first; a crop is not found, so none means nothing."""
    prints = {of: print_ for of, print_ in _prints(vault) if print_["quality"] >= CLEAR}
    mine = prints.pop(sha256, None)
    if mine is None:
        return ()
    found = (
        Near(min(distance(turned, other["hash"]) for turned in mine["turned"]), sha256, of)
        for of, other in prints.items()
    )
    return tuple(sorted(each for each in found if each.distance <= FAR))


def keep_near(vault: Vault, lead: Near) -> None:
    """Derive an exhibit that says which two look alike, how much and by what; its parents are the two."""
    told = {"lead": "looks alike; never an identity", "algorithm": "PDQ", "distance": lead.distance,
            "one": lead.one, "other": lead.other}  # fmt: skip
    keep_json(vault, told, role="near", parent=(lead.one, lead.other), how={"tool": TOOL, "method": "PDQ distance"})


def _prints(vault: Vault) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in vault.records():
        if record.act == "derive" and record.src.get("method") == "pdq" and vault.has(record.obj[0].sha256):
            yield record.parent[0], json.loads(vault.read(record.obj[0].sha256))
