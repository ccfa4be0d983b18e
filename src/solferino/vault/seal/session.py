"""A session: between unlock and lock, one case's key and everything derived in clear, in memory where there is such
a folder, and in one place that lock removes."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from solferino.vault.state import state_folder
from solferino.vault.wholedisk import in_memory
from solferino.words.errors import EvidenceError, MachineError

_KEY, _CASE = "identity", "case"
_APART = "apart-"
_MEMORY = ("XDG_RUNTIME_DIR",)
_RUN = "/run/user"  # where that usually points: a shell without it, as cron has one, still finds what is open
_SHARED = Path("/dev/shm")  # memory, not disk; what stands below is the user's alone, and checked


@dataclass(frozen=True)
class Session:
    """One open case. `folder` is the user's alone; `in_memory` says that it is on no disk (swap apart)."""

    folder: Path
    identity: str = field(repr=False)
    in_memory: bool

    @property
    def build(self) -> Path:
        """Where a build of the open case stands, instead of in the case."""
        return self.folder / "build"


def current(root: Path) -> Session | None:
    """Return the open session of the case at `root`; None while it is locked."""
    for base in _places():
        folder = base / _name(root)
        key = folder / _KEY
        if key.is_file():
            _own(base)
            return Session(folder, key.read_text("ascii").strip(), in_memory(folder))
    return None


def any_open() -> bool:
    """Return whether this user has any case open on this machine."""
    return any(path.is_file() for base in _places() for path in base.glob(f"*/{_KEY}"))


def begin(root: Path, identity: str) -> Session:
    """Open the case at `root` with a private key; a session that is open already gives way."""
    end(root)
    base = _base()
    folder = base / _name(root)
    try:
        folder.mkdir(mode=0o700)
        for name, text in ((_CASE, os.fsencode(root.resolve())), (_KEY, identity.encode("ascii") + b"\n")):
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(text)
    except OSError as error:
        raise MachineError(f"cannot open a session in {base}: {error.strerror}", "check who owns it") from None
    return Session(folder, identity, in_memory(folder))


def end(root: Path) -> bool:
    """Close the case at `root` and remove all that was derived in clear; return whether it was open.

    What a case left open that is no longer where it was, and what a killed process left, is removed as well.
    """
    own, found = _name(root), False
    for base in _places():
        for folder in (base / own, *_left(base)):
            if folder.is_dir() and not folder.is_symlink():
                found = found or folder.name == own
                (folder / _KEY).unlink(missing_ok=True)  # the key first: whatever stops us then, the case is closed
                shutil.rmtree(folder)
    return found


@contextmanager
def apart() -> Iterator[Path]:
    """Yield a folder for what must not meet the disk, in memory where there is such a folder; it goes at the end."""
    with TemporaryDirectory(prefix=f"{_APART}{os.getpid()}-", dir=_base()) as folder:
        yield Path(folder)


def _left(base: Path) -> Iterator[Path]:
    """Yield what nobody will close any more: sessions of cases that are gone, folders of processes that are."""
    with suppress(FileNotFoundError, PermissionError):
        for folder in sorted(base.iterdir()):
            with suppress(OSError, ValueError):
                if folder.name.startswith(_APART):
                    if not _runs(int(folder.name.split("-")[1])):
                        yield folder
                elif not (Path(os.fsdecode((folder / _CASE).read_bytes())) / "case.toml").is_file():
                    yield folder


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _base() -> Path:
    """Return the best place for a session, made and the user's alone."""
    base = _places()[0]
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        _own(base)
    except OSError as error:
        raise MachineError(f"cannot open a session in {base}: {error.strerror}", "check who owns it") from None
    return base


def _places() -> list[Path]:
    """Return where sessions may stand, the best first: in memory, else in the state folder."""
    own = f"solferino-{os.getuid()}"
    bases = [Path(os.environ[name]) for name in _MEMORY if os.environ.get(name)]
    bases += [Path(_RUN) / str(os.getuid()), _SHARED]
    found = [base / own for base in dict.fromkeys(bases) if base.is_dir() and os.access(base, os.W_OK)]
    return [*found, state_folder() / "sessions"]


def _name(root: Path) -> str:
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:24]


def _own(folder: Path) -> None:
    """Refuse a folder that somebody else made or can read: /dev/shm is everybody's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EvidenceError(f"{folder} is not yours alone", "remove it, or ask who made it", [str(folder)])
