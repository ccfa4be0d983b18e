"""Rooms of this package by what stands in them: what other code made is known by it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent


def digest(rooms: Iterable[str]) -> str:
    """Return the SHA-256 of all that stands in `rooms`, code and data, whatever folder the package is in."""
    return hashlib.sha256("".join(f"{room} {_room(room)}\n" for room in rooms).encode()).hexdigest()


@cache
def _room(name: str) -> str:
    """Return the digest of every file of a room under its path there; what Python compiled is left out."""
    found = hashlib.sha256()
    for folder, folders, files in os.walk(_PACKAGE / name):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for file in sorted(files):
            path = Path(folder, file)
            body = path.read_bytes()
            found.update(f"{path.relative_to(_PACKAGE).as_posix()}\n{len(body)}\n".encode() + body)
    return found.hexdigest()
