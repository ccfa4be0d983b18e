"""staging/: bytes on their way in, hashed in the same pass that copies them, on disk before they get a name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import NotRegularError, entries, spare, write_all
from solferino.vault.item import Item, pour

GROUP = 64
"""Files staged and synced together: one by one costs several times as long."""


@dataclass(frozen=True)
class Staged:
    """An item's bytes in staging/, durable."""

    item: Item
    path: Path
    sha256: str
    size: int


def stage(root: Path, items: Sequence[Item]) -> list[Staged]:
    """Copy, hash and sync every item; on failure the caller clears staging/."""
    done: list[Staged] = []
    for start in range(0, len(items), GROUP):
        group: list[tuple[int, Staged]] = []
        try:
            for item in items[start : start + GROUP]:
                fd, path = spare(root)
                group.append((fd, Staged(item, path, "", 0)))
                group[-1] = (fd, _copy(item, fd, path))
            _sync([fd for fd, _ in group])
        finally:
            for fd, _ in group:
                os.close(fd)
        done.extend(staged for _, staged in group)
    return done


def _copy(item: Item, fd: int, path: Path) -> Staged:
    digest = hashlib.sha256()

    def sink(chunk: bytes) -> None:
        digest.update(chunk)
        write_all(fd, chunk)

    size = pour(item, sink)
    os.fchmod(fd, 0o444)
    return Staged(item, path, digest.hexdigest(), size)


def _sync(fds: Sequence[int]) -> None:
    if len(fds) == 1:
        os.fsync(fds[0])
        return
    with ThreadPoolExecutor(min(16, len(fds))) as pool:
        # list() so that the first failure is raised here.
        list(pool.map(os.fsync, fds))


def clear(root: Path) -> None:
    """Empty staging/. Only its writer may: what lies there after a crash was never acknowledged."""
    with contextlib.suppress(OSError, NotRegularError):
        for entry in entries(root, "staging"):
            if not stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode):
                Path(entry.path).unlink()
