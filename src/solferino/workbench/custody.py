"""Where what is shown came from: the exhibit, and what the custody log says of it."""

from __future__ import annotations

from pathlib import Path

from solferino.vault import Vault
from solferino.vault.record import Record, hashes
from solferino.words.errors import SolferinoError


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
    """Return the type of a picture that browsers show, by its first bytes; empty for anything else."""
    for magic, kind in ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif")):
        if data.startswith(magic):
            return kind
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""
