"""Checkpoints: the size and root of the log at a moment, in the body form of C2SP tlog-checkpoint.

A checkpoint is written unsigned after every batch, so that no write ever waits for a passphrase; signing adds lines
below it. Unsigned it shows that the log was not changed by accident or by someone who left checkpoints/ alone; signed,
that who holds the key says so. Who rewrites both with the key in hand is caught only by a copy held elsewhere.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import NotRegularError, entries, folder, place, read_inside
from solferino.vault.header import Header
from solferino.vault.note import Note, read_note
from solferino.vault.vkey import unbase64

FOLDER = "checkpoints"
NAME = re.compile(r"(0|[1-9][0-9]{0,17})\.note")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint states: which log, how many records, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    """Read a checkpoint's text; ValueError says what is wrong. Extension lines are allowed, and not understood."""
    lines = text.decode("utf-8").split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise ValueError("a checkpoint is three lines or more: origin, size, root")
    root = unbase64(lines[2])
    if not _SIZE.fullmatch(lines[1]) or len(root) != 32:
        raise ValueError("a checkpoint's second line is its size, its third 32 bytes in base64")
    return Checkpoint(lines[0], int(lines[1]), root)


def read(raw: bytes) -> Note | None:
    """Return a checkpoint's note, signed or not; None where the bytes are none."""
    try:
        return read_note(raw, unsigned=True)
    except ValueError:
        return None


def body(header: Header, size: int, root: bytes) -> bytes:
    """Return the bytes of the checkpoint of a log of `size` records with that root."""
    return Checkpoint(header.origin, size, root).text


def write(root: Path, header: Header, *, size: int, tree_root: bytes) -> None:
    """Write checkpoints/<size>.note, unsigned, at once and durably."""
    put(root, size, Note(body(header, size, tree_root)))


def put(root: Path, size: int, note: Note) -> None:
    """Write a checkpoint's note at once and durably."""
    folder(root, FOLDER)
    place(root, note.raw, FOLDER, f"{size}.note")


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
