"""What is found in one added file, written together: the disk is waited for once, not once for each finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from solferino.vault.entry import Entry
from solferino.vault.item import Item
from solferino.vault.record import Draft, Plain
from solferino.vault.vault import Vault

LARGEST = 64 << 20
"""Bytes that wait in memory; what would be more is written before."""


class Batch:
    """Entries that wait. Whoever reads what they hold flushes first; what is lost with the process was never told."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._waiting, self._size = list[Entry](), 0

    def add(self, *entries: Entry) -> None:
        """Let entries wait, or write them with all that waits where they are large."""
        self._waiting += entries
        self._size += sum(len(entry.item.data or b"") for entry in entries if entry.item is not None)
        if self._size > LARGEST:
            self.flush()

    def flush(self) -> None:
        """Write all that waits."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        self.vault.write(waiting)


def finding(value: Mapping[str, Any], *, role: str, parent: tuple[str, ...], how: Mapping[str, Plain]) -> Entry:
    """Return the derivation of a JSON object in ASCII with sorted keys: the same findings are the same bytes."""
    raw = json.dumps(value, ensure_ascii=True, sort_keys=True, indent=1).encode("ascii") + b"\n"
    terms = Draft("derive", src=dict(how), parent=parent)
    return Entry(terms, Item(data=raw, role=role, mime="application/json"))
