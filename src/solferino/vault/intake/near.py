"""Pictures, and frames of videos, that look alike: a lead to look at, never an identity; no match says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from solferino.vault.entry import Entry
from solferino.vault.intake.batch import finding
from solferino.vault.intake.tool import TOOL
from solferino.vault.record import Plain
from solferino.vault.vault import Vault

FAR = 31
"""Bits of 256: the published threshold of a match."""
CLEAR = 50
"""Quality below which a print says nothing."""


@dataclass(frozen=True, order=True)
class Near:
    """Two exhibits whose nearest prints differ in `distance` of 256 bits, in the best of eight positions.

    Of a video that is a frame, `second` of `one` or `second_of_other`, -1 for a picture. `alike` of the `frames` of
    `one` that say anything have their like in `other`.
    """

    distance: int
    one: str
    other: str
    second: int = -1
    second_of_other: int = -1
    alike: int = 1
    frames: int = 1

    def __str__(self) -> str:
        at = f" at second {self.second_of_other}" if self.second_of_other >= 0 else ""
        of = f", {self.alike} of {self.frames} frames" if self.second >= 0 else ""
        return f"a lead, never an identity: looks like {self.other}{at} ({self.distance} of 256 bits differ{of})"


class Prints:
    """The prints of a vault's pictures and videos: read once, then kept up with what is found."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._known: dict[str, _Set] | None = None

    def near(self, sha256: str, found: Mapping[str, Any]) -> tuple[Near, ...]:
        """Return the exhibits that look like this one with the print or frames `found`, nearest first, and know it.

        A crop is not found, so none means nothing.
        """
        if self._known is None:
            self._known = {of: each for of, told in _prints(self._vault) if (each := _Set.of(told))}
        own = _Set.of(found)
        if own is None:
            return ()
        others = [(of, each) for of, each in self._known.items() if of != sha256]
        self._known[sha256] = own
        near = (_nearest(sha256, own, of, each) for of, each in others)
        return tuple(sorted(each for each in near if each.distance <= FAR))


@dataclass(frozen=True)
class _Set:
    """Prints as rows of 256 numbers, +1 or -1; `seconds` says of each row of `plain` where it stands in a video."""

    plain: Any
    turned: Any
    seconds: tuple[int, ...]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> _Set | None:
        """Return the prints that say anything; None where there are none."""
        told = [f for f in found.get("frames", [found] if found else []) if f["quality"] >= CLEAR]
        if not told:
            return None
        plain = _rows([f["hash"] for f in told])
        turned = _rows(told[0]["turned"]) if "turned" in told[0] else plain
        return cls(plain, turned, tuple(int(f.get("second", -1)) for f in told))


def _rows(prints: Sequence[str]) -> Any:
    import numpy as np

    bits = np.unpackbits(np.frombuffer(bytes.fromhex("".join(prints)), np.uint8).reshape(-1, 32), axis=1)
    return bits.astype(np.float32) * 2 - 1


def _nearest(one: str, own: _Set, other: str, their: _Set) -> Near:
    # Of ±1 the product is 256 less twice the bits that differ: whole numbers, exact in 32-bit floats.
    far = ((256 - own.turned @ their.plain.T) / 2).astype(int)
    row, column = divmod(int(far.argmin()), far.shape[1])
    video = own.seconds[0] >= 0
    alike = int((far.min(axis=1) <= FAR).sum()) if video else 1
    return Near(int(far[row, column]), one, other, own.seconds[row] if video else -1, their.seconds[column], alike,
                len(own.seconds))  # fmt: skip


def lead(near: Near) -> Entry:
    """Return the derivation of an exhibit that says which two look alike, how much and by what."""
    told = {"lead": "looks alike; never an identity", "algorithm": "PDQ", "distance": near.distance,
            "one": near.one, "other": near.other}  # fmt: skip
    if near.second >= 0:
        told |= {"second_of_one": near.second, "frames_of_one": near.frames, "alike": near.alike}
    if near.second_of_other >= 0:
        told["second_of_other"] = near.second_of_other
    how: dict[str, Plain] = {"tool": TOOL, "method": "PDQ distance"}
    return finding(told, role="near", parent=(near.one, near.other), how=how)


def _prints(vault: Vault) -> Iterator[tuple[str, dict[str, Any]]]:
    for record in vault.records():
        if record.act == "derive" and record.src.get("method") in ("pdq", "video") and vault.has(record.obj[0].sha256):
            yield record.parent[0], json.loads(vault.read(record.obj[0].sha256))
