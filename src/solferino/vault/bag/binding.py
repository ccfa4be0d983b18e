"""The bags that we wrote are held to more than RFC 8493 asks: the log, and what binds the tag manifest to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Sequence

from solferino.vault.bag import layout
from solferino.vault.bag.findings import Findings
from solferino.vault.bag.told import leaf
from solferino.vault.bag.tree import Tree as Files
from solferino.vault.checkpoint import NAME, body
from solferino.vault.checkpoint import read as read_checkpoint
from solferino.vault.header import Header
from solferino.vault.keyring import ADD, RETIRE, Keyring
from solferino.vault.merkle import Tree
from solferino.vault.proof import Inclusion, read_proof
from solferino.vault.record import Record, line_hash
from solferino.vault.vkey import Vkey

Read = Callable[[str], bytes | None]
_HEADER = re.compile(rb"solferino vault 1\nid ([0-9a-f]{32})\n")


def ours(files: Files) -> bool:
    """Return whether a bag says that we wrote it: then it is held to what our bags have."""
    return any(path.startswith(layout.HOME) for path in files.files)


def bound(files: Files, listed: Collection[str], read: Read, findings: Findings, keys: Sequence[Vkey] = ()) -> None:
    """Demand the tag manifest over every tag file, the log's chain and roots, and the record that binds them.

    Of `keys`, which a reader holds from elsewhere, each must have signed the checkpoint over that record.
    """
    tags = read(layout.TAGS)
    if tags is None:
        findings.absent(layout.TAGS, "every bag that this program writes has it")
        return
    for path in files.files:
        tag = not path.startswith("data/") and path not in layout.UNLISTED
        if tag and path not in listed:
            findings.fault(path, f"not listed in {layout.TAGS}, which lists every tag file of such a bag")
    header = _HEADER.fullmatch(read(layout.HEADER) or b"")
    if header is None:
        findings.fault(layout.HEADER, "not the header of a vault")
        return
    log = _Log(Header(header[1].decode()), _notes(files, read), findings)
    for number, line in enumerate((read(layout.LOG) or b"").splitlines(keepends=True), 1):
        if not log.take(line, f"{layout.LOG}:{number}"):
            return
    for size in log.notes:
        if size > log.tree.size:
            findings.fault(layout.LOG, f"cut off: {log.tree.size} records are left of {size} under a checkpoint")
    for path in files.payload:
        if path.removeprefix("data/") not in log.objects:
            findings.fault(path, "in no record of the log")
    if log.tree.size not in log.notes:
        findings.fault(layout.CHECKPOINTS, f"no checkpoint covers the log's {log.tree.size} records")
    _record(log, hashlib.sha256(tags).hexdigest(), read, findings)
    for key in keys:
        if key not in log.signers:
            findings.fault(layout.NOTE, f"not signed by {key.name} (key {key.id.hex()})")


def _record(log: _Log, found: str, read: Read, findings: Findings) -> None:
    raw, note, proof = (read(name) for name in (layout.RECORD, layout.NOTE, layout.PROOF))
    if raw is None or note is None or proof is None:
        findings.absent(layout.BINDING, "the record of the export, its checkpoint and its proof")
        return
    if not _shown(proof, raw, note):
        findings.fault(layout.PROOF, "does not show that this record is under this checkpoint")
    log.notes = {log.tree.size + 1: (layout.NOTE, note)}
    record = log.last if log.take(raw, layout.RECORD) else None
    if record and (record.act != "export" or record.src.get("tagmanifest_sha256") != found):
        findings.fault(layout.TAGS, f"not the one that record {record.seq} of the log says was exported")
    if record and not log.signers:
        findings.warn(layout.NOTE, "signed by nobody: whoever has the bag could have written its log; compare the root")
    for refused in log.keys.refused:
        findings.warn(layout.LOG, refused)


def _shown(proof: bytes, line: bytes, note: bytes) -> bool:
    try:
        found = read_proof(proof)
        return isinstance(found, Inclusion) and found.note.raw == note and found.extra == line and found.shows(line)
    except ValueError:
        return False


class _Log:
    """The log of a bag as read so far."""

    def __init__(self, header: Header, notes: dict[int, tuple[str, bytes]], findings: Findings) -> None:
        self.tree, self.notes = Tree(), notes
        self.objects: set[str] = set()
        self.keys, self.signers = Keyring(), tuple[Vkey, ...]()
        self._header, self._findings = header, findings
        self._prev: str | None = header.prev
        self.last: Record | None = None
        self._meet()

    def take(self, line: bytes, where: str) -> bool:
        """Count the next line; False, with a fault noted, where the log cannot be followed through it."""
        try:
            hashed, record = leaf(line)
        except ValueError as error:
            self._findings.fault(where, str(error))
            return False
        if record is not None:
            if record.seq != self.tree.size:
                self._findings.fault(where, f"record {record.seq} stands where record {self.tree.size} should")
                return False
            if self._prev not in (None, record.prev):
                self._findings.fault(where, f"record {record.seq} does not follow the record before")
                return False
            self.objects.update(held.sha256 for held in record.obj)
            if record.act in (ADD, RETIRE):
                self.keys.take(record)
        self._prev = line_hash(line) if record is not None else None
        self.tree.append(hashed)
        self._meet()
        self.last = record
        return True

    def _meet(self) -> None:
        name, raw = self.notes.get(self.tree.size, ("", b""))
        if not name:
            return
        note, size = read_checkpoint(raw), self.tree.size
        if note is None or note.text != body(self._header, size, self.tree.root()):
            self._findings.fault(name, f"the log's first {size} records are not those of this checkpoint")
            return
        try:
            self.signers = note.signers(self.keys.at(size))
        except ValueError as error:
            self._findings.fault(name, str(error))
            return
        if note.signatures and not self.signers:
            self._findings.fault(name, "signed, but by no key that the log lets in")


def _notes(files: Files, read: Read) -> dict[int, tuple[str, bytes]]:
    found = {}
    for path in files.files:
        match = NAME.fullmatch(path.removeprefix(layout.CHECKPOINTS)) if path.startswith(layout.CHECKPOINTS) else None
        if match:
            found[int(match[1])] = (path, read(path) or b"")
    return found
