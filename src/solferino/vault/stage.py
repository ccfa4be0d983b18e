"""staging/: bytes on their way in, hashed in the same pass that copies them, on disk before they get a name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import NotRegularError, entries, fsync_all, spare, write_all
from solferino.vault.item import Item, pour
from solferino.vault.wholedisk import WholeDisk

GROUP = 64
"""Files synced at once where the whole disk cannot be: one by one costs several times as long."""


@dataclass(frozen=True)
class Staged:
    """An item's bytes in staging/, durable."""

    item: Item
    path: Path
    sha256: str
    size: int


def stage(root: Path, items: Sequence[Item], disk: WholeDisk | None = None) -> list[Staged]:
    """Copy, hash and sync every item; on failure the caller clears staging/.

    With `disk` all of them are synced by one call; else file by file, GROUP of them at a time.
    """
    if disk is not None:
        done = [_alone(root, item) for item in items]
        disk.sync()
        return done
    done = []
    for start in range(0, len(items), GROUP):
        group: list[tuple[int, Staged]] = []
        try:
            for item in items[start : start + GROUP]:
                fd, path = spare(root)
                group.append((fd, Staged(item, path, "", 0)))
                group[-1] = (fd, _copy(item, fd, path))
            fsync_all([fd for fd, _ in group])
        finally:
            for fd, _ in group:
                os.close(fd)
        done.extend(staged for _, staged in group)
    return done


def _alone(root: Path, item: Item) -> Staged:
    fd, path = spare(root)
    try:
        return _copy(item, fd, path)
    finally:
        os.close(fd)


def _copy(item: Item, fd: int, path: Path) -> Staged:
    digest = hashlib.sha256()

    def sink(chunk: bytes) -> None:
        digest.update(chunk)
        write_all(fd, chunk)

    size = pour(item, sink)
    os.fchmod(fd, 0o444)
    return Staged(item, path, digest.hexdigest(), size)


def clear(root: Path) -> None:
    """Empty staging/. Only its writer may: what lies there after a crash was never acknowledged."""
    with contextlib.suppress(OSError, NotRegularError):
        for entry in entries(root, "staging"):
            if not stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode):
                Path(entry.path).unlink()
