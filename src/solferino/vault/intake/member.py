"""One entry of an archive or folder, as the container tells it and as it was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

HELD = "held"
NAME_IN_RECORD = 1024
"""Longer names stand whole in the listing; the record of the bytes has their beginning."""


@dataclass(frozen=True)
class Member:
    """An entry: `state` is "held" when its bytes are an exhibit, else why they are not.

    `name` keeps bytes that are no UTF-8 as lone surrogates; `name_hex` is the name's bytes as the container has them.
    A name is what is claimed, and never a path: two members may share one.
    """

    index: int
    name: str
    name_hex: str
    kind: str = "file"
    size: int = 0
    sha256: str = ""
    state: str = HELD
    target: str = ""
    modified: str = ""

    @property
    def held(self) -> bool:
        """Whether its bytes are in the store."""
        return self.state == HELD


def listed(raw: bytes) -> dict[str, str]:
    """Return the held members of a listing: their SHA-256 by name; of two of one name, the last."""
    told = (json.loads(line) for line in raw.splitlines())
    return {str(each["name"]): str(each["sha256"]) for each in told if each["state"] == HELD}


def listing(members: Iterable[Member]) -> bytes:
    """Return the members as JSON Lines in ASCII: every name survives, no writing direction mark hides."""
    lines = ({key: value for key, value in vars(member).items() if value != ""} for member in members)
    return b"".join(json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n" for line in lines)
