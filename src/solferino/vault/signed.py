"""Who signed a vault's checkpoints, as far as it can be checked: its own keys, its witnesses, the copy kept outside."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from solferino.vault.checkpoint import read_checkpoint
from solferino.vault.disk import NotRegularError, entries, read_inside
from solferino.vault.keyring import FOLDER
from solferino.vault.log import Log
from solferino.vault.note import read_note, read_signatures, unsigned
from solferino.vault.record import Record, utc
from solferino.vault.state import recall
from solferino.vault.vkey import Vkey, read_vkey
from solferino.words.errors import MachineError, UsageError

LAST = "last.note"


@dataclass
class Signed:
    """What was found: `said` in words, the rest as a check's report has it."""

    said: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def inspect_signed(root: Path, log: Log, *, outside: bytes | None = None) -> Signed:
    """Check every signature, key file and cosignature of a vault; `outside` is the checkpoint kept elsewhere."""
    found = Signed()
    found.altered += [f"log: {text}" for text in log.keys.refused]
    _keys(root, log, found)
    _own(log, found)
    for record in log.cosigned:
        _witness(root, log, record, found)
    _outside(log, outside, found)
    return found


def pinned(log: Log, keys: Iterable[Vkey], found: Signed) -> None:
    """Demand that each of these keys, which a reader holds from elsewhere, signed a checkpoint; say up to where."""
    for key in keys:
        sizes = [size for size, note in log.signed.items() if not unsigned(note, [key])]
        # A cosignature that does not verify is a fault already.
        sizes += [int(str(r.src["checkpoint"])) for r in log.cosigned if r.src.get("by") == str(key)]
        told = f"{key.name} (key {key.id.hex()})"
        if not sizes:
            found.altered.append(f"log: no checkpoint of it is signed by {told}")
        elif not found.altered and not found.missing:
            found.said.append(f"{_records(0, max(sizes))} signed by {told}, the key that you gave")


def kept_outside(vault_id: str) -> bytes | None:
    """Return this machine's copy of the last checkpoint it signed for a vault; None where there is none to read."""
    try:
        return recall(vault_id, LAST)
    except MachineError:
        return None


def _keys(root: Path, log: Log, found: Signed) -> None:
    """keys/ holds copies of what the log says, for readers without this program; the log alone counts."""
    told = {f"{each.vkey.id.hex()}.vkey": f"{each.vkey}\n".encode() for each in log.keys.standing}
    try:
        there = [entry.name for entry in entries(root, FOLDER)]
        for name in there:
            if name not in told:
                found.altered.append(f"{FOLDER}/{name}: a key that no record of the log lets in")
            elif read_inside(root, FOLDER, name) != told[name]:
                found.altered.append(f"{FOLDER}/{name}: not the key that the log let in")
    except NotRegularError as error:
        found.altered.append(f"{FOLDER}: a {error.kind} stands in its place, not opened")
        return
    found.warnings += [
        f"{FOLDER}/{name}: the copy of this key is missing; the log has it" for name in told if name not in there
    ]


def _own(log: Log, found: Signed) -> None:
    reached, by = 0, ""
    for size, note in sorted(log.signed.items()):
        where, keys = f"checkpoints/{size}.note", log.keys.at(size)
        try:
            signers = note.signers(keys)
        except ValueError as error:
            found.altered.append(f"{where}: {error}")
            continue
        strangers = [s.name for s in note.signatures if not any(s.of(key) for key in keys)]
        if strangers:
            # Elsewhere unknown keys are passed over; in the vault's own file nobody else has anything to write.
            found.altered.append(f"{where}: signed by {', '.join(strangers)}, whom the log had not let in by then")
        elif signers:
            reached, by = size, ", ".join(f"{key.name} (key {key.id.hex()})" for key in signers)
    if reached:
        found.said.append(f"{_records(0, reached)} {'is' if reached == 1 else 'are'} signed by {by}")
        found.said.append(f"the first key is {log.keys.standing[0].vkey}: compare it with the one you were given")
    if log.size > reached:
        found.said.append(
            f"{_records(reached, log.size)}: nobody signed; rests on the word of whoever keeps this vault"
        )


def _witness(root: Path, log: Log, record: Record, found: Signed) -> None:
    name, size = str(record.src["cosignature_file"]), record.src.get("checkpoint")
    where = f"anchors/{name}"
    note = log.signed.get(size) if isinstance(size, int) else None
    try:
        data = read_inside(root, "anchors", *name.split("/"))
        key = read_vkey(str(record.src.get("by", "")))
        signature = read_signatures(data)[0]
        good = hashlib.sha256(data).hexdigest() == record.src.get("cosignature") and signature.of(key)
    except FileNotFoundError:
        found.missing.append(where)
        return
    except (NotRegularError, UsageError, ValueError, OSError) as error:
        found.altered.append(f"{where}: {error}")
        return
    if note is None or not good or not key.signed(note.text, signature.blob):
        found.altered.append(f"{where}: not the cosignature that record {record.seq} tells of")
        return
    when = utc(int.from_bytes(signature.blob[:8], "big") * 1_000_000_000)[:19].replace("T", " ")
    found.said.append(
        f"{_records(0, int(str(size)))} cosigned by {key.name} at {when} UTC by its clock, with the key {key}: "
        "nothing that it saw before was changed or removed"
    )


def _outside(log: Log, raw: bytes | None, found: Signed) -> None:
    if raw is None:
        found.said.append(
            "no checkpoint kept outside this vault was at hand: had log and checkpoints been cut back together, "
            "this check could not tell"
        )
        return
    try:
        kept = read_checkpoint(read_note(raw, unsigned=True).text)
    except ValueError as error:
        found.warnings.append(f"log: the copy of a checkpoint kept outside cannot be read: {error}")
        return
    if kept.origin != log.header.origin:
        found.altered.append(f"log: the checkpoint kept outside is of another log, {kept.origin}")
    elif kept.size > log.size:
        found.altered.append(f"log: truncated at {log.size}; {kept.size} records were signed, by the copy kept outside")
    elif (log.size, log.tree.root()) != (kept.size, kept.root) and log.roots.get(kept.size) != kept.root:
        found.altered.append(f"log: its first {kept.size} records are not those of the checkpoint kept outside")
    else:
        found.said.append(f"{_records(0, kept.size)} agree with the checkpoint kept outside this vault")


def _records(low: int, high: int) -> str:
    if high - low < 2:
        return f"record {low}" if high > low else "no record"
    return f"records {low} to {high - 1}"
