"""The lock of the one writer; readers need none."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from solferino.vault.record import utc
from solferino.words.errors import MachineError


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Hold the vault for writing; MachineError names the holder when there is another.

    The lock is the kernel's and ends with the process that holds it: a lock file left by a crash blocks nobody.
    """
    path = root / "lock"
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}; the vault cannot be written") from error
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(fd, 200, 0).decode("utf-8", "replace").strip() or "another process"
            raise MachineError(f"{root}: the vault is held by {holder}", "wait until it has finished") from None
        except OSError as error:
            raise MachineError(f"{path}: {error.strerror}; this file system cannot lock") from error
        with contextlib.suppress(OSError):
            text = f"process {os.getpid()} on {socket.gethostname()} since {utc(time.time_ns())}\n"
            os.ftruncate(fd, 0)
            os.pwrite(fd, text.encode(), 0)
        yield
    finally:
        os.close(fd)
