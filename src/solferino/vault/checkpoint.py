"""Checkpoints: the size and root of the log at a moment, in the body form of C2SP tlog-checkpoint.

A checkpoint is unsigned for now: it shows that the log was not changed by accident or by someone who left
checkpoints/ alone. Someone who rewrites log and checkpoints together is caught only by a copy held elsewhere.
"""

from __future__ import annotations

import base64
import re
from pathlib import Path

from solferino.vault.disk import NotRegularError, entries, folder, place, read_inside
from solferino.vault.header import Header

FOLDER = "checkpoints"
NAME = re.compile(r"(0|[1-9][0-9]{0,17})\.note")


def body(header: Header, size: int, root: bytes) -> bytes:
    """Return the bytes of the checkpoint of a log of `size` records with that root."""
    return f"{header.origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def write(root: Path, header: Header, *, size: int, tree_root: bytes) -> None:
    """Write checkpoints/<size>.note at once and durably."""
    folder(root, FOLDER)
    place(root, body(header, size, tree_root), FOLDER, f"{size}.note")


def read_all(root: Path) -> dict[int, bytes]:
    """Return every checkpoint's bytes by the size it is named for; what is no regular file gives no bytes."""
    found = {}
    for entry in entries(root, FOLDER):
        if match := NAME.fullmatch(entry.name):
            try:
                found[int(match[1])] = read_inside(root, FOLDER, entry.name)
            except NotRegularError:
                found[int(match[1])] = b""
            except FileNotFoundError:
                continue
    return found
