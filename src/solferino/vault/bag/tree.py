"""Everything below a bag, by path, listed without following a link or opening a file."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from solferino.vault.bag.names import PAYLOAD, nfc
from solferino.vault.disk import kind

LITTER = frozenset((".ds_store", "thumbs.db", "desktop.ini", ".spotlight-v100", ".trashes", ".fseventsd"))
"""Files that operating systems leave in folders by themselves."""


@dataclass
class Tree:
    """Regular files with their sizes, by path with `/`; `special` says what is neither file nor folder."""

    files: dict[str, int] = field(default_factory=dict)
    special: dict[str, str] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    composed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def payload(self) -> list[str]:
        return [path for path in self.files if path.startswith(PAYLOAD)]

    def twins(self) -> list[tuple[str, ...]]:
        """Return payload files whose names differ only in case or in Unicode normalisation."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for path in self.payload:
            found[nfc(path).casefold()].append(path)
        return [tuple(sorted(paths)) for paths in found.values() if len(paths) > 1]


def litter(path: str) -> bool:
    """Return whether a file is one that operating systems make and remove by themselves."""
    name = path.rpartition("/")[2]
    return name.lower() in LITTER or name.startswith("._")


def scan(root: Path) -> Tree:
    """List a bag; the order is that of names, whatever the disk says."""
    tree, todo = Tree(), [""]
    while todo:
        here = todo.pop()
        with os.scandir(root / here) as found:
            entries = sorted(found, key=lambda entry: entry.name, reverse=True)
        if here not in ("", PAYLOAD) and not entries:
            tree.empty.append(here)
        for entry in entries:
            path = here + entry.name
            if entry.is_dir(follow_symlinks=False):
                todo.append(path + "/")
            elif entry.is_file(follow_symlinks=False):
                tree.files[path] = entry.stat(follow_symlinks=False).st_size
            else:
                mode = entry.stat(follow_symlinks=False).st_mode
                tree.special[path] = kind(mode) if not stat.S_ISDIR(mode) else "folder"
    for path in sorted(tree.files):
        tree.composed.setdefault(nfc(path), []).append(path)
    return tree
