"""Reports as columns of integers, in an order that only what they tell decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from solferino.linkage.engine import kernel
from solferino.linkage.engine.fields import Ints, Reals

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
EARTH_M = 6_371_008.8
AN_EVENT, COVERS, DENIES = 0, 1, 2
"""How a report stands: it tells of an event, covers incidents, or denies them."""


@dataclass(frozen=True)
class Columns:
    """`cells`, `points` as the kernel reads them, one row per report that can be part of an event.

    `rank` is the place of each row in the table it came from. `source` and `document` hold a number where an incident
    may hold one such report at most, -1 elsewhere. `cell` and `group` say which rows meet: by space, and by district;
    `district` is told for all, `group` only where the row can be part of an event. `stands` says whether it is one.
    """

    cells: Ints
    points: Reals
    names: Bytes
    lengths: Ints
    rank: Ints
    source: Ints
    document: Ints
    cell: Ints
    group: Ints
    stands: Ints
    district: Ints

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def span(self) -> int:
        """The longest interval of a row that meets others, in days."""
        met = self.cells[self.cells[:, kernel.CLASS] <= kernel.COARSE]
        return int((met[:, kernel.END] - met[:, kernel.START]).max(initial=0))

    def take(self, rows: Ints) -> Columns:
        """Return some rows, in the order given."""
        held = {f.name: getattr(self, f.name)[rows] for f in fields(self) if f.name not in ("names", "lengths")}
        return replace(self, **held)

    def ordered(self, tie: Ints, *, named: Sequence[int] = (kernel.SKELETON,)) -> Columns:
        """Return the rows by space and day, then by what else they tell; last by `tie`.

        `named` are the columns of cells that hold numbers of names: the letters count there, since the number of a
        name is another when other reports are read along.
        """
        coarse = (self.cells[:, kernel.CLASS] >= kernel.COARSE).astype(np.int64)
        where = np.where(coarse > 0, self.group, self.cell)
        spelt = np.append(self.names.astype(np.int64) @ (31 ** np.arange(16, dtype=np.int64)), 0)
        told = np.rint(self.points).astype(np.int64) @ np.array([31, 37, 41])
        for n in range(self.cells.shape[1]):  # one number for all that a row tells: wraps round, the same everywhere
            told = told * 1_000_003 + (spelt[self.cells[:, n]] if n in named else self.cells[:, n])
        order = np.lexsort([tie, told, self.cells[:, kernel.START], where, coarse])
        return self.take(order.astype(np.int64))


def points(lat: Reals, lon: Reals) -> Reals:
    """Return points in metres from the centre of the earth; straight lines between them serve as distances."""
    a, b = np.radians(lat), np.radians(lon)
    flat = np.cos(a)
    return EARTH_M * np.stack([flat * np.cos(b), flat * np.sin(b), np.sin(a)], axis=1)


def grid(at: Reals, metres: int) -> Ints:
    """Return the number of the cube that holds each point; a pole or a date line means nothing to it."""
    side = int(2 * EARTH_M // metres) + 4
    steps = np.floor((at + EARTH_M) / metres).astype(np.int64) + 1
    return (steps[:, 0] * side + steps[:, 1]) * side + steps[:, 2]


def spell(skeletons: list[str]) -> tuple[Bytes, Ints]:
    """Return names as rows of letters, sixteen at most, and their lengths."""
    held = [s.encode("latin-1", "replace")[:16] for s in skeletons] or [b""]
    letters = np.zeros((len(held), 16), dtype=np.uint8)
    for row, text in zip(letters, held, strict=True):
        row[: len(text)] = np.frombuffer(text, dtype=np.uint8)
    return letters, np.array([len(text) for text in held], dtype=np.int64)
