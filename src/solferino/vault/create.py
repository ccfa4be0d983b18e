"""A new vault: its name, its empty folders and the checkpoint of an empty log."""

from __future__ import annotations

from pathlib import Path

from solferino.vault import objects
from solferino.vault.append import cover
from solferino.vault.disk import folder, fsync_folder, on_this_machine, place
from solferino.vault.header import Header
from solferino.vault.lock import sole_writer
from solferino.vault.log import read_log
from solferino.words.errors import EvidenceError


def create_vault(path: Path) -> None:
    """Make an empty vault at `path`, whole or not at all; another process may be making it too."""
    if any((path / name).exists() for name in ("log", "checkpoints")):
        message = f"{path}: holds a log or checkpoints, but no file VAULT"
        raise EvidenceError(message, "restore VAULT from a copy; a new one would not match the log", ["VAULT"])
    with on_this_machine(path, "make a vault", need=4096):
        path.mkdir(parents=True, exist_ok=True)
        with sole_writer(path):
            if not (path / "VAULT").exists():
                header = Header.new()
                place(path, header.raw, "VAULT")
                folder(path, objects.FOLDER)
                folder(path, objects.QUARANTINE)
                cover(read_log(path, header))
        fsync_folder(path.parent)
