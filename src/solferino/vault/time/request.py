"""What an authority is asked to stamp: a digest and a number used once (RFC 3161, section 2.4.1).

This program asks with SHA-256 and always with a number. Requests of others, made anew around their tokens, may be
about a SHA-384 or SHA-512, and bear no number.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from solferino.vault.time.der import BOOLEAN, INTEGER, NULL, OCTETS, SEQUENCE, demand, encode, number, oid, whole

DIGESTS = {"sha256": oid("2.16.840.1.101.3.4.2.1"), "sha384": oid("2.16.840.1.101.3.4.2.2"),
           "sha512": oid("2.16.840.1.101.3.4.2.3")}  # fmt: skip
"""Digests whose tokens can be judged; the length of one tells which it is."""
SHA256 = encode(SEQUENCE, DIGESTS["sha256"], encode(NULL))


@dataclass(frozen=True)
class Request:
    """A request: `imprint` is the digest of what is to be stamped, `nonce` ties the answer to this request."""

    imprint: bytes
    nonce: int | None

    @classmethod
    def about(cls, data: bytes) -> Request:
        """Return a new request to stamp the whole of `data`."""
        return cls(hashlib.sha256(data).digest(), secrets.randbits(63) | 1 << 62)

    @property
    def der(self) -> bytes:
        """The request as it is sent: version 1, and the authority's certificate is wanted in the answer."""
        algorithm = encode(SEQUENCE, DIGESTS[f"sha{8 * len(self.imprint)}"], encode(NULL))
        imprint = encode(SEQUENCE, algorithm, encode(OCTETS, self.imprint))
        nonce = [] if self.nonce is None else [number(self.nonce)]
        return encode(SEQUENCE, number(1), imprint, *nonce, encode(BOOLEAN, b"\xff"))


def read_request(data: bytes) -> Request:
    """Read a request as this program writes it; ValueError says what it is instead."""
    version, imprint, nonce, wanted = whole(data)
    algorithm, digest = demand(imprint, SEQUENCE)
    if version.integer() != 1 or algorithm.raw != SHA256 or len(digest.content) != 32 or wanted.tag != BOOLEAN:
        raise ValueError("not a request for a time stamp over a SHA-256")
    return Request(demand(digest, OCTETS).content, demand(nonce, INTEGER).integer())
