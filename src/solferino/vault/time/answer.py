"""What an authority's answer says of itself (RFC 3161, section 2.4.2; RFC 5652); nothing of it is verified here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from solferino.vault.time.der import (
    CONTEXT,
    INTEGER,
    NULL,
    OCTETS,
    OID,
    SEQUENCE,
    SET,
    TIME,
    Element,
    demand,
    encode,
    first,
    number,
    oid,
    whole,
)  # fmt: skip
from solferino.vault.time.request import DIGESTS

LARGEST = 1 << 20
"""Bytes an answer may have; real ones have three to ten thousand."""
GRANTED = (0, 1)
"""Status numbers of an answer that holds a token: granted, granted with changes."""
MEDIA_TYPE = "application/timestamp-reply"

_SIGNED, _STAMP = oid("1.2.840.113549.1.7.2"), oid("1.2.840.113549.1.9.16.1.4")
_TIME = re.compile(rb"(\d{14})(?:\.(\d{1,9}))?Z")


@dataclass(frozen=True)
class Answer:
    """An answer as read: what it is about, when the authority says it signed, and the certificates it carries.

    `whole` is the full response, made around the token where `bare` says that only the token was kept.
    `imprint` is empty where it is no SHA-256, SHA-384 or SHA-512. `signer` is the issuer and serial number of the
    signing certificate.
    """

    whole: bytes
    token: bytes
    bare: bool
    status: int
    imprint: bytes
    nonce: int | None
    time: datetime
    accuracy: timedelta
    certificates: tuple[bytes, ...]
    signer: tuple[bytes, int]


class RefusedError(ValueError):
    """The authority answered, and gave no token."""


def read_answer(data: bytes) -> Answer:
    """Read a response or a bare token; ValueError says where its form breaks, RefusedError that it is a refusal."""
    outer = whole(data)
    parts = list(outer)
    bare = bool(parts) and parts[0].tag == OID
    status, token = (0, outer.raw) if bare else _response(parts)
    signed = _inside(whole(token), _SIGNED, "signed data")
    _, _, content, *rest, signers = demand(signed, SEQUENCE)
    stamp = whole(demand(_inside(content, _STAMP, "a time stamp"), OCTETS).content)
    certificates = tuple(c.raw for element in rest if element.tag == CONTEXT for c in element)
    _, _, imprint, _, moment, *more = stamp
    algorithm, digest = demand(imprint, SEQUENCE)
    return Answer(
        whole=_wrap(token) if bare else data,
        token=token,
        bare=bare,
        status=status,
        imprint=_imprint(algorithm, demand(digest, OCTETS).content),
        nonce=next((e.integer() for e in more if e.tag == INTEGER), None),
        time=_moment(demand(moment, TIME).content),
        accuracy=next((_accuracy(e) for e in more if e.tag == SEQUENCE), timedelta(0)),
        certificates=certificates,
        signer=_signer(demand(signers, SET)),
    )


def _response(parts: list[Element]) -> tuple[int, bytes]:
    if not parts:
        raise ValueError("empty")
    state = list(demand(parts[0], SEQUENCE))
    status = demand(state[0], INTEGER).integer() if state else -1
    if status not in GRANTED:
        words = b" ".join(_texts(state[1:])).decode("utf-8", "replace")[:200]
        raise RefusedError(f"status {status}" + (f", {words}" if words else ""))
    if len(parts) != 2:
        raise ValueError("granted, but without a token")
    return status, parts[1].raw


def _texts(elements: list[Element]) -> Iterator[bytes]:
    for element in elements:
        if element.tag == SEQUENCE:
            yield from (text.content for text in element)


def _wrap(token: bytes) -> bytes:
    return encode(SEQUENCE, encode(SEQUENCE, number(0)), token)


def _inside(element: Element, kind: bytes, expected: str) -> Element:
    name, *content = demand(element, SEQUENCE)
    if name.raw != kind or len(content) != 1:
        raise ValueError(f"not {expected}")
    return first(demand(content[0], CONTEXT).content)


def _signer(infos: Element) -> tuple[bytes, int]:
    (info,) = infos
    _, sid, *_ = demand(info, SEQUENCE)
    issuer, serial = demand(sid, SEQUENCE)
    return issuer.raw, serial.integer()


def _moment(text: bytes) -> datetime:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"a time that is not in UTC: {text[:30]!r}")
    micros = int((match[2] or b"0").ljust(9, b"0")) // 1000
    return datetime.strptime(match[1].decode(), "%Y%m%d%H%M%S").replace(microsecond=micros, tzinfo=UTC)


def _imprint(algorithm: Element, digest: bytes) -> bytes:
    """Return a digest of a known algorithm and the right length; RFC 5754 allows parameters of NULL and none."""
    known = DIGESTS.get(f"sha{8 * len(digest)}")
    return (
        digest if known and algorithm.raw in (encode(SEQUENCE, known), encode(SEQUENCE, known, encode(NULL))) else b""
    )


def _accuracy(element: Element) -> timedelta:
    found = {e.tag: e.integer() for e in element}
    return timedelta(
        seconds=found.get(INTEGER, 0), milliseconds=found.get(0x80, 0), microseconds=found.get(0x81, 0)
    )  # fmt: skip
