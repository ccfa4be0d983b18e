"""Checking a proof file as a stranger does: without the vault, with the record or the older checkpoint in hand.

Two text forms (C2SP tlog-proof, and the request of C2SP tlog-witness), a signed note by itself, and the JSON that
public test vectors of RFC 6962 come in: `leafIdx, treeSize, root, leafHash, proof` or `size1, size2, root1, root2,
proof`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from solferino.vault.audit import Report
from solferino.vault.checkpoint import read_checkpoint
from solferino.vault.disk import NotRegularError, open_regular
from solferino.vault.merkle import verify_consistency, verify_inclusion
from solferino.vault.note import MOST_BYTES, Note, read_note, unsigned
from solferino.vault.proof import HEAD, Extension, Inclusion, read_proof
from solferino.vault.record import hashes, parse
from solferino.vault.vkey import Vkey
from solferino.words.errors import EvidenceError, UsageError

_INCLUSION = frozenset(("leafIdx", "treeSize", "root", "leafHash", "proof"))
_EXTENSION = frozenset(("size1", "size2", "root1", "root2", "proof"))
_JSON_BYTES = 4 << 20


def is_proof(path: Path) -> bool:
    """Return whether a file begins as a proof does."""
    return path.is_file() and _bytes(path, most=64).lstrip().startswith((HEAD.encode(), b"old ", b"{"))


def check_proof(
    path: Path, leaves: Sequence[Path] = (), *, since: Path | None = None, keys: Sequence[Vkey] = ()
) -> Report:
    """Check a proof file. `leaves` are records' lines, or exhibits that the proved record must be about.

    `since` is the older checkpoint, which a proof that a log was only added to needs. Each of `keys` must have signed
    the checkpoint; without one, whoever wrote the proof may have written its log too. UsageError where one is wanting.
    """
    raw = _bytes(path, most=_JSON_BYTES)
    if raw.lstrip().startswith(b"{"):
        if keys:
            raise UsageError(f"{path}: a test vector bears no signature", "leave out --key")
        return _vector(path, raw)
    if _is_note(raw):
        return _note(path, read_note(raw), keys)
    try:
        proof = read_proof(raw)
    except (ValueError, UnicodeDecodeError) as error:
        return Report(False, 1, altered=(f"{path.name}: {error}",))
    if isinstance(proof, Extension):
        return _pinned(_extension(path, proof, since), proof.note, keys)
    return _pinned(_inclusion(path, proof, leaves), proof.note, keys)


def _is_note(raw: bytes) -> bool:
    """Return whether the bytes are no proof, but a text with signatures under it: a checkpoint, or any signed note."""
    if raw.startswith((HEAD.encode() + b"\n", b"old ")):
        return False
    try:
        return bool(read_note(raw).signatures)
    except ValueError:
        return False


def _note(path: Path, note: Note, keys: Sequence[Vkey]) -> Report:
    """Check the signatures under a note; without a key to hold it to there is nothing that could be checked."""
    if not keys:
        names = ", ".join(signature.name for signature in note.signatures)
        raise UsageError(f"{path}: a note signed by {names}", "give the key that you hold with --key")
    try:
        at = read_checkpoint(note.text)
        found = Report(
            True, 1, size=at.size, root="sha256:" + at.root.hex(), signed=(f"{at.origin}: {at.size} records",)
        )
    except ValueError:
        found = Report(True, 1)
    return _pinned(found, note, keys)


def _pinned(report: Report, note: Note, keys: Sequence[Vkey]) -> Report:
    """Hold a proof that stands to the keys that must have signed its checkpoint; say so where none was given."""
    if not report.ok:
        return report
    if not keys:
        names = ", ".join(signature.name for signature in note.signatures)
        told = f"its signatures ({names}) were not checked" if names else "it is not signed"
        warning = f"checkpoint: {told}; give the key that you hold with --key, or its root with --root"
        return replace(report, warnings=(*report.warnings, warning))
    wrong = unsigned(note, keys)
    said = tuple(f"signed by {key}" for key in keys if not wrong)
    return replace(
        report, ok=not wrong, altered=tuple(f"checkpoint: {each}" for each in wrong), signed=report.signed + said
    )


def _inclusion(path: Path, proof: Inclusion, leaves: Sequence[Path]) -> Report:
    found = {leaf: _bytes(leaf) for leaf in leaves if leaf.stat().st_size <= MOST_BYTES}
    line = next((data for data in found.values() if proof.shows(data)), proof.extra)
    at = proof.checkpoint
    if leaves and not line:
        named = f"none of {', '.join(map(str, leaves))} is the record at {proof.index} under this checkpoint"
        text = f"{path.name}: {named} of {at.size} records; a record is given as its line, newline included"
        return Report(False, 1 + len(leaves), altered=(text,))
    if not line:
        raise UsageError(f"{path}: the record is not in the proof", "give its line, newline included, with --leaf FILE")
    if not proof.shows(line):
        text = f"{path.name}: the record is not at {proof.index} under this checkpoint of {at.size} records"
        return Report(False, 1, altered=(text,))
    try:
        about = hashes(parse(line))
    except ValueError:
        about = ()
    strange = [
        f"{leaf}: neither the record at {proof.index} nor an exhibit that it is about"
        for leaf in leaves
        if found.get(leaf) != line and _sha256(leaf) not in about
    ]
    said = f"record {proof.index} of {at.origin} is under the checkpoint of {at.size} records"
    return Report(
        not strange, 1 + len(leaves), altered=tuple(strange), size=at.size, root="sha256:" + at.root.hex(),
        signed=(said,),
    )  # fmt: skip


def _extension(path: Path, proof: Extension, since: Path | None) -> Report:
    if since is None:
        raise UsageError(f"{path}: proves from {proof.old} records on", "give that older checkpoint with --since FILE")
    new = proof.checkpoint
    try:
        old = read_checkpoint(read_note(_bytes(since), unsigned=True).text)
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"{since}: no checkpoint: {error}", "give checkpoints/<size>.note as you hold it") from None
    if not proof.extends_note(old):
        text = f"{path.name}: the checkpoint of {new.size} records does not extend {since.name}"
        return Report(False, 1, altered=(text,))
    said = f"{new.origin}: the {old.size} records of {since.name} stand unchanged among its {new.size}"
    root = "sha256:" + new.root.hex()
    return Report(True, 2, size=new.size, root=root, signed=(said,))


def _vector(path: Path, raw: bytes) -> Report:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return Report(False, 1, altered=(f"{path.name}: not JSON",))
    if not isinstance(value, dict) or not (value.keys() >= _INCLUSION or value.keys() >= _EXTENSION):
        wanted = " or ".join(", ".join(sorted(keys)) for keys in (_INCLUSION, _EXTENSION))
        raise UsageError(f"{path}: no proof in JSON", f"its keys are {wanted}")
    try:
        good = _included(value) if value.keys() >= _INCLUSION else _extended(value)
    except (ValueError, TypeError, binascii.Error):
        good = False
    return Report(good, 1, altered=() if good else (f"{path.name}: the proof does not hold",))


def _included(value: Mapping[str, Any]) -> bool:
    leaf, root = _one(value["leafHash"]), _one(value["root"])
    index, size, proof = _whole(value["leafIdx"]), _whole(value["treeSize"]), _steps(value["proof"])
    return len(leaf) == len(root) == 32 and verify_inclusion(leaf, index, size=size, proof=proof, root=root)


def _extended(value: Mapping[str, Any]) -> bool:
    old, new, proof = _whole(value["size1"]), _whole(value["size2"]), _steps(value["proof"])
    first, second = _one(value["root1"]), _one(value["root2"])
    if old == 0 < new:
        # RFC 6962 has no root to compare here: every tree extends the empty one.
        return not proof
    if old == new:
        return not proof and first == second
    return verify_consistency(old, new, old_root=first, new_root=second, proof=proof)


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("not a size")
    return value


def _one(value: Any) -> bytes:
    return base64.b64decode(value or "", validate=True)


def _steps(value: Any) -> list[bytes]:
    found = [_one(each) for each in value or ()]
    if any(len(each) != 32 for each in found):
        raise ValueError("a hash is not 32 bytes")
    return found


def _bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise EvidenceError(f"{path}: no such file", "check the path", [str(path)]) from None
    except NotRegularError as error:
        raise UsageError(f"{path}: is a {error.kind}, not opened", "give the file itself") from None


def _sha256(path: Path) -> str:
    with os.fdopen(open_regular(path), "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
