"""What an authority is asked to stamp: a SHA-256 and a number used once (RFC 3161, section 2.4.1)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from solferino.vault.time.der import BOOLEAN, INTEGER, NULL, OCTETS, SEQUENCE, demand, encode, number, oid, whole

SHA256 = encode(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"), encode(NULL))
SHA256_BARE = encode(SEQUENCE, oid("2.16.840.1.101.3.4.2.1"))
"""RFC 5754 lets the absent parameters of SHA-256 be written as NULL or left out."""


@dataclass(frozen=True)
class Request:
    """A request: `imprint` is the SHA-256 of what is to be stamped, `nonce` ties the answer to this request."""

    imprint: bytes
    nonce: int

    @classmethod
    def about(cls, data: bytes) -> Request:
        """Return a new request to stamp the whole of `data`."""
        return cls(hashlib.sha256(data).digest(), secrets.randbits(63) | 1 << 62)

    @property
    def der(self) -> bytes:
        """The request as it is sent: version 1, and the authority's certificate is wanted in the answer."""
        imprint = encode(SEQUENCE, SHA256, encode(OCTETS, self.imprint))
        return encode(SEQUENCE, number(1), imprint, number(self.nonce), encode(BOOLEAN, b"\xff"))


def read_request(data: bytes) -> Request:
    """Read a request as this program writes it; ValueError says what it is instead."""
    version, imprint, nonce, wanted = whole(data)
    algorithm, digest = demand(imprint, SEQUENCE)
    if version.integer() != 1 or algorithm.raw != SHA256 or len(digest.content) != 32 or wanted.tag != BOOLEAN:
        raise ValueError("not a request for a time stamp over a SHA-256")
    return Request(demand(digest, OCTETS).content, demand(nonce, INTEGER).integer())
