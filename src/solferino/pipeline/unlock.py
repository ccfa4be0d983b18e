"""Opening and closing a case: what lies between is a session."""

from __future__ import annotations

from pathlib import Path

from solferino.pipeline.open_case import open_case
from solferino.vault import Vault
from solferino.vault.seal import session
from solferino.vault.seal.envelope import unseal
from solferino.vault.seal.identity import unwrap
from solferino.vault.seal.session import Session
from solferino.words.errors import UsageError


def unlock(root: Path, key: Path, passphrase: str) -> Session:
    """Open the case at `root` with the private key in the file `key`; a key that does not open every source is refused.

    Raises UsageError where nothing is sealed, EvidenceError where the passphrase or the key is not the one.
    """
    sealed = [s for s in open_case(root).sources if s.commitment]
    if not sealed:
        raise UsageError(f"{root} holds no sealed source", "solferino add CASE PATH --sealed --as ID seals one")
    identity = unwrap(key, passphrase)
    vault = Vault.open(root / "vault", create=True)
    for source in sealed:
        held = vault.has(source.sha256)
        body = vault.read(source.sha256) if held else (root / source.path).read_bytes()
        unseal(body, identity, name=source.path, committed=source.commitment)
    return session.begin(root, identity)


def lock(root: Path) -> bool:
    """Close the case at `root`; return whether it was open."""
    return session.end(root)
