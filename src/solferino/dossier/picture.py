"""Pictures as they leave: the image of a JPEG or PNG alone, without what a camera or a program wrote beside it.

A picture can carry where it was taken, by whom and with which device; coordinates leave a case coarsened or not at all.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping

from solferino.dossier import jpeg
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.errors import UsageError
from solferino.words.source import Source

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
"""Parts of a PNG that an image is made of; all others tell of it, and stay."""
_HINT = "take the key `show` out, or file a JPEG or PNG"


def pictures(case: CaseFile) -> dict[str, tuple[str, bytes]]:
    """Return source → (path in the dossier, bytes to show) of every published source that says `show`.

    Raises EvidenceError where the vault lacks the bytes that the source pins, UsageError where they are no image.
    """
    found = {}
    for source in case.sources:
        if source.show and source.sensitivity not in case.settings.withhold:
            suffix, body = _bare(Vault.open(case.root / "vault").read(source.sha256), source)
            found[source.id] = f"media/{hashlib.sha256(body).hexdigest()[:16]}{suffix}", body
    return found


def _bare(body: bytes, source: Source) -> tuple[str, bytes]:
    try:
        if body.startswith(_PNG):
            return ".png", png(body)
        if body.startswith(jpeg.START):
            return ".jpg", jpeg.bare(body)
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


def digests(made: Mapping[str, tuple[str, bytes]]) -> dict[str, tuple[str, str]]:
    """Return source → (path, SHA-256 of what is shown)."""
    return {name: (path, hashlib.sha256(body).hexdigest()) for name, (path, body) in made.items()}
