"""From the certificate that signed a token to a root that the case pins, as things stood when it was signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from solferino.vault.time.answer import Answer
from solferino.vault.time.state import State

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_MOST = 24
"""Certificates of a token that are looked at; real ones carry two to four."""


def malformed() -> tuple[type[Exception], ...]:
    """Return what reading a certificate that somebody altered can raise; not all of it is a ValueError."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    known = (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm)
    return (*known, ValueError, TypeError, OverflowError)


def read_roots(pem: bytes) -> list[Certificate]:
    """Return the certificates of a PEM file; ValueError where it holds none, or one that cannot be read."""
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(pem)
        for root in found:
            _touch(root)
    except malformed() as error:
        raise ValueError(str(error)) from None
    return found


def _touch(certificate: Certificate) -> None:
    """Read every field that is asked of a certificate, so that one that breaks does so here."""
    _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc, certificate.extensions
    _ = _named(certificate), certificate.subject.rfc4514_string(), certificate.issuer.rfc4514_string()


def fault(answer: Answer, roots: Sequence[Certificate]) -> State | None:
    """Return why the signer of a token cannot be relied on; None where its certificates give no reason."""
    carried, signer = _signer(answer)
    if signer is None:
        return None
    if not _for_time_stamps(signer):
        return State.NO_PURPOSE
    if _reached(signer, carried, roots, at=answer.time):
        return None
    return State.EXPIRED if _reached(signer, carried, roots, at=None) else State.UNKNOWN_ROOT


def relied_on(answer: Answer, roots: Sequence[Certificate]) -> tuple[str, ...]:
    """Return the fingerprint of the root that a good token leads to; of all that are pinned, where that cannot be told.

    It is what the root's owner publishes, and a stranger can compare.
    """
    from cryptography.hazmat.primitives.hashes import SHA256

    carried, signer = _signer(answer)
    root = _reached(signer, carried, roots, at=answer.time) if signer else None
    return tuple(sorted(c.fingerprint(SHA256()).hex() for c in ([root] if root else roots)))


def _reached(
    signer: Certificate, carried: Sequence[Certificate], roots: Sequence[Certificate], *, at: datetime | None
) -> Certificate | None:
    """Follow issuers from `signer` to a root, through certificates valid at that time where one is given."""
    seen, edge = {signer}, [signer]
    while edge:
        here = edge.pop()
        if at is not None and not here.not_valid_before_utc <= at <= here.not_valid_after_utc:
            continue
        if here in roots:
            return here
        above = [c for c in (*roots, *carried) if c not in seen and _issued(here, c)]
        seen.update(above)
        edge += above
    return None


def _issued(below: Certificate, above: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        below.verify_directly_issued_by(above)
    except InvalidSignature:
        return False
    except malformed():
        return False
    return True


def _signer(answer: Answer) -> tuple[list[Certificate], Certificate | None]:
    carried = _parsed(answer.certificates[:_MOST])
    return carried, next((c for c in carried if _named(c) == answer.signer), None)


def _parsed(raw: Iterable[bytes]) -> list[Certificate]:
    from cryptography import x509

    found = []
    for der in raw:
        try:
            certificate = x509.load_der_x509_certificate(der)
            _touch(certificate)
        except malformed():
            continue
        found.append(certificate)
    return found


def _named(certificate: Certificate) -> tuple[bytes, int]:
    return certificate.issuer.public_bytes(), certificate.serial_number


def _for_time_stamps(certificate: Certificate) -> bool:
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        return False
    return usage.critical and list(usage.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
