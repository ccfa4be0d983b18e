"""A public key as people give it: its text, or the file that holds it."""

from __future__ import annotations

from pathlib import Path


def vkey_text(told: str) -> str:
    """Return the text of a key, read from a file where `told` is the path of one."""
    try:
        file = Path(told)
        return file.read_text("utf-8")[:4096] if file.is_file() else told
    except (OSError, ValueError):
        return told
