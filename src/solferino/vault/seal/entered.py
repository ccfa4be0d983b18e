"""Records about bytes that are held already: what was derived from what, what was erased and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from solferino.vault import Vault
from solferino.vault.append import append
from solferino.vault.disk import on_this_machine
from solferino.vault.record import Draft, Held, Plain
from solferino.words.errors import EvidenceError, UsageError


def bind(vault: Vault, made: Held, *, parent: str, how: Mapping[str, Plain], basis: str = "", actor: str = "") -> int:
    """Record that `made` was derived from the bytes `parent`, and how; both must be held. Return the record's seq."""
    draft = Draft("derive", obj=(made,), src=dict(how), parent=(parent,), basis=basis, actor=actor)
    with vault.writing() as log, on_this_machine(Path(log.root), "record a derivation", need=4096):
        for sha256 in (made.sha256, parent):
            if sha256 not in log.held:
                raise EvidenceError(f"the vault does not hold {sha256}", "add it first", [sha256])
        append(log, [draft])
        return log.size - 1


def dispose(vault: Vault, sha256: str, *, basis: str, actor: str) -> str:
    """Erase an object and record who did so and on what basis; return what verify will say of it.

    The record is written first: a crash between the two leaves an object that verify names, and that may be disposed
    of again. UsageError without basis or actor, EvidenceError where the vault never held it.
    """
    if not basis.strip() or not actor.strip():
        raise UsageError("erasing evidence wants a basis and a name", "--basis TEXT --by NAME; both stay in the log")
    with vault.writing() as log, on_this_machine(Path(log.root), "dispose of an object", need=4096):
        path = vault.path(sha256)
        if sha256 in log.held:
            size = path.lstat().st_size if path.exists() else 0
            append(log, [Draft("dispose", obj=(Held(sha256, size),), basis=basis, actor=actor)])
        elif sha256 not in log.disposed:
            raise EvidenceError(
                f"the vault never held {sha256}", "solferino why CASE SOURCE names its digest", [sha256]
            )
        if path.is_file():
            path.chmod(0o600)
            path.unlink()
        return str(log.disposed[sha256])
