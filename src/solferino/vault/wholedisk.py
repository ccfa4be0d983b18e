"""Making a file system durable as one: a batch waits for it once, however many files it has written.

fsync(2) of each file would be the plain way; its cost grows with the files. syncfs(2) writes all that the file system
still holds back, names and bytes alike, and asks the disk to flush once. It may stand in for fsync only where it also
*tells* of writes that failed: Linux does since 5.8, for what failed after the descriptor was opened, on file systems
that keep that note themselves. On any other, each file is synced by itself.
"""

from __future__ import annotations

import ctypes
import os
import platform
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

TELLING = {0xEF53: "ext4", 0x58465342: "xfs", 0x9123683E: "btrfs", 0x01021994: "tmpfs"}
"""f_type of statfs(2). Not among them: overlays and FUSE, where what failed below may stay unsaid."""
SINCE = (5, 8)
_MEMORY = (0x01021994, 0x858458F6)
"""tmpfs and ramfs: what is written there meets no disk, swap apart."""


class WholeDisk:
    """The file system that a folder lies on. To be opened before the first write that `sync` is to answer for."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    @property
    def tells(self) -> bool:
        """Whether it is one of those that tell of writes that failed."""
        return self._kind() in TELLING

    @property
    def in_memory(self) -> bool:
        """Whether it is one that lies in memory."""
        return self._kind() in _MEMORY

    def _kind(self) -> int:
        room = ctypes.create_string_buffer(512)  # struct statfs: f_type comes first, the rest is the kernel's
        return 0 if _libc().fstatfs(self._fd, room) else ctypes.c_long.from_buffer(room).value

    def sync(self) -> None:
        """Return once everything written so far is on disk; OSError where some of it is not."""
        if _libc().syncfs(self._fd):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))

    def close(self) -> None:
        """Let go of it."""
        os.close(self._fd)


def whole_disk(path: Path) -> WholeDisk | None:
    """Return the file system of a folder; None where it cannot be relied on to sync as a whole."""
    if sys.platform != "linux" or not _recent() or not all(hasattr(_libc(), name) for name in ("syncfs", "fstatfs")):
        return None
    disk = WholeDisk(path)
    if disk.tells:
        return disk
    disk.close()
    return None


def in_memory(path: Path) -> bool:
    """Return whether a folder lies in memory; False wherever that cannot be told."""
    if sys.platform != "linux" or not hasattr(_libc(), "fstatfs"):
        return False
    disk = WholeDisk(path)
    try:
        return disk.in_memory
    finally:
        disk.close()


def _recent() -> bool:
    found = re.match(r"([0-9]+)\.([0-9]+)", platform.release())
    return found is not None and (int(found[1]), int(found[2])) >= SINCE


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)
