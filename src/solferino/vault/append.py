"""Writing the log: the acknowledge point, the checkpoint after it, and what a crash left behind."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.disk import entries, folder, fsync_folder, open_inside, write_all
from solferino.vault.log import FOLDER, SEGMENT, Log, stamp
from solferino.vault.objects import quarantine_bytes
from solferino.vault.record import Draft, line_hash, parse
from solferino.words.errors import EvidenceError

SEGMENT_BYTES = 16 << 20
"""A segment that has grown past this is followed by a new one."""


def append(log: Log, drafts: Sequence[Draft]) -> None:
    """Write all drafts as the log's next lines, in one write; once this returns, they are acknowledged.

    The caller holds the writer's lock. On any failure the log is cut back to where it was.
    """
    lines, last = [], log.last
    for seq, draft in enumerate(drafts, start=log.size):
        lines.append(draft.line(seq, last))
        last = line_hash(lines[-1])
    _write(log, b"".join(lines))
    for raw in lines:
        log.take(raw, parse(raw))
    log.stamp = stamp(log.root)
    cover(log)


def cover(log: Log) -> None:
    """Write the checkpoint of the log as it is, unless it is there."""
    if log.newest < log.size:
        checkpoint.write(log.root, log.header, size=log.size, tree_root=log.tree.root())
        log.covered = log.newest = log.size
        log.stamp = stamp(log.root)


def recover(log: Log) -> None:
    """Set right what a crash left: an unfinished last line, a stray in quarantine, a checkpoint not yet written.

    What is moved is kept in quarantine/ and named by a `recovery` record; nothing is deleted.
    """
    why: dict[str, str] = {}
    if log.torn is not None:
        why[_move_torn(log)] = "the log's last line was unfinished; cut off and kept"
    strays = [entry.name for entry in entries(log.root, "quarantine") if entry.name not in log.quarantined]
    if strays:
        append(log, [_recovery(name, why) for name in strays])
    cover(log)


def _recovery(name: str, why: Mapping[str, str]) -> Draft:
    note = why.get(name, "found in quarantine without a record; a repair or recovery was interrupted")
    return Draft("recovery", src={"quarantine": name}, note=note)


def _move_torn(log: Log) -> str:
    assert log.torn is not None
    segment, offset = log.torn.segment, log.torn.offset
    with os.fdopen(open_inside(log.root, FOLDER, segment), "rb") as file:
        file.seek(offset)
        name = quarantine_bytes(log.root, file.read())
    fd = os.open(log.root / FOLDER / segment, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.ftruncate(fd, offset)
        os.fsync(fd)
    finally:
        os.close(fd)
    log.torn = None
    log.stamp = stamp(log.root)
    return name


def _write(log: Log, data: bytes) -> None:
    if stamp(log.root) != log.stamp:
        message = f"{log.root}/{FOLDER}: changed by another program while the vault was being written"
        raise EvidenceError(message, "check the vault before writing to it", [FOLDER])
    path, made = _segment(log)
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        before = os.fstat(fd).st_size
        try:
            write_all(fd, data)
            os.fsync(fd)
        except OSError:
            # After a failed fsync nothing about these bytes is certain; the next writer re-reads what is there.
            with contextlib.suppress(OSError):
                os.ftruncate(fd, before)
                os.fsync(fd)
            log.stamp = ()
            raise
    finally:
        os.close(fd)
    if made:
        fsync_folder(path.parent)


def _segment(log: Log) -> tuple[Path, bool]:
    home = folder(log.root, FOLDER)
    segments = [entry for entry in entries(log.root, FOLDER) if SEGMENT.fullmatch(entry.name)]
    if segments and segments[-1].stat(follow_symlinks=False).st_size < SEGMENT_BYTES:
        return home / segments[-1].name, False
    return home / f"{log.size:08d}.jsonl", True
