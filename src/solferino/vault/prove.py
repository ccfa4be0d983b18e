"""Making proofs from a vault: that a record is under its newest checkpoint, that the newest extends an older one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from solferino.vault import checkpoint
from solferino.vault.checkpoint import Checkpoint, read_checkpoint
from solferino.vault.disk import NotRegularError, entries, on_this_machine, read_inside
from solferino.vault.index import Index, fill, open_index
from solferino.vault.note import Note, read_note
from solferino.vault.objects import SHA256
from solferino.vault.proof import Extension, Inclusion
from solferino.words.errors import EvidenceError, UsageError

Made = TypeVar("Made")


def prove_record(root: Path, asked: str | int) -> Inclusion:
    """Return the proof for one record, by its number or by the SHA-256 of an exhibit (the first record about it)."""
    note = newest(root)
    at = read_checkpoint(note.text)

    def make(index: Index) -> Inclusion | None:
        if isinstance(asked, str) and not SHA256.fullmatch(asked.removeprefix("sha256:")):
            raise UsageError(f"{asked!r} names no record", "give a record's number, or an exhibit's SHA-256")
        seqs = [asked] if isinstance(asked, int) else index.seqs(asked.removeprefix("sha256:"))
        if not seqs or not 0 <= seqs[0] < at.size:
            raise UsageError(
                f"{root}: no record {asked} under checkpoint {at.size}", "give a seq or an exhibit's SHA-256"
            )
        line = index.line(seqs[0])
        found = Inclusion(seqs[0], tuple(index.inclusion(seqs[0], size=at.size)), note, line)
        return found if found.shows(line) else None

    return _with_index(root, at, make)


def prove_extends(root: Path, old: int) -> Extension:
    """Return the proof that the newest checkpoint extends the log as it was at `old` records."""
    note = newest(root)
    at = read_checkpoint(note.text)
    if not 0 <= old <= at.size:
        raise UsageError(f"{root}: no checkpoint of {old} records", f"the newest has {at.size}")

    def make(index: Index) -> Extension | None:
        found = Extension(old, tuple(index.consistency(old, size=at.size)), note)
        return found if found.extends(index.over(old)) else None

    return _with_index(root, at, make)


def prove_since(root: Path, note: Path) -> Extension:
    """Return the proof that the log extends an older checkpoint held in a file; EvidenceError where it does not."""
    try:
        old = read_checkpoint(read_note(read_inside(note.parent, note.name), unsigned=True).text)
    except (OSError, NotRegularError, ValueError) as error:
        raise UsageError(f"{note}: no checkpoint: {error}", "give a checkpoint as you hold it") from None
    proof = prove_extends(root, old.size)
    if not proof.extends_note(old):
        message = f"{root}: its log does not extend {note}: it was cut or rewritten, or is another log"
        raise EvidenceError(message, "nothing was proved; keep that checkpoint safe", [str(note)])
    return proof


def newest(root: Path) -> Note:
    """Return the vault's newest checkpoint; EvidenceError where there is none that can be read."""
    with on_this_machine(root, "read the newest checkpoint"):
        sizes = [int(m[1]) for e in entries(root, checkpoint.FOLDER) if (m := checkpoint.NAME.fullmatch(e.name))]
        raw = read_inside(root, checkpoint.FOLDER, f"{max(sizes)}.note") if sizes else b""
    try:
        note = read_note(raw, unsigned=True)
        read_checkpoint(note.text)
    except ValueError as error:
        message = f"{root}: no checkpoint that can be read: {error}"
        raise EvidenceError(message, "verify the vault", [checkpoint.FOLDER]) from None
    return note


def _with_index(root: Path, at: Checkpoint, make: Callable[[Index], Made | None]) -> Made:
    """Make something from the index, brought up to the checkpoint; from one made anew where it does not agree."""
    for anew in (False, True):
        try:
            with on_this_machine(root, "read the index"), open_index(root, anew=anew) as table:
                index = Index(root, table)
                if index.size < at.size:
                    fill(index)
                if index.size >= at.size and index.over(at.size) == at.root and (made := make(index)) is not None:
                    return made
        except (sqlite3.DatabaseError, ValueError, TypeError):
            continue
    message = f"{root}: the log is not the one of checkpoint {at.size}"
    raise EvidenceError(message, "nothing was proved; verify the vault to see where it is altered", ["log"])
