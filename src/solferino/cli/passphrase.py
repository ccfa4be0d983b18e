"""Where verbs that need a passphrase get it."""

from __future__ import annotations

import os
from pathlib import Path

import click


def passphrase_of(file: Path | None, *, twice: bool) -> str:
    """Return the passphrase from a file, else from SOLFERINO_PASSPHRASE, else as typed, unseen.

    `twice`: typed again, where a slip would lock something away.
    """
    if file:
        return file.read_text("utf-8").rstrip("\n")
    from solferino.vault.state import PASSPHRASE

    if told := os.environ.get(PASSPHRASE):
        return told
    typed: str = click.prompt("passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return typed
