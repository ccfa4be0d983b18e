"""A partner's cosignature, asked and given by file: what C2SP tlog-witness does over a network, by mail or USB stick.

Whoever cosigns keeps the latest checkpoint it has seen of each log, and cosigns only what extends it. That is what
finds a log that was cut or rewritten by its own key holder: nobody inside can.
"""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.checkpoint import Checkpoint, read_checkpoint
from solferino.vault.disk import folder, place
from solferino.vault.merkle import EMPTY
from solferino.vault.note import Signature, read_note, read_signatures
from solferino.vault.proof import Extension, read_proof
from solferino.vault.prove import prove_extends
from solferino.vault.record import Plain
from solferino.vault.secret import Ask, open_or_make
from solferino.vault.state import alone, keep, recall
from solferino.vault.vault import Vault
from solferino.vault.vkey import COSIGNATURE, Vkey
from solferino.words.errors import EvidenceError, UsageError

KEY, SEEN = "witness.key", "seen.note"
ANCHORS = "anchors"


def request(root: Path, old: int = 0) -> bytes:
    """Return what to send to a witness: the newest checkpoint, and the proof that it extends the `old` one it knows."""
    asked = prove_extends(root, old)
    if not asked.note.signatures:
        raise UsageError(
            f"{root}: its newest checkpoint is not signed", "a witness cosigns signed ones only: sign it first"
        )
    return asked.raw


def seen_by(vault: Vault, key: Vkey | None = None) -> int:
    """Return how many records the witness has cosigned of this vault; of the only one where none is named.

    UsageError where several have, and none is named.
    """
    found: dict[str, int] = {}
    for record in vault.log().cosigned:
        by, size = str(record.src.get("by", "")), record.src.get("checkpoint", 0)
        found[by] = max(found.get(by, 0), int(size))
    if key is not None:
        return found.get(str(key), 0)
    if len(found) > 1:
        names = ", ".join(sorted(by.partition("+")[0] for by in found))
        raise UsageError(f"several have cosigned this vault: {names}", "say with --key whom this request is for")
    return max(found.values(), default=0)


def witness_key(name: str, *, ask: Ask | None = None) -> Vkey:
    """Return the public key this machine cosigns with, made under `name` where there is none yet."""
    return open_or_make(name, "witness", KEY, ask=ask, kind=COSIGNATURE).vkey


def answer(raw: bytes, *, name: str, log_key: Vkey, ask: Ask | None = None, now: int | None = None) -> bytes:
    """Return the cosignature line of this machine over what it was sent; what was seen is on disk before it answers.

    UsageError where the request cannot be followed, EvidenceError where the log does not extend what was seen of it.
    """
    asked = _asked(raw, log_key)
    new = asked.checkpoint
    place_of = ("witness", hashlib.sha256(new.origin.encode()).hexdigest(), SEEN)
    secret = open_or_make(name, "witness", KEY, ask=ask, kind=COSIGNATURE)
    with alone("witness"):
        seen = _seen(recall(*place_of))
        known = seen.size if seen else 0
        if asked.old != known:
            message = f"the request proves from {asked.old} records; this witness has seen {known} of {new.origin}"
            raise UsageError(message, f"ask again from there: --seen {known}")
        if not asked.extends(seen.root if seen else EMPTY):
            message = f"{new.origin}: {new.size} records do not extend the {known} seen before: cut, or rewritten"
            raise EvidenceError(message, "not cosigned; keep this request, it may be proof", [new.origin])
        keep(asked.note.raw, *place_of)
        line = secret.sign(asked.note.text, seconds=int(time.time()) if now is None else now).line
    return line.encode()


def accept(vault: Vault, raw: bytes, *, key: Vkey, actor: str = "") -> int:
    """Keep a witness' answer in anchors/<size>/ and log it, once; return the size it is about.

    Lines of other keys are passed over; EvidenceError where no line of this key is over a checkpoint of this vault.
    """
    try:
        found = [signature for signature in read_signatures(raw) if signature.of(key)]
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"this is no answer of a witness: {error}", "give the file it sent, unchanged") from None
    with vault.writing() as log:
        for size, note in sorted(log.signed.items(), reverse=True):
            for signature in found:
                if key.kind == COSIGNATURE and key.signed(note.text, signature.blob):
                    digest = hashlib.sha256(signature.line.encode()).hexdigest()
                    if any(record.src.get("cosignature") == digest for record in log.cosigned):
                        return size
                    _store(vault, size, signature, key=key, actor=actor)
                    return size
    message = f"{vault.root_path}: no line of {key.name} is over a signed checkpoint of this vault"
    raise EvidenceError(message, "check the witness' key, and that its answer is to this vault's request", [key.name])


def _asked(raw: bytes, log_key: Vkey) -> Extension:
    try:
        asked = read_proof(raw)
        if not isinstance(asked, Extension):
            raise ValueError("it is a proof about one record")
        signers = asked.note.signers([log_key])
    except (ValueError, UnicodeDecodeError) as error:
        raise UsageError(f"this is no request to a witness: {error}", "give the file as it was sent") from None
    if not signers:
        raise UsageError(f"the checkpoint is not signed by {log_key.name}", "ask its holder which key signs it")
    if asked.old > asked.checkpoint.size:
        raise UsageError("the request goes back in time: its old size is the larger", "ask for another one")
    return asked


def _seen(raw: bytes | None) -> Checkpoint | None:
    return None if raw is None else read_checkpoint(read_note(raw).text)


def _store(vault: Vault, size: int, signature: Signature, *, key: Vkey, actor: str) -> None:
    data, name = signature.line.encode(), f"{size}/{key.id.hex()}.cosig"
    folder(vault.root_path, ANCHORS, str(size))
    place(vault.root_path, data, ANCHORS, *name.split("/"))
    src: dict[str, Plain] = {
        "checkpoint": size, "cosignature": hashlib.sha256(data).hexdigest(), "cosignature_file": name,
        "by": str(key), "time": int.from_bytes(signature.blob[:8], "big"),
    }  # fmt: skip
    vault.note("anchor", src=src, note=f"{checkpoint.FOLDER}/{size}.note cosigned by {key.name}", actor=actor)
