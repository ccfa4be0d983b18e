"""The custody log as read: how far it is sound, what it holds, and where it first goes wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.disk import NotRegularError, entries, open_inside
from solferino.vault.header import Header
from solferino.vault.keyring import ADD, RETIRE, Keyring
from solferino.vault.merkle import Tree, leaf_hash
from solferino.vault.note import Note
from solferino.vault.record import MAX_LINE, Record, line_hash, parse
from solferino.words.errors import EvidenceError

FOLDER = "log"
SEGMENT = re.compile(r"([0-9]{8})\.jsonl")
Stamp = tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Line:
    """A raw line, newline included, and where it stands."""

    segment: str
    number: int
    offset: int
    raw: bytes
    last_segment: bool

    @property
    def where(self) -> str:
        return f"{FOLDER}/{self.segment}:{self.number}"

    @property
    def torn(self) -> bool:
        """True for what a write cut short leaves: no newline, or blocks that never reached the disk."""
        return not self.raw.endswith(b"\n") or b"\0" in self.raw


@dataclass(frozen=True)
class Fault:
    """Where the log first goes wrong: `seq` is the first record that cannot be relied on."""

    where: str
    seq: int
    text: str

    def __str__(self) -> str:
        return f"{self.where}: seq {self.seq}: {self.text}"


@dataclass(frozen=True)
class Disposed:
    """Which record says that an object was erased on purpose, by whom and why."""

    seq: int
    by: str
    basis: str

    def __str__(self) -> str:
        return f"disposed at seq {self.seq} by {self.by or 'someone unnamed'}, basis: {self.basis or 'none given'}"


@dataclass
class Log:
    """The log up to its first fault. `size` counts sound records, `covered` those under a checkpoint that agrees.

    `held` gives the record that brought each object in; `disposed` those erased on purpose since.
    `roots` holds the root at each checkpoint that agrees, `signed` those that somebody signed, `keys` who may, and
    `cosigned` the records of a witness' answers; nothing here says that a signature holds.
    `newest` is the size of the largest checkpoint, -1 without any; `torn` is an end no one was told is written.
    """

    root: Path
    header: Header
    tree: Tree = field(default_factory=Tree)
    last: str = ""
    held: dict[str, int] = field(default_factory=dict)
    disposed: dict[str, Disposed] = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    quarantined: set[str] = field(default_factory=set)
    anchors: list[Record] = field(default_factory=list)
    covered: int = 0
    newest: int = -1
    signed: dict[int, Note] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    cosigned: list[Record] = field(default_factory=list)
    keys: Keyring = field(default_factory=Keyring)
    faults: list[Fault] = field(default_factory=list)
    torn: Line | None = None
    stamp: Stamp = ()

    @property
    def size(self) -> int:
        return self.tree.size

    def take(self, raw: bytes, record: Record) -> None:
        """Count a sound line as the log's next."""
        self.tree.append(leaf_hash(raw))
        self.last = line_hash(raw)
        self.know(record)

    def know(self, record: Record) -> None:
        """Remember which bytes a record vouches for."""
        if record.act in ("ingest", "derive"):
            for held in record.obj:
                self.held.setdefault(held.sha256, record.seq)
                self.disposed.pop(held.sha256, None)
                self.sizes.add(held.size)
        if record.act == "dispose":
            for held in record.obj:
                self.held.pop(held.sha256, None)
                self.disposed[held.sha256] = Disposed(record.seq, str(record.actor.get("id", "")), record.basis)
        if record.act in (ADD, RETIRE):
            self.keys.take(record)
        if record.act == "anchor" and isinstance(record.src.get("cosignature_file"), str):
            self.cosigned.append(record)
        if "quarantine" in record.src:
            self.quarantined.add(str(record.src["quarantine"]))
        if record.act == "anchor":
            self.anchors.append(record)

    def demand_known(self, hashes: Iterable[str]) -> None:
        """Raise EvidenceError naming the objects that no record vouches for."""
        if strange := [sha256 for sha256 in hashes if sha256 not in self.held and sha256 not in self.disposed]:
            message = f"{self.root}: the vault does not hold {', '.join(strange)}"
            raise EvidenceError(message, "ingest the bytes first, then record what happened to them", strange)

    def demand_sound(self) -> None:
        """Raise EvidenceError, naming the first bad record, unless every line and checkpoint agrees."""
        if self.faults:
            first = min(self.faults, key=lambda fault: fault.seq)
            raise EvidenceError(
                f"{self.root}/{first.where}: the custody log is altered at seq {first.seq}: {first.text}",
                "nothing is written to it; restore log/ and checkpoints/ from a copy you trust",
                [f"seq {first.seq}", *(fault.where for fault in self.faults)],
            )


def stamp(root: Path) -> Stamp:
    """Return what tells one state of log/ and checkpoints/ from another without reading them."""
    found: list[tuple[object, ...]] = []
    for name in (checkpoint.FOLDER, FOLDER):
        try:
            for entry in entries(root, name):
                s = entry.stat(follow_symlinks=False)
                found.append((name, entry.name, s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns))
        except (NotRegularError, FileNotFoundError):
            found.append((name,))
    return tuple(found)


def lines(root: Path) -> Iterator[Line]:
    """Yield every raw line in order; NotRegularError where a segment or the folder is no such thing."""
    segments = [entry.name for entry in entries(root, FOLDER) if SEGMENT.fullmatch(entry.name)]
    for segment in segments:
        with os.fdopen(open_inside(root, FOLDER, segment), "rb") as file:
            offset = number = 0
            while raw := file.readline(MAX_LINE + 1):
                number += 1
                yield Line(segment, number, offset, raw, last_segment=segment == segments[-1])
                offset += len(raw)


def read_log(root: Path, header: Header) -> Log:
    """Read the whole log: chain, order and every checkpoint, up to the first fault or an unfinished end."""
    log = Log(root, header, last=header.prev, stamp=stamp(root))
    notes = _notes(log)
    log.newest = max(notes, default=-1)
    _meet(log, notes)
    try:
        for line in lines(root):
            if log.faults:
                _harvest(log, line.raw)
            elif line.torn and line.last_segment and log.size >= log.newest:
                log.torn = line
                break
            else:
                _next(log, line, notes)
    except NotRegularError as error:
        log.faults.append(Fault(FOLDER, log.size, f"a {error.kind} stands in its place, not opened"))
    if not log.faults and log.size < log.newest:
        text = f"log truncated: {log.size} records are left of the {log.newest} under checkpoints/{log.newest}.note"
        log.faults.append(Fault(FOLDER, log.size, text))
    return log


def _notes(log: Log) -> Mapping[int, bytes]:
    try:
        return checkpoint.read_all(log.root)
    except NotRegularError as error:
        log.faults.append(Fault(checkpoint.FOLDER, 0, f"a {error.kind} stands in its place, not opened"))
        return {}


def _next(log: Log, line: Line, notes: Mapping[int, bytes]) -> None:
    seq = log.size
    try:
        record = parse(line.raw)
    except ValueError as error:
        log.faults.append(Fault(line.where, seq, str(error)))
        return
    if line.number == 1 and int(line.segment[:8]) != seq:
        log.faults.append(Fault(line.where, seq, f"segment is named for seq {int(line.segment[:8])}"))
    elif record.seq != seq:
        log.faults.append(Fault(line.where, seq, f"record {record.seq} stands where record {seq} should"))
        _harvest(log, line.raw)
    elif record.prev != log.last:
        # Either line may be the edited one; a checkpoint that ends on the earlier one clears it.
        clear = seq == 0 or log.covered == seq
        text = "does not follow the record before" if clear else f"is not the record that seq {seq} follows"
        log.faults.append(Fault(line.where, seq if clear else seq - 1, text))
        log.know(record)
    else:
        log.take(line.raw, record)
        _meet(log, notes)


def _meet(log: Log, notes: Mapping[int, bytes]) -> None:
    """Compare the log so far with the checkpoint of its size, if there is one."""
    note = notes.get(log.size)
    if note is None:
        return
    found = checkpoint.read(note)
    if found is not None and found.text == checkpoint.body(log.header, log.size, log.tree.root()):
        log.covered = log.size
        log.roots[log.size] = log.tree.root()
        if found.signatures:
            log.signed[log.size] = found
        return
    # The chain holds up to here, so a single edited line can only be the last one.
    where = f"{checkpoint.FOLDER}/{log.size}.note"
    text = f"the log's first {log.size} records are not those of this checkpoint, or it was edited"
    log.faults.append(Fault(where, max(log.covered, log.size - 1), text))


def _harvest(log: Log, raw: bytes) -> None:
    """Past a fault, still learn which objects are spoken of, so that they are not reported as strangers."""
    try:
        record = parse(raw)
    except ValueError:
        return
    log.know(record)
