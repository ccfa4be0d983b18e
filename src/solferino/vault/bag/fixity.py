"""Hashing a bag's files on several threads: each file is read once, for every algorithm asked of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from solferino.vault.disk import CHUNK, NotRegularError, open_regular

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
    buffer = memoryview(bytearray(CHUNK))
    return [(path, _digest(f"{base}/{path}", algorithms, buffer)) for path, algorithms in jobs]


def _digest(path: str, algorithms: frozenset[str], buffer: memoryview) -> dict[str, str] | str:
    hashes: dict[str, Any] = {name: hashlib.new(name, usedforsecurity=False) for name in sorted(algorithms)}
    try:
        fd = open_regular(path)
    except FileNotFoundError:
        return "went away while the bag was checked"
    except NotRegularError as error:
        return f"a {error.kind}, not opened"
    with os.fdopen(fd, "rb", buffering=0) as file:
        while count := file.readinto(buffer):
            for each in hashes.values():
                each.update(buffer[:count])
    return {name: each.hexdigest() for name, each in hashes.items()}
