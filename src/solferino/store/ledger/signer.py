"""Keys of a team: one pair for each author of a case, all from one secret that lies outside the database."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_AUTHOR = "solferino-author-1"
_LINK = "solferino-ledger-1"
_KEY = "sig"


class Signer:
    """Signs lines for their authors, and links each line to those before it. `secret` is 32 bytes or more."""

    def __init__(self, secret: bytes, *, case: str) -> None:
        if len(secret) < 32:
            raise ValueError("a secret of 32 bytes at least")
        self._secret = secret
        self._case = case

    def sign(self, by: str, line: str) -> str:
        """Return the line with its author's signature as the last key."""
        return _with(line, self._private(by).sign(line.encode()).hex())

    def key(self, by: str) -> str:
        """Return the public half of an author's key, hexadecimal: what others check signatures with."""
        return self._private(by).public_key().public_bytes_raw().hex()

    def link(self, before: bytes, serial: int, line: bytes) -> bytes:
        """Return what ties `line` to its place: nobody can make it who has only the database."""
        return hmac.new(self._derived(_LINK, ""), before + serial.to_bytes(8, "big") + line, hashlib.sha256).digest()

    def _private(self, by: str) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._derived(_AUTHOR, by))

    def _derived(self, use: str, name: str) -> bytes:
        told = json.dumps([use, self._case, name])
        return hmac.new(self._secret, told.encode(), hashlib.sha256).digest()


def signature(line: str) -> str:
    """Return the signature that a line bears; empty where it bears none."""
    found = json.loads(line).get(_KEY, "")
    return found if isinstance(found, str) else ""


def signed(line: str, key: str) -> bool:
    """True where the holder of `key` signed this line; what is signed are its bytes without the signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    told = signature(line)
    end = _with("}", told)
    if not told or not line.endswith(end):
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(told), (line.removesuffix(end) + "}").encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _with(line: str, told: str) -> str:
    return f'{line.removesuffix("}")}, "{_KEY}": "{told}"}}'
