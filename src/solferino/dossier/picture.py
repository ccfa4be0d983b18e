"""Pictures as they leave: the image of a JPEG or PNG alone, without what a camera or a program wrote beside it.

A picture can carry where it was taken, by whom and with which device; coordinates leave a case coarsened or not at all.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from pathlib import Path

from solferino.words.case import CaseFile
from solferino.words.errors import EvidenceError, UsageError
from solferino.words.source import Source

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
"""Parts of a PNG that an image is made of; all others tell of it, and stay."""
_SOS, _EOI, _ADOBE = 0xDA, 0xD9, 0xEE
_TELLING = frozenset({*range(0xE1, 0xF0), 0xFE}) - {_ADOBE}
"""Segments of a JPEG that tell of the image: EXIF, XMP, IPTC, profiles, comments."""
_HINT = "take the key `show` out, or file a JPEG or PNG"


def pictures(case: CaseFile) -> dict[str, tuple[str, bytes]]:
    """Return source → (path in the dossier, bytes to show) of every published source that says `show`.

    Raises EvidenceError where the bytes are not those that the source pins, UsageError where they are no image.
    """
    found = {}
    for source in case.sources:
        if source.show and source.sensitivity not in case.settings.withhold:
            suffix, body = _bare(_filed(case.root, source), source)
            found[source.id] = f"media/{hashlib.sha256(body).hexdigest()[:16]}{suffix}", body
    return found


def _filed(root: Path, source: Source) -> bytes:
    try:
        body = (root / source.path).read_bytes()
    except OSError as error:
        raise EvidenceError(f"{source.path} cannot be read: {error.strerror}", "nothing was published",
                            [source.sha256]) from None  # fmt: skip
    if hashlib.sha256(body).hexdigest() != source.sha256:
        raise EvidenceError(f"exhibit of source {source.id} is altered", "nothing was published", [source.sha256])
    return body


def _bare(body: bytes, source: Source) -> tuple[str, bytes]:
    try:
        if body.startswith(_PNG):
            return ".png", png(body)
        if body.startswith(b"\xff\xd8"):
            return ".jpg", jpeg(body)
    except (struct.error, IndexError, ValueError):
        raise UsageError(f"{source.file}:{source.line} {source.path} is cut short or broken", _HINT) from None
    raise UsageError(f"{source.file}:{source.line} {source.path} is neither JPEG nor PNG", _HINT)


def png(body: bytes) -> bytes:
    """Return a PNG with only the parts that make its image."""
    out, at = [_PNG], len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", body, at)
        end = at + 12 + length
        if end > len(body):
            raise ValueError("cut short")
        if kind in _CHUNKS:
            out.append(body[at:end])
        if kind == b"IEND":
            return b"".join(out)
        at = end


def jpeg(body: bytes) -> bytes:
    """Return a JPEG without the segments that tell of its image, and without what follows its end."""
    out, at = [body[:2]], 2
    while True:
        if body[at] != 0xFF:
            raise ValueError("no marker")
        if (marker := body[at + 1]) == 0xFF:
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*out, body[at : at + 2]])
        (length,) = struct.unpack_from(">H", body, at + 2)
        end = at + 2 + length
        if end > len(body):
            raise ValueError("cut short")
        if marker not in _TELLING:
            out.append(body[at:end])
        at = end
        if marker == _SOS:
            at = _after_scan(body, end)
            out.append(body[end:at])


def _after_scan(body: bytes, start: int) -> int:
    """Return where the coded image ends: at a marker that is neither a stuffed zero nor a restart."""
    at = start
    while True:
        at = body.index(b"\xff", at)
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7 and body[at + 1] != 0xFF:
            return at
        at += 1 if body[at + 1] == 0xFF else 2


def digests(made: Mapping[str, tuple[str, bytes]]) -> dict[str, tuple[str, str]]:
    """Return source → (path, SHA-256 of what is shown)."""
    return {name: (path, hashlib.sha256(body).hexdigest()) for name, (path, body) in made.items()}
