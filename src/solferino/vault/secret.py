"""Private keys: Ed25519, sealed with a passphrase, in the state folder and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from solferino.vault.note import Signature
from solferino.vault.state import PASSPHRASE, keep, recall, state_folder
from solferino.vault.vkey import COSIGNATURE, ED25519, Vkey, cosigned
from solferino.words.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Ask = Callable[[], str]


@dataclass(frozen=True)
class Secret:
    """A private key that can sign; its bytes are never shown."""

    vkey: Vkey
    _key: Ed25519PrivateKey = field(repr=False)

    def sign(self, text: bytes, *, seconds: int = 0) -> Signature:
        """Return the signature of a note's text; of a cosigner's key, with the moment it was seen."""
        if self.vkey.kind == ED25519:
            return Signature(self.vkey.name, self.vkey.id, self._key.sign(text))
        blob = seconds.to_bytes(8, "big") + self._key.sign(cosigned(text, seconds))
        return Signature(self.vkey.name, self.vkey.id, blob)


def passphrase(ask: Ask | None = None) -> bytes:
    """Return the passphrase from SOLFERINO_PASSPHRASE, else from whoever can be asked; UsageError without either."""
    found = os.environ.get(PASSPHRASE) or (ask() if ask is not None else "")
    if not found:
        raise UsageError("a passphrase is needed to open the signing key", "set SOLFERINO_PASSPHRASE")
    return found.encode()


def make_secret(name: str, *where: str, ask: Ask | None = None, kind: int = ED25519) -> Secret:
    """Make a key, keep it sealed in the state folder under `where`, and return it; never replaces one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

    word = passphrase(ask)
    key = Ed25519PrivateKey.generate()
    vkey = Vkey(name, key.public_key().public_bytes_raw(), kind)
    sealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(word))
    keep(f"{vkey}\n".encode() + sealed, *where, new=True)
    return Secret(vkey, key)


def open_secret(*where: str, ask: Ask | None = None) -> Secret | None:
    """Return the key kept under `where`, opened with the passphrase; None where none was made on this machine."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from solferino.vault.vkey import read_vkey

    raw = recall(*where)
    if raw is None:
        return None
    first, _, sealed = raw.partition(b"\n")
    vkey = read_vkey(first.decode("utf-8", "replace"))
    try:
        key = load_pem_private_key(sealed, passphrase(ask))
    except (ValueError, TypeError):
        # What the library says may quote the file; the path is enough.
        path = state_folder().joinpath(*where)
        raise UsageError(f"{path}: the passphrase does not open this key", "check SOLFERINO_PASSPHRASE") from None
    if not isinstance(key, Ed25519PrivateKey) or key.public_key().public_bytes_raw() != vkey.public:
        raise UsageError(f"{state_folder().joinpath(*where)}: not the key it names", "restore it from a copy")
    return Secret(vkey, key)


def open_or_make(name: str, *where: str, ask: Ask | None = None, kind: int = ED25519) -> Secret:
    """Return the key kept under `where`, made first where there is none."""
    return open_secret(*where, ask=ask) or make_secret(name, *where, ask=ask, kind=kind)


__all__ = ["COSIGNATURE", "Secret", "make_secret", "open_or_make", "open_secret", "passphrase"]
