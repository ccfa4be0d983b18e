"""Signing checkpoints: only what extends the last one signed, whose copy lies outside the vault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.checkpoint import Checkpoint, read_checkpoint
from solferino.vault.disk import entries, folder, place, read_inside
from solferino.vault.keyring import ADD, FOLDER, RETIRE, statement
from solferino.vault.log import Log, stamp
from solferino.vault.note import Note, read_note
from solferino.vault.secret import Ask, Secret, make_secret, open_or_make, open_secret
from solferino.vault.signed import LAST
from solferino.vault.state import keep, recall
from solferino.vault.vault import Vault
from solferino.vault.vkey import Vkey
from solferino.words.errors import EvidenceError, UsageError

KEY = "signing.key"


def sign(vault: Vault, *, ask: Ask | None = None, actor: str = "") -> Vkey:
    """Sign the vault's newest checkpoint with this machine's key, and return the key; a first key is made and logged.

    EvidenceError where the log does not extend the last checkpoint that was signed here: nothing is signed then.
    """
    with vault.writing() as log:
        last = last_signed(vault.id)
        demand_extends(vault, last)
        secret = open_secret(vault.id, KEY, ask=ask)
        if secret is None or secret.vkey not in log.keys.active():
            secret = _enter(vault, log, secret, ask=ask, actor=actor)
        _sign_newest(vault.root_path, log, secret)
        return secret.vkey


def change_key(vault: Vault, act: str, vkey: Vkey, *, ask: Ask | None = None, actor: str = "", note: str = "") -> int:
    """Let a key in (`key-add`) or send one away (`key-retire`), vouched for by this machine's key; return the seq."""
    if act not in (ADD, RETIRE):
        raise UsageError(f"{act!r} does nothing to a key", f"acts: {ADD}, {RETIRE}")
    with vault.writing() as log:
        demand_extends(vault, last_signed(vault.id))
        secret = open_secret(vault.id, KEY, ask=ask)
        if secret is None or secret.vkey not in log.keys.active():
            raise UsageError("this machine holds no key that may sign for this vault", "sign once, or use its machine")
        if (vkey in log.keys.active()) == (act == ADD) or (act == RETIRE and len(list(log.keys.active())) == 1):
            raise UsageError(
                f"{vkey.name}: {act} would change nothing, or leave no key", f"{vault.root_path}/{FOLDER} has the keys"
            )
        return _enter_key(vault, log, act, vkey, by=secret, actor=actor, note=note)


def own_key(vault: Vault, *, ask: Ask | None = None) -> Vkey:
    """Return the public half of this machine's key for a vault, made where there is none: to be let in by another's.

    Nothing is written to the vault.
    """
    return open_or_make(f"solferino-vault/{vault.id}", vault.id, KEY, ask=ask).vkey


def last_signed(vault_id: str) -> Checkpoint | None:
    """Return the last checkpoint signed on this machine for a vault; None where none was, or it cannot be read."""
    raw = recall(vault_id, LAST)
    try:
        return None if raw is None else read_checkpoint(read_note(raw).text)
    except ValueError as error:
        message = f"the copy of the last checkpoint signed is damaged: {error}"
        raise EvidenceError(message, f"look at {LAST} in the state folder", [LAST]) from None


def demand_extends(vault: Vault, last: Checkpoint | None) -> None:
    """Raise EvidenceError unless the log holds, unchanged, everything that was signed before."""
    if last is None:
        return
    if vault.size < last.size:
        text = f"the log holds {vault.size} records, and {last.size} were signed: it was cut or rolled back"
    elif vault.root(last.size) != "sha256:" + last.root.hex():
        text = f"the first {last.size} records are not the ones that were signed: the log was rewritten"
    else:
        return
    raise EvidenceError(f"{vault.root_path}: {text}", "nothing is signed; compare with a copy held elsewhere", ["log"])


def _enter(vault: Vault, log: Log, secret: Secret | None, *, ask: Ask | None, actor: str) -> Secret:
    """Make and log the first key; a key that another one must let in says so."""
    if log.keys.standing:
        who = ", ".join(f"{key.name} (key {key.id.hex()})" for key in log.keys.active())
        own = f"; let {secret.vkey} in from there" if secret is not None else ""
        raise UsageError(f"this machine's key may not sign for this vault; {who} may", f"sign where that key lies{own}")
    secret = secret or make_secret(f"solferino-vault/{vault.id}", vault.id, KEY, ask=ask)
    _enter_key(
        vault, log, ADD, secret.vkey, by=secret, actor=actor, note="the first key: trusted on first use, or by its text"
    )
    return secret


def _enter_key(vault: Vault, log: Log, act: str, vkey: Vkey, *, by: Secret, actor: str, note: str) -> int:
    origin = log.header.origin
    text = statement(act, vkey, origin=origin)
    told = Note(text, (by.sign(text),)).raw.decode()
    seq = vault.note(act, src={"vkey": str(vkey), "statement": told, "log": origin}, note=note, actor=actor)
    folder(vault.root_path, FOLDER)
    place(vault.root_path, f"{vkey}\n".encode(), FOLDER, f"{vkey.id.hex()}.vkey")
    return seq


def _sign_newest(root: Path, log: Log, secret: Secret) -> None:
    raw = read_inside(root, checkpoint.FOLDER, f"{log.size}.note")
    note = read_note(raw, unsigned=True)
    if any(signature.of(secret.vkey) for signature in note.signatures):
        return
    if entries(root, "anchors", str(log.size)):
        message = f"{root}: checkpoint {log.size} was shown to others as it is, and may no longer change"
        raise UsageError(message, "the next one, after another record, can be signed")
    signed = replace(note, signatures=(*note.signatures, secret.sign(note.text)))
    # The copy outside first: after a crash here the same checkpoint is signed again, and no other one.
    keep(signed.raw, log.header.id, LAST)
    checkpoint.put(root, log.size, signed)
    log.signed[log.size] = signed
    log.stamp = stamp(root)
