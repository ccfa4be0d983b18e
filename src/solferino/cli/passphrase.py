"""Where verbs that need a passphrase get it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from solferino.words.errors import UsageError


def passphrase_of(file: Path | None, *, twice: bool) -> str:
    """Return the passphrase from a file, else from SOLFERINO_PASSPHRASE, else as typed, unseen.

    `twice`: typed again, where a slip would lock something away.
    """
    if file:
        return _said(_read(file), f"{file}: it holds no passphrase")
    from solferino.vault.state import PASSPHRASE

    if told := os.environ.get(PASSPHRASE):
        return told
    if not (sys.stdin.isatty() or _terminal()):
        raise UsageError(
            "a passphrase is needed, and nobody can be asked", f"--passphrase-file FILE, or set {PASSPHRASE}"
        )
    typed: str = click.prompt("passphrase", hide_input=True, confirmation_prompt=twice, err=True)
    return _said(typed, "an empty passphrase closes nothing")


def _said(text: str, otherwise: str) -> str:
    if not text:
        raise UsageError(otherwise, "choose one of several words")
    return text


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text in UTF-8"
        raise UsageError(f"{file}: {why}", "give a file that holds the passphrase alone") from None


def _terminal() -> bool:
    """Return whether a prompt could reach a person though standard input is something else."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
