"""A bag from elsewhere as items for the vault: its payload as exhibits, and whatever vouches for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solferino.vault.audit import Report
from solferino.vault.bag.check import check_bag
from solferino.vault.bag.names import PAYLOAD
from solferino.vault.bag.tree import scan
from solferino.vault.item import Item
from solferino.words.errors import EvidenceError

EXHIBIT, TAG = "exhibit", "bag"
"""Roles of what is taken: the payload, and the tag files, a foreign custody log among them."""


@dataclass(frozen=True)
class Taken:
    """The items of a valid bag, payload first, and what the check of it found."""

    items: tuple[Item, ...]
    report: Report


def take(path: Path) -> Taken:
    """Check the bag at `path` whole and return its files as items; EvidenceError with its faults if invalid.

    Names are kept as the bag has them and never become paths. What fetch.txt promises and is not there makes the bag
    incomplete: bring it first.
    """
    report = check_bag(path)
    if not report.ok:
        wrong = [*report.altered, *(f"{name} (missing)" for name in report.missing)]
        told = "\n  ".join(wrong[:20]) + (f"\n  and {len(wrong) - 20} more" if len(wrong) > 20 else "")
        message = f"{path}: not a valid bag, nothing of it is preserved\n  {told}"
        raise EvidenceError(message, f"solferino verify {path} says all; ask for a whole copy", wrong)
    files = scan(path).files
    payload = sorted(name for name in files if name.startswith(PAYLOAD))
    tags = sorted(files.keys() - set(payload))
    role = dict.fromkeys(payload, EXHIBIT) | dict.fromkeys(tags, TAG)
    return Taken(tuple(Item(path=path / name, role=role[name], name=name) for name in role), report)
