"""Erasing an object on purpose: the record first, then the bytes."""

from __future__ import annotations

from solferino.vault import Held, Vault
from solferino.vault.disk import fsync_folder
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
        return str(log.disposed[sha256])
