"""The lock of the one writer; readers need none."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solferino.vault.record import utc
from solferino.words.errors import MachineError, UsageError

WAIT = "SOLFERINO_WAIT"
SECONDS = 60
"""How long a second writer waits for the first, unless SOLFERINO_WAIT says otherwise."""
_PAUSE = 0.1


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Hold the vault for writing. Another writer is waited for, and named; MachineError when it takes too long.

    The lock is the kernel's and ends with the process that holds it: a lock file left by a crash blocks nobody.
    """
    path = root / "lock"
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}; the vault cannot be written") from error
    try:
        try:
            _take(fd, root)
        except OSError as error:
            raise MachineError(f"{path}: {error.strerror}; this file system cannot lock") from error
        with contextlib.suppress(OSError):
            text = f"process {os.getpid()} on {socket.gethostname()} since {utc(time.time_ns())}\n"
            os.ftruncate(fd, 0)
            os.pwrite(fd, text.encode(), 0)
        yield
    finally:
        os.close(fd)


def _take(fd: int, root: Path) -> None:
    """Take the lock, or wait for it as long as one may; whoever waits is told for whom, once."""
    most, end = 0.0, 0.0
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            now = time.monotonic()
            holder = os.pread(fd, 200, 0).decode("utf-8", "replace").strip() or "another process"
            if not end:
                most = _patience()
                end = now + most
                if most:
                    told = "%s: the vault is held by %s; waiting up to %g s until it has finished"
                    logging.getLogger(__name__).warning(told, root, holder, most)
            if now >= end:
                hint = f"wait until it has finished, then run it again; {WAIT}=600 would have waited ten minutes"
                raise MachineError(f"{root}: the vault is held by {holder}", hint) from None
            time.sleep(min(_PAUSE, end - now))
        else:
            return


def _patience() -> float:
    said = os.environ.get(WAIT, "") or str(SECONDS)
    try:
        seconds = float(said)
        if not 0 <= seconds < 1e9:
            raise ValueError
    except ValueError:
        raise UsageError(f"{WAIT} is {said!a}, no number of seconds", f"{WAIT}=60, or 0 not to wait") from None
    return seconds
