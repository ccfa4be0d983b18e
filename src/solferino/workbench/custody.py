"""Where what is shown came from: the exhibit, and what the custody log says of it."""

from __future__ import annotations

from pathlib import Path

from solferino.vault import Vault
from solferino.vault.record import Record, hashes
from solferino.words.errors import SolferinoError

_MAGIC = (
    (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"\x89PNG\r\n\x1a\n", "image/png"), (0, b"GIF8", "image/gif"),
    (0, b"RIFF", ""), (4, b"ftyp", "video/mp4"), (0, b"\x1aE\xdf\xa3", "video/webm"), (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"), (0, b"\xff\xfb", "audio/mpeg"),
)  # fmt: skip
"""Where a file says what it is, what it says there, and what that is."""
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}


def custody(case: Path, sha256: str) -> list[dict[str, str]]:
    """Return the entries of the log about one exhibit, oldest first; none where there is no vault."""
    try:
        records = list(Vault.open(case / "vault").records())
    except SolferinoError:
        return []
    return [_entry(r) for r in records if sha256 in hashes(r)]


def _entry(record: Record) -> dict[str, str]:
    when = record.t[:19].replace("T", " ")
    return {"when": when, "what": record.act, "by": str(record.actor.get("id") or ""), "note": record.note}


def media_type(data: bytes) -> str:
    """Return the type of a picture, film or sound that browsers show, by its first bytes; empty for anything else."""
    for at, magic, kind in _MAGIC:
        if data[at : at + len(magic)] == magic:
            return kind or _RIFF.get(data[8:12], "")
    return ""
