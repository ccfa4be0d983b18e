"""The state folder: what must lie outside every vault — private keys, and the last checkpoints signed and seen.

`$SOLFERINO_STATE`, else `$XDG_STATE_HOME/solferino`, else `~/.local/state/solferino`. A vault copied, rolled back or
handed on does not carry it; that is why it can tell when a vault went back in time.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solferino.vault.disk import fsync_folder, open_regular, write_all
from solferino.words.errors import MachineError


def state_folder() -> Path:
    """Return where the state lies, whether or not it is there yet."""
    if own := os.environ.get("SOLFERINO_STATE"):
        return Path(own)
    home = os.environ.get("XDG_STATE_HOME")
    return (Path(home) if home else Path.home() / ".local" / "state") / "solferino"


PASSPHRASE = "SOLFERINO_PASSPHRASE"


def handed_on() -> dict[str, str]:
    """Return the environment for a program that is started: all of ours but the passphrase, which none needs."""
    return {name: value for name, value in os.environ.items() if name != PASSPHRASE}


def recall(*parts: str) -> bytes | None:
    """Return a file of the state; None where there is none."""
    path = state_folder().joinpath(*parts)
    try:
        with os.fdopen(open_regular(path), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}; the state could not be read", "check who may read it") from error


def keep(data: bytes, *parts: str, new: bool = False) -> Path:
    """Write a file of the state, whole and durably, readable by its owner alone; with `new`, never over another."""
    path = state_folder().joinpath(*parts)
    spare = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        if new:
            os.link(spare, path, follow_symlinks=False)
            spare.unlink()
        else:
            spare.replace(path)
        fsync_folder(path.parent)
    except OSError as error:
        spare.unlink(missing_ok=True)
        message = f"{path}: {error.strerror}; the state could not be kept"
        raise MachineError(message, "check who may write there, and $SOLFERINO_STATE") from error
    return path


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold one part of the state while it is compared and then changed; others wait."""
    path = state_folder() / f"{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}", "check who may write there, and $SOLFERINO_STATE") from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)
