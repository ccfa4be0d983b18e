"""Commitments of rows that are withheld: one salted hash each, a root over them, and signatures under the root."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from solferino.vault.merkle import Tree, leaf_hash

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ROW = b"solferino-row-1\n"
_KEY = b"solferino-rows-1\n"
_SIGNED = "solferino-attest-1"


@dataclass(frozen=True)
class Committed:
    """What reviewers put their names to: a statement of what was found, and a commitment of each withheld row."""

    statement: Mapping[str, Any]
    commitments: tuple[str, ...]

    @property
    def root(self) -> str:
        """The root of the tree over the statement, then every commitment in order."""
        told = json.dumps(self.statement, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return Tree(leaf_hash(leaf.encode()) for leaf in (told, *self.commitments)).root().hex()

    def shows(self, row: bytes, salt: bytes) -> bool:
        """True where a row, shown with its salt, is one of those committed; nothing is told of the others."""
        return row_commitment(salt, row) in self.commitments


def rows_key(salts: Iterable[bytes]) -> bytes:
    """Return the key of a case's row salts, from those of its sealed sources: custodians alone can make it."""
    return hashlib.sha256(_KEY + b"".join(sorted(salts))).digest()


def row_salt(key: bytes, row: bytes) -> bytes:
    """Return the salt of one row: who has it and the row can show that the row was committed, and no other row."""
    return hmac.new(key, _ROW + row, hashlib.sha256).digest()


def row_commitment(salt: bytes, row: bytes) -> str:
    """Return the commitment of one row in its one byte form."""
    return hashlib.sha256(_ROW + salt + row).hexdigest()


def commit(statement: Mapping[str, Any], rows: Iterable[bytes], salts: Sequence[bytes]) -> Committed:
    """Commit to `rows`; `salts` are those of the sealed sources, which only custodians know."""
    key = rows_key(salts)
    return Committed(statement, tuple(sorted(row_commitment(row_salt(key, row), row) for row in rows)))


def sign(seed: bytes, root: str, day: str) -> str:
    """Return a reviewer's signature, hexadecimal, over the root and the day; `seed` is the private key."""
    return _private(seed).sign(_message(root, day)).hex()


def public_key(seed: bytes) -> str:
    """Return the public half of a reviewer's key, hexadecimal."""
    return _private(seed).public_key().public_bytes_raw().hex()


def signed(key: str, root: str, day: str, signature: str) -> bool:
    """True where the holder of `key` signed this root on this day; whatever cannot be read was not signed."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), _message(root, day))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _private(seed: bytes) -> Ed25519PrivateKey:
    # Loaded by whoever signs: most builds have nothing sealed.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed)


def _message(root: str, day: str) -> bytes:
    return f"{_SIGNED}\n{root}\n{day}\n".encode()
