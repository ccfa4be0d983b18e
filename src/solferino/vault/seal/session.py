"""A session: between unlock and lock, one case's key and everything derived in clear, in memory where there is such
a folder, and in one place that lock removes."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.state import state_folder
from solferino.words.errors import EvidenceError, MachineError

_KEY = "identity"
_MEMORY = ("XDG_RUNTIME_DIR",)
_SHARED = Path("/dev/shm")  # memory, not disk; what stands below is the user's alone, and checked


@dataclass(frozen=True)
class Session:
    """One open case. `folder` is the user's alone; `in_memory` says that it is on no disk (swap apart)."""

    folder: Path
    identity: str
    in_memory: bool

    @property
    def build(self) -> Path:
        """Where a build of the open case stands, instead of in the case."""
        return self.folder / "build"


def current(root: Path) -> Session | None:
    """Return the open session of the case at `root`; None while it is locked."""
    for base, memory in _places():
        folder = base / _name(root)
        key = folder / _KEY
        if key.is_file():
            _own(base)
            return Session(folder, key.read_text("ascii").strip(), memory)
    return None


def begin(root: Path, identity: str) -> Session:
    """Open the case at `root` with a private key; a session that is open already gives way."""
    end(root)
    base, memory = next(iter(_places()))
    folder = base / _name(root)
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        _own(base)
        folder.mkdir(mode=0o700)
        with os.fdopen(os.open(folder / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(identity + "\n")
    except OSError as error:
        raise MachineError(f"cannot open a session in {base}: {error.strerror}", "check who owns it") from None
    return Session(folder, identity, memory)


def end(root: Path) -> bool:
    """Close the case at `root` and remove all that was derived in clear; return whether it was open."""
    found = False
    for base, _ in _places():
        folder = base / _name(root)
        if folder.is_dir() and not folder.is_symlink():
            found = True
            (folder / _KEY).unlink(missing_ok=True)  # the key first: whatever stops us then, the case is closed
            shutil.rmtree(folder)
    return found


def _places() -> list[tuple[Path, bool]]:
    """Return where sessions may stand, the best first: in memory, else in the state folder."""
    own = f"solferino-{os.getuid()}"
    bases = [Path(os.environ[name]) for name in _MEMORY if os.environ.get(name)]
    found = [(base / own, True) for base in [*bases, _SHARED] if base.is_dir() and os.access(base, os.W_OK)]
    return [*found, (state_folder() / "sessions", False)]


def _name(root: Path) -> str:
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:24]


def _own(folder: Path) -> None:
    """Refuse a folder that somebody else made or can read: /dev/shm is everybody's."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise EvidenceError(f"{folder} is not yours alone", "remove it, or ask who made it", [str(folder)])
