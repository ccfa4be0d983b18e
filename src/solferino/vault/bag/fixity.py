"""Hashing a bag's files on several threads: each file is read once, for every algorithm asked of it."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solferino.vault.disk import kind

# O_NONBLOCK: should a pipe have taken a file's place since the bag was listed, open must not wait for its writer.
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_BUFFER = 1 << 18
"""Bytes read at once: as many as a core's cache holds, so that hashing does not fetch them again."""

_FILES, _BYTES = 64, 4 << 20
"""What is handed to a thread together: for small files the hand-over costs as much as the hashing."""


@dataclass(frozen=True)
class Job:
    """A file to hash, its size as listed, and the algorithms."""

    path: str
    size: int
    algorithms: frozenset[str]


Found = tuple[str, dict[str, str] | str]


def digests(root: Path, jobs: list[Job]) -> Iterator[Found]:
    """Yield each path with its digests by algorithm, or with what kept it from being read."""
    batches = list(_batches(jobs))
    threads = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
    if min(threads, len(batches)) < 2:
        yield from (each for batch in batches for each in _batch(root, batch))
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in pool.map(lambda batch: _batch(root, batch), batches):
            yield from done


def _batches(jobs: list[Job]) -> Iterator[list[Job]]:
    batch: list[Job] = []
    size = 0
    for job in jobs:
        batch.append(job)
        size += job.size
        if len(batch) == _FILES or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _batch(root: Path, jobs: list[Job]) -> list[Found]:
    base, buffer = os.fspath(root), memoryview(bytearray(_BUFFER))
    return [(job.path, _digest(f"{base}/{job.path}", job.algorithms, buffer)) for job in jobs]


def _digest(path: str, algorithms: frozenset[str], buffer: memoryview) -> dict[str, str] | str:
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
        mode = os.fstat(fd).st_mode
        if not stat.S_ISREG(mode):
            return f"a {kind(mode)}, not read"
        hashes: dict[str, Any] = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        full = len(buffer)
        while count := os.readv(fd, (buffer,)):
            for each in hashes.values():
                each.update(buffer[:count])
            if count < full:
                break
        return {name: each.hexdigest() for name, each in hashes.items()}
    finally:
        os.close(fd)
