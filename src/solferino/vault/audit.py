"""Checking a vault whole, without writing a byte: every line, every checkpoint, every object."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path

from solferino.vault import checkpoint, log, objects
from solferino.vault.disk import NotRegularError, entries, kind
from solferino.vault.header import read_header
from solferino.vault.log import Log, read_log
from solferino.vault.objects import SHA256, Found, shown
from solferino.vault.record import parse
from solferino.vault.signed import inspect_signed, kept_outside, pinned
from solferino.vault.time import anchored
from solferino.vault.time.anchored import Anchored
from solferino.vault.vkey import Vkey
from solferino.words.errors import EvidenceError, MachineError

_OWN = frozenset((
    "VAULT", "lock", "log", "checkpoints", "objects", "staging", "quarantine", "keys", "anchors",
    "index.sqlite", "index.sqlite-shm", "index.sqlite-wal",
))  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What a full check found. `checked` counts lines, checkpoints and objects; `size` and `root` are the log's.

    `missing` lists objects as paths below the vault; `altered` and `warnings` begin with the path concerned.
    `anchors` says how each time stamp stands, `proved` is the one that covers most records, of those the earliest;
    `rest` counts the records, but those about time stamps, that none covers: they rest on the custodian's word.
    `signed` says in words who signed how much of the log, and what rests on the custodian's word. `unread` counts the
    objects whose bytes a fast look left alone: `ok` then says only that nothing else was found wrong.
    """

    ok: bool
    checked: int
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    size: int = 0
    root: str = ""
    anchors: tuple[Anchored, ...] = ()
    proved: Anchored | None = None
    rest: int = 0
    signed: tuple[str, ...] = ()
    unread: int = 0

    @property
    def anchored_before(self) -> str | None:
        """The moment before which most of the log is proved to have existed, as text; None where nothing is."""
        return self.proved.before.isoformat() if self.proved and self.proved.before else None

    @property
    def said(self) -> tuple[str, ...]:
        """Each time stamp in words, those that a later proof makes needless left out, then what none covers."""
        least = self.proved.size if self.proved else 0
        told = [str(a) for a in self.anchors if a.size >= least]
        return (*self.signed, *told, *((anchored.resting(self.rest),) if self.rest else ()))


@dataclass
class _Findings:
    checked: int = 0
    altered: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unread: int = 0


def check(path: Path, *, outside: bytes | None = None, fast: bool = False, keys: Sequence[Vkey] = ()) -> Report:
    """Verify the vault at `path` whole, reading only: it may lie on a read-only disk, and may be in use.

    `outside` is a checkpoint of it kept elsewhere; without one, the copy that this machine keeps of the last it signed.
    A vault that cannot be recognised is a report that says so, never an exception. With `fast` no object is read: only
    whether it is there, and as long as the log says. Each of `keys` must have signed a checkpoint of it.
    """
    findings = _Findings()
    try:
        header = read_header(path)
    except (EvidenceError, MachineError) as error:
        return Report(False, 0, altered=(f"VAULT: {error.message}",))
    try:
        custody = read_log(path, header)
        _log(custody, findings)
        _objects(path, custody, findings, fast=fast)
        _quarantine(path, findings)
        stamped = anchored.inspect(path, custody.anchors)
        who = inspect_signed(path, custody, outside=outside if outside is not None else kept_outside(header.id))
        pinned(custody, keys, who)
    except OSError as error:
        message = f"{error.filename or path}: {error.strerror}; the vault could not be checked"
        raise MachineError(message, "check permissions and the disk") from error
    _strangers(path, findings)
    findings.altered += stamped.altered
    findings.missing += stamped.missing
    findings.warnings += stamped.warnings
    findings.checked += stamped.files
    # A token over a checkpoint that the log no longer agrees with proves nothing about this log.
    proved = stamped.newest(custody.covered)
    findings.altered += who.altered
    findings.missing += who.missing
    findings.warnings += who.warnings
    return Report(
        ok=not findings.altered and not findings.missing,
        checked=findings.checked,
        altered=tuple(sorted(findings.altered)),
        missing=tuple(sorted(findings.missing)),
        warnings=tuple(sorted(findings.warnings)),
        size=custody.size,
        root="sha256:" + custody.tree.root().hex(),
        anchors=stamped.anchors,
        proved=proved,
        rest=stamped.rest(custody.size, custody.covered),
        signed=tuple(who.said),
        unread=findings.unread,
    )


def _log(custody: Log, findings: _Findings) -> None:
    findings.checked += custody.size
    findings.altered += map(str, custody.faults)
    if custody.torn is not None:
        findings.warnings.append(f"{custody.torn.where}: unfinished line, never acknowledged; the next write moves it")
    if custody.size > custody.covered and not custody.faults:
        text = f"records {custody.covered} to {custody.size - 1} are under no checkpoint"
        findings.warnings.append(f"{log.FOLDER}: {text}")


def _objects(path: Path, custody: Log, findings: _Findings, *, fast: bool) -> None:
    try:
        standing = list(objects.walk(path))
    except NotRegularError as error:
        findings.altered.append(f"{objects.FOLDER}: a {error.kind} stands in its place, not opened")
        standing = []
    there = []
    for fan, name in standing:
        where = "/".join(filter(None, (objects.FOLDER, fan, name)))
        if SHA256.fullmatch(name) and name[:2] == fan:
            there.append(name)
        elif SHA256.fullmatch(name):
            findings.altered.append(f"{where}: misplaced, belongs at {shown(name)}")
        elif fan == "" and objects.FAN.fullmatch(name):
            findings.altered.append(f"{where}: not a folder, not opened")
        else:
            findings.warnings.append(f"{where}: not an object, not opened")
    if fast:
        findings.unread += len(there)
        findings.altered += _misfits(path, custody, there)
    for found in _glimpsed(there) if fast else _inspect(path, there):
        findings.checked += 1
        if not found.intact:
            findings.altered.append(f"{shown(found.name)}: {found.trouble}")
        elif found.links > 1:
            findings.warnings.append(
                f"{shown(found.name)}: has another name on this disk, through which it can be changed"
            )
        elif found.name in custody.disposed:
            findings.warnings.append(f"{shown(found.name)}: {custody.disposed[found.name]}, and still there")
        elif found.name not in custody.held:
            findings.warnings.append(f"{shown(found.name)}: orphan, in no record of the log")
    standing_names = set(there)
    findings.missing += map(shown, custody.held.keys() - standing_names)
    for gone in custody.disposed.keys() - standing_names:
        findings.warnings.append(f"{shown(gone)}: {custody.disposed[gone]}")


def _glimpsed(names: Sequence[str]) -> Iterator[Found]:
    """Take objects for what they are named: nothing was read."""
    return (Found(name, sha256=name) for name in names)


def _misfits(path: Path, custody: Log, names: Sequence[str]) -> Iterator[str]:
    """Yield the objects that are no file, or not as long as the log says."""
    sound = zip(range(custody.size), log.lines(path), strict=False)
    sizes = {held.sha256: held.size for _, line in sound for held in parse(line.raw).obj}
    for name in names:
        found = path.joinpath(*objects.parts(name)).lstat()
        if kind(found.st_mode) != "file":
            yield f"{shown(name)}: a {kind(found.st_mode)}, not opened"
        elif name in sizes and found.st_size != sizes[name]:
            yield f"{shown(name)}: {found.st_size} bytes, and the log says {sizes[name]}"


def _inspect(path: Path, names: Sequence[str]) -> Iterator[Found]:
    """Re-hash objects, the files of one folder together: for small files finding them costs as much as hashing them."""
    batches = [list(each) for _, each in groupby(names, key=lambda name: name[:2])]

    def one(batch: list[str]) -> list[Found]:
        return objects.inspect_all(path, objects.FOLDER, batch[0][:2], names=batch)

    threads = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
    if threads < 2 or len(batches) < 2:
        yield from chain.from_iterable(map(one, batches))
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from chain.from_iterable(pool.map(one, batches))


def _quarantine(path: Path, findings: _Findings) -> None:
    """What is kept as bad must at least be what it was when it was set aside."""
    try:
        kept = entries(path, objects.QUARANTINE)
    except NotRegularError as error:
        findings.altered.append(f"{objects.QUARANTINE}: a {error.kind} stands in its place, not opened")
        return
    for entry in kept:
        where = f"{objects.QUARANTINE}/{entry.name}"
        mode = entry.stat(follow_symlinks=False).st_mode
        if SHA256.fullmatch(entry.name) and kind(mode) == "file":
            (found,) = objects.inspect_all(path, objects.QUARANTINE, names=[entry.name])
            if not found.intact:
                findings.altered.append(f"{where}: {found.trouble}")
        findings.warnings.append(f"{where}: set aside earlier, see the log")


def _strangers(path: Path, findings: _Findings) -> None:
    for entry in entries(path):
        if entry.name not in _OWN:
            findings.warnings.append(f"{entry.name}: not part of a vault")
    for name, form in ((log.FOLDER, log.SEGMENT), (checkpoint.FOLDER, checkpoint.NAME)):
        try:
            found = entries(path, name)
        except NotRegularError:
            continue
        findings.checked += sum(name == checkpoint.FOLDER and bool(form.fullmatch(e.name)) for e in found)
        findings.warnings += [f"{name}/{e.name}: not part of a vault" for e in found if not form.fullmatch(e.name)]
