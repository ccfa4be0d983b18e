"""Public keys by name, in the text form of C2SP signed-note: `name+<id in hex>+<base64 of type and key>`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from solferino.words.errors import UsageError

ED25519, COSIGNATURE = 0x01, 0x04
"""What a key signs: a note's text as it is; a checkpoint, with the time it was seen."""

_FORM = re.compile(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True)
class Vkey:
    """An Ed25519 public key: who it belongs to, what it signs, its 32 bytes."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^+\s\x00-\x1f]+", self.name):
            raise UsageError(
                f"{self.name!r} cannot name a key", "use letters, digits, dots and slashes, without space or +"
            )

    @property
    def id(self) -> bytes:
        """Return the first four bytes of SHA-256(name, newline, type, key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Return whether `signature` (without its key id) is this key's, over a note's text."""
        if self.kind == ED25519:
            return _verifies(self.public, signature, text)
        if len(signature) != 72:
            return False
        return _verifies(self.public, signature[8:], cosigned(text, int.from_bytes(signature[:8], "big")))


def read_vkey(text: str) -> Vkey:
    """Read a key's text; UsageError where it is malformed, of an unknown type, or its id is not that of its bytes."""
    match = _FORM.fullmatch(text.strip())
    raw = unbase64(match[3]) if match else b""
    if match is None or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
        raise UsageError(f"{text.strip()[:80]!r} is no public key", "it reads name+8 hex digits+base64, for Ed25519")
    found = Vkey(match[1], raw[1:], raw[0])
    if found.id.hex() != match[2]:
        raise UsageError(f"{text.strip()[:80]!r}: its id should be {found.id.hex()}", "copy the key again, whole")
    return found


def cosigned(text: bytes, seconds: int) -> bytes:
    """Return what a witness signs: that it saw this checkpoint at that moment, the latest it knows."""
    return b"cosignature/v1\ntime %d\n" % seconds + text


def unbase64(text: str) -> bytes:
    """Return the bytes of base64 in its one canonical spelling; nothing at all for any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


def _verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
