"""The log as a bag tells it: records in the clear where they may be, else the bare hash that keeps the tree whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from solferino.vault.merkle import leaf_hash
from solferino.vault.record import Record, parse

WITHHELD = re.compile(rb"withheld ([0-9a-f]{64})\n")
PLAIN = frozenset(("recovery", "anchor", "key-add", "key-retire", "export"))
"""Acts that speak of the log itself: told even where they are about no object of the bag."""


@dataclass
class Told:
    """The lines for log.jsonl, the records that are told, and how many are not."""

    lines: list[bytes] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    withheld: int = 0


def tell(lines: Iterable[bytes], allowed: Collection[str] | None) -> Told:
    """Return the log with every record withheld that is not wholly about allowed objects; None allows all.

    The hash of a withheld line says nothing: the line holds a salt of 128 bits that nobody outside has.
    """
    told = Told()
    for raw in lines:
        record = parse(raw)
        about = {held.sha256 for held in record.obj} | set(record.parent)
        if allowed is None or (about and about <= set(allowed)) or (not about and record.act in PLAIN):
            told.lines.append(raw)
            told.records.append(record)
        else:
            told.lines.append(b"withheld " + leaf_hash(raw).hex().encode() + b"\n")
            told.withheld += 1
    return told


def leaf(line: bytes) -> tuple[bytes, Record | None]:
    """Return the leaf hash of a line of log.jsonl, and its record where it is told; ValueError where it is neither."""
    if match := WITHHELD.fullmatch(line):
        return bytes.fromhex(match[1].decode()), None
    return leaf_hash(line), parse(line)
