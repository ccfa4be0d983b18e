"""Erasing an object on purpose: the record first, then the bytes."""

from __future__ import annotations

from collections.abc import Iterator

from solferino.vault import Held, Vault
from solferino.vault.disk import fsync_folder
from solferino.vault.objects import QUARANTINE
from solferino.vault.record import hashes
from solferino.words.errors import UsageError


def dispose(vault: Vault, sha256: str, *, basis: str, actor: str) -> str:
    """Erase an object and record who did so and on what basis; return what verify will say of it.

    A crash between record and erasure leaves an object that verify names, and that may be disposed of again. Raises
    UsageError without basis or actor, EvidenceError where the vault never held it.
    """
    if not basis.strip() or not actor.strip():
        raise UsageError("erasing evidence wants a basis and a name", "--basis TEXT --by NAME; both stay in the log")
    path = vault.path(sha256)
    with vault.writing() as log:
        if sha256 not in log.disposed:
            size = path.lstat().st_size if vault.has(sha256) else 0
            vault.note("dispose", obj=[Held(sha256, size)], basis=basis, actor=actor)
        if vault.has(sha256):
            path.unlink()
            fsync_folder(path.parent)
        for name in _set_aside(vault, sha256):
            (vault.root_path / QUARANTINE / name).unlink(missing_ok=True)
        return str(log.disposed[sha256])


def _set_aside(vault: Vault, sha256: str) -> Iterator[str]:
    """Yield the names in quarantine/ of what once stood, altered, in the object's place: it is like the object."""
    for record in vault.records():
        if record.act == "repair" and sha256 in hashes(record):
            yield str(record.src["quarantine"])


def come_of(vault: Vault, sha256: str) -> tuple[str, ...]:
    """Return what the vault still holds that came of an object alone: its members, its text, copies made of it.

    What came in another way too is not among them, nor what was also made from something that stays.
    """
    records = [r for r in vault.records() if r.act in ("ingest", "derive")]
    gone = {sha256}
    while True:
        stays = {h for r in records if not r.parent or not set(r.parent) <= gone for h in hashes(r)}
        more = {h for r in records if r.parent and set(r.parent) <= gone for h in hashes(r)} - stays - gone
        if not more:
            held = vault.log().held
            return tuple(h for h in sorted(gone - {sha256}) if h in held)
        gone |= more
