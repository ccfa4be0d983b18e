"""A throw-away time-stamping authority: its certificates, and tokens written as it likes, right or wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from solferino.vault.time.der import NULL, OCTETS, SEQUENCE, SET, TIME, encode, number, oid
from solferino.vault.time.request import DIGESTS, SHA256, Request

NOW = datetime(2026, 11, 26, 12, 0, 0, tzinfo=UTC)
LONG_AGO = datetime(2016, 3, 1, 9, 30, 0, tzinfo=UTC)


@cache
def key(name: str) -> ec.EllipticCurvePrivateKey:
    """Return the key of that name, made once per run."""
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Authority:
    """An authority whose root and signing certificate are valid between two moments."""

    name: str = "Example Time"
    since: datetime = NOW - timedelta(days=400)
    until: datetime = NOW + timedelta(days=4000)
    usage: tuple[x509.ObjectIdentifier, ...] = (ExtendedKeyUsageOID.TIME_STAMPING,)
    critical: bool = True

    def root(self) -> x509.Certificate:
        """Return the root certificate."""
        return _root(self)

    def signer(self) -> x509.Certificate:
        """Return the certificate that signs tokens."""
        return _signer(self)

    def pem(self) -> bytes:
        """Return the root as a case pins it."""
        return self.root().public_bytes(Encoding.PEM)

    def token(self, request: Request, *, at: datetime = NOW, with_root: bool = False, swapped: bool = False) -> bytes:
        """Return a token; `with_root` adds the root's certificate, `swapped` puts the two in the wrong order."""
        asked = encode(SEQUENCE, DIGESTS[f"sha{8 * len(request.imprint)}"], encode(NULL))
        nonce = [] if request.nonce is None else [number(request.nonce)]
        stamp = encode(
            SEQUENCE, number(1), oid("1.2.3.4.1"), encode(SEQUENCE, asked, encode(OCTETS, request.imprint)),
            number(7), encode(TIME, f"{at:%Y%m%d%H%M%SZ}".encode()), encode(SEQUENCE, number(1)), *nonce,
        )  # fmt: skip
        own, signer = self.signer().public_bytes(Encoding.DER), self.signer()
        content_type, digest = oid("1.2.840.113549.1.9.16.1.4"), hashlib.sha256(stamp).digest()
        chosen = encode(SEQUENCE, encode(SEQUENCE, encode(SEQUENCE, encode(OCTETS, hashlib.sha256(own).digest()))))
        attributes = sorted((
            _attribute("1.2.840.113549.1.9.3", content_type),
            _attribute("1.2.840.113549.1.9.4", encode(OCTETS, digest)),
            _attribute("1.2.840.113549.1.9.16.2.47", chosen),
        ))  # fmt: skip
        signature = key(self.name).sign(encode(SET, *attributes), ec.ECDSA(hashes.SHA256()))
        info = encode(
            SEQUENCE, number(1), encode(SEQUENCE, signer.issuer.public_bytes(), number(signer.serial_number)), SHA256,
            encode(0xA0, *attributes), encode(SEQUENCE, oid("1.2.840.10045.4.3.2")), encode(OCTETS, signature),
        )  # fmt: skip
        carried = sorted((own, *([self.root().public_bytes(Encoding.DER)] if with_root else [])), reverse=swapped)
        signed = encode(
            SEQUENCE, number(3), encode(SET, SHA256),
            encode(SEQUENCE, content_type, encode(0xA0, encode(OCTETS, stamp))),
            encode(0xA0, *carried), encode(SET, info),
        )  # fmt: skip
        return encode(SEQUENCE, oid("1.2.840.113549.1.7.2"), encode(0xA0, signed))

    def answer(self, request: Request, *, at: datetime = NOW, with_root: bool = False, swapped: bool = False) -> bytes:
        """Return a granted response around a token."""
        return granted(self.token(request, at=at, with_root=with_root, swapped=swapped))

    def but(self, **changes: object) -> Authority:
        """Return the authority with the same keys and other certificates."""
        return replace(self, **changes)  # type: ignore[arg-type]


@cache
def _root(authority: Authority) -> x509.Certificate:
    name = f"{authority.name} Root"
    made = _certificate(authority, name, key_of=name)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.sign(key(name), hashes.SHA256())


@cache
def _signer(authority: Authority) -> x509.Certificate:
    made = _certificate(authority, authority.name, key_of=authority.name)
    if authority.usage:
        made = made.add_extension(x509.ExtendedKeyUsage(authority.usage), critical=authority.critical)
    return made.sign(key(f"{authority.name} Root"), hashes.SHA256())


def _certificate(authority: Authority, subject: str, *, key_of: str) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(_name(subject)).issuer_name(_name(f"{authority.name} Root"))
    made = made.public_key(key(key_of).public_key()).serial_number(x509.random_serial_number())
    return made.not_valid_before(authority.since).not_valid_after(authority.until)


def granted(token: bytes) -> bytes:
    """Return a response that grants a token."""
    return encode(SEQUENCE, encode(SEQUENCE, number(0)), token)


def refused(words: str) -> bytes:
    """Return a response that refuses, in those words."""
    return encode(SEQUENCE, encode(SEQUENCE, number(2), encode(SEQUENCE, encode(0x0C, words.encode()))))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _attribute(name: str, value: bytes) -> bytes:
    return encode(SEQUENCE, oid(name), encode(SET, value))


def now() -> datetime:
    """The moment it is, in whole seconds: the suite may run for long after it was imported."""
    return datetime.now(UTC).replace(microsecond=0)


TODAY = now()
CURRENT = Authority(since=TODAY - timedelta(days=400), until=TODAY + timedelta(days=400))
"""An authority that can stamp with the time of this run."""
