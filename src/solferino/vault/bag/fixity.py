"""Hashing a bag's files on several threads: each file is read once, for every algorithm asked of it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from solferino.vault.disk import CHUNK, kind

# O_NONBLOCK: should a pipe have taken a file's place since the bag was listed, open must not wait for its writer.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_AT_ONCE = 64
"""Files handed to a thread together: for small files the hand-over costs as much as the hashing."""


def digests(root: Path, wanted: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, dict[str, str] | str]]:
    """Yield each path with its digests by algorithm, or with what kept it from being read."""
    jobs = list(wanted.items())
    batches = [jobs[i : i + _AT_ONCE] for i in range(0, len(jobs), _AT_ONCE)]
    threads = min(4, os.cpu_count() or 1, len(batches))
    if threads < 2:
        yield from (each for batch in batches for each in _batch(root, batch))
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in pool.map(lambda batch: _batch(root, batch), batches):
            yield from done


def _batch(root: Path, jobs: list[tuple[str, frozenset[str]]]) -> list[tuple[str, dict[str, str] | str]]:
    base = os.fspath(root)
    return [(path, _digest(f"{base}/{path}", algorithms)) for path, algorithms in jobs]


def _digest(path: str, algorithms: frozenset[str]) -> dict[str, str] | str:
    """Hash one file with as few calls as can be: each of them lets another thread in, and waits to come back."""
    try:
        fd = os.open(path, _FLAGS)
    except FileNotFoundError:
        return "went away while the bag was checked"
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "a symlink, not opened"
        raise
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            return f"a {kind(found.st_mode)}, not read"
        hashes: dict[str, Any] = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        room = min(found.st_size + 1, CHUNK)
        while chunk := os.read(fd, room):
            for each in hashes.values():
                each.update(chunk)
            if len(chunk) < room:
                break
        return {name: each.hexdigest() for name, each in hashes.items()}
    finally:
        os.close(fd)
