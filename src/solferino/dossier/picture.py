"""What a dossier shows of its sources: images without what a camera or a program wrote beside them, tiles of a map.

A picture can carry where it was taken, by whom and with which device; coordinates leave a case coarsened or not at all.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping

from solferino.dossier import jpeg, tiles
from solferino.vault import Vault
from solferino.words.case import CaseFile
from solferino.words.errors import UsageError
from solferino.words.source import Source

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
"""Parts of a PNG that an image is made of; all others tell of it, and stay."""
TILES = "map/tiles.js"
"""Where the tiles of the map stand; a case has one file of them at most."""
MAP = "map"
"""What a source says that brings them."""
_LESS = "take the key `show` out"
_HINT = f"{_LESS}, or file a JPEG or PNG"


def pictures(case: CaseFile) -> dict[str, tuple[str, bytes]]:
    """Return source → (path in the dossier, bytes to show) of every published source that says `show`.

    Raises EvidenceError where the vault lacks the bytes that the source pins, UsageError where they cannot be shown.
    """
    found: dict[str, tuple[str, bytes]] = {}
    for source in case.sources:
        if not source.show or source.sensitivity in case.settings.withhold:
            continue
        if source.show == MAP and case.settings.map == "drawn":
            continue
        if source.show == MAP and TILES in dict(found.values()):
            raise UsageError(
                f"{source.file}:{source.line} a map lies on one file of tiles, and another is shown", _LESS
            )
        body = Vault.open(case.root / "vault").read(source.sha256)
        found[source.id] = _tiles(body, source) if source.show == MAP else _image(body, source)
    return found


def _image(body: bytes, source: Source) -> tuple[str, bytes]:
    where = f"{source.file}:{source.line} {source.path}"
    try:
        if body.startswith(_PNG):
            return _named(png(body), ".png")
        if body.startswith(jpeg.START):
            return _named(jpeg.bare(body), ".jpg")
    except (struct.error, IndexError, ValueError):
        raise UsageError(f"{where} is cut short or broken", _HINT) from None
    raise UsageError(f"{where} is neither JPEG nor PNG", _HINT)


def _tiles(body: bytes, source: Source) -> tuple[str, bytes]:
    try:
        return TILES, tiles.script(body)
    except (struct.error, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        text = f"{source.file}:{source.line} {source.path} cannot be read as PMTiles version 3: {error}"
        raise UsageError(text, f"{_LESS}, or file a smaller extract, packed by gzip") from None


def _named(body: bytes, suffix: str) -> tuple[str, bytes]:
    return f"media/{hashlib.sha256(body).hexdigest()[:16]}{suffix}", body


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
