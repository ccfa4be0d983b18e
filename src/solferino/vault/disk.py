"""Files as the vault touches them: no link is followed, nothing special is opened, every write reaches the disk."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from solferino.words.errors import MachineError

CHUNK = 1 << 20
BUFFER = 1 << 18
"""Read at once when only hashing: as much as a core's cache holds, so that the hash finds it there."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_KINDS = (
    (stat.S_ISREG, "file"), (stat.S_ISLNK, "symlink"), (stat.S_ISDIR, "folder"), (stat.S_ISFIFO, "named pipe"),
    (stat.S_ISSOCK, "socket"), (stat.S_ISBLK, "block device"), (stat.S_ISCHR, "character device"),
)  # fmt: skip


class NotRegularError(Exception):
    """What stands under a name is no regular file; `kind` says what it is. It was not opened."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def kind(mode: int) -> str:
    """Return in words what a file mode stands for."""
    return next((word for test, word in _KINDS if test(mode)), "special file")


def open_regular(path: str | Path, dir_fd: int | None = None) -> int:
    """Open a regular file for reading; raise NotRegularError for anything else, before opening it."""
    found = os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
    if not stat.S_ISREG(found.st_mode):
        raise NotRegularError(kind(found.st_mode))
    try:
        # O_NONBLOCK: should a pipe take the name's place in between, open must not wait for its writer.
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=dir_fd)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotRegularError("symlink") from error
        raise
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise NotRegularError("special file")
    return fd


def open_folder(root: Path, *parts: str) -> int:
    """Open a folder below `root`; none on the way may be a link."""
    here = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts:
            found = os.stat(part, dir_fd=here, follow_symlinks=False)
            if not stat.S_ISDIR(found.st_mode):
                raise NotRegularError(f"{kind(found.st_mode)} in place of the folder {part}")
            there = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
            os.close(here)
            here = there
    except BaseException:
        os.close(here)
        raise
    return here


def open_inside(root: Path, *parts: str) -> int:
    """Open a regular file below `root` for reading; no folder on the way may be a link."""
    here = open_folder(root, *parts[:-1])
    try:
        return open_regular(parts[-1], dir_fd=here)
    finally:
        os.close(here)


def read_inside(root: Path, *parts: str) -> bytes:
    """Return the bytes of a regular file below `root`."""
    with os.fdopen(open_inside(root, *parts), "rb") as file:
        return file.read()


def digest_at(folder: int, name: str, buffer: memoryview) -> tuple[str, int, int]:
    """Return SHA-256, size and number of names of a regular file in an open folder; `buffer` is what is read into."""
    digest, size = hashlib.sha256(), 0
    fd = open_regular(name, dir_fd=folder)
    try:
        while count := os.readv(fd, [buffer]):
            digest.update(buffer[:count])
            size += count
        return digest.hexdigest(), size, os.fstat(fd).st_nlink
    finally:
        os.close(fd)


def entries(root: Path, *parts: str) -> list[os.DirEntry[str]]:
    """Return what a folder below `root` holds, by name; nothing where there is no such folder."""
    path = root.joinpath(*parts)
    try:
        if not stat.S_ISDIR(path.lstat().st_mode):
            raise NotRegularError(kind(path.lstat().st_mode))
        with os.scandir(path) as found:
            return sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []


def folder(root: Path, *parts: str, durable: bool = True) -> Path:
    """Return the folder below `root`, made where it is absent; refuse a link in its place.

    Where not `durable`, its name is on disk only once the caller syncs the folder above.
    """
    path = root
    for part in parts:
        path = path / part
        try:
            path.mkdir()
        except FileExistsError:
            if not stat.S_ISDIR(path.lstat().st_mode):
                raise NotRegularError(kind(path.lstat().st_mode)) from None
        else:
            if durable:
                fsync_folder(path.parent)
    return path


def write_all(fd: int, data: bytes) -> None:
    """Write every byte of `data`."""
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


def fsync_folder(path: Path) -> None:
    """Make the names in a folder durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def fsync_all(fds: Sequence[int]) -> None:
    """Make open files durable, at once: a disk that is asked together answers together."""
    if len(fds) == 1:
        os.fsync(fds[0])
        return
    with ThreadPoolExecutor(min(16, len(fds))) as pool:
        # list() so that the first failure is raised here.
        list(pool.map(os.fsync, fds))


def fsync_folders(paths: Sequence[Path]) -> None:
    """Make the names in several folders durable, at once."""
    fds: list[int] = []
    try:
        for path in paths:
            fds.append(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        if fds:
            fsync_all(fds)
    finally:
        for fd in fds:
            os.close(fd)


def spare(root: Path) -> tuple[int, Path]:
    """Return an open new file in staging/ and its path."""
    path = folder(root, "staging") / secrets.token_hex(16)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644), path


def place(root: Path, data: bytes, *parts: str) -> None:
    """Put a whole file below `root` at once and durably: a reader sees all of it or none."""
    fd, staged = spare(root)
    try:
        try:
            write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        target = root.joinpath(*parts)
        staged.rename(target)
        fsync_folder(target.parent)
    except OSError:
        staged.unlink(missing_ok=True)
        raise


@contextmanager
def on_this_machine(root: Path, doing: str, *, need: int = 0) -> Iterator[None]:
    """Turn what the machine refuses into a MachineError that says what was being done and how much room it needs."""
    try:
        yield
    except NotRegularError as error:
        message = f"{root}: a {error.kind} stands where the vault keeps its own folder; could not {doing}"
        raise MachineError(message, "move it away; the vault follows no links") from error
    except OSError as error:
        if error.errno in _FULL:
            raise MachineError(
                f"{root}: the disk is full; {need} bytes are needed to {doing}, {_free(root)} are free",
                "make room, then run it again; nothing was half-written",
            ) from error
        where = error.filename or root
        hint = "check who may write there, then run it again; nothing was half-written"
        raise MachineError(f"{where}: {error.strerror or error}; could not {doing}", hint) from error


def _free(root: Path) -> int:
    try:
        return shutil.disk_usage(root).free
    except OSError:
        return 0
