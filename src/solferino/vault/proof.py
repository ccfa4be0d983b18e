"""Proof files: that a record is under a checkpoint (C2SP tlog-proof), and that one checkpoint extends another.

The second kind is what C2SP tlog-witness sends: `old <size>`, the hashes, an empty line, the newer checkpoint.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from solferino.vault.checkpoint import Checkpoint, read_checkpoint
from solferino.vault.merkle import leaf_hash, verify_consistency, verify_inclusion
from solferino.vault.note import Note, read_note
from solferino.vault.vkey import unbase64

HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Inclusion:
    """The proof that something stands at `index` under a checkpoint. `extra` is what came along: our files carry the
    record's line in it, which counts for nothing until its hash is proved.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @property
    def checkpoint(self) -> Checkpoint:
        return read_checkpoint(self.note.text)

    @property
    def raw(self) -> bytes:
        """Return the bytes of the proof file."""
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        return _lines([HEAD, *extra, f"index {self.index}"], self.hashes) + self.note.raw

    def shows(self, line: bytes) -> bool:
        """Return whether the proof shows that these very bytes are the record at its index."""
        checkpoint = self.checkpoint
        return verify_inclusion(
            leaf_hash(line), self.index, size=checkpoint.size, proof=self.hashes, root=checkpoint.root
        )


@dataclass(frozen=True)
class Extension:
    """The proof that a checkpoint extends the one of `old` records: nothing was removed, changed or put between."""

    old: int
    hashes: tuple[bytes, ...]
    note: Note

    @property
    def checkpoint(self) -> Checkpoint:
        return read_checkpoint(self.note.text)

    @property
    def raw(self) -> bytes:
        """Return the bytes of the proof file."""
        return _lines([f"old {self.old}"], self.hashes) + self.note.raw

    def extends(self, root: bytes) -> bool:
        """Return whether the proof shows that the checkpoint extends the tree of `old` records with this root."""
        new = self.checkpoint
        return verify_consistency(self.old, new.size, old_root=root, new_root=new.root, proof=self.hashes)

    def extends_note(self, old: Checkpoint) -> bool:
        """Return whether the checkpoint extends that very checkpoint, of the same log."""
        return (old.origin, old.size) == (self.checkpoint.origin, self.old) and self.extends(old.root)


def read_proof(raw: bytes) -> Inclusion | Extension:
    """Read a proof file of either kind, strictly; ValueError says what is wrong with its form."""
    head, empty, tail = raw.partition(b"\n\n")
    lines = head.decode("utf-8").split("\n")
    if not empty:
        raise ValueError("no empty line before a checkpoint")
    note = read_note(tail, unsigned=True)
    read_checkpoint(note.text)
    if lines[0] != HEAD:
        return Extension(_number(lines[0], "old"), _hashes(lines[1:]), note)
    rest, extra = lines[1:], b""
    if rest and rest[0].startswith("extra "):
        extra = unbase64(rest.pop(0).removeprefix("extra "))
        if not extra:
            raise ValueError("`extra` holds no base64")
    if not rest:
        raise ValueError("no line `index`")
    return Inclusion(_number(rest[0], "index"), _hashes(rest[1:]), note, extra)


def _lines(head: list[str], hashes: tuple[bytes, ...]) -> bytes:
    return "".join(f"{line}\n" for line in [*head, *(base64.b64encode(h).decode() for h in hashes), ""]).encode()


def _number(line: str, word: str) -> int:
    name, _, number = line.partition(" ")
    if name != word or not _NUMBER.fullmatch(number):
        raise ValueError(f"expected `{word} <number>`, found {line[:60]!r}")
    return int(number)


def _hashes(lines: list[str]) -> tuple[bytes, ...]:
    found = tuple(map(unbase64, lines))
    if len(found) > MOST_HASHES or any(len(each) != 32 for each in found):
        raise ValueError(f"its hashes are at most {MOST_HASHES} lines of 32 bytes in base64")
    return found
