"""objects/ab/<64 hex>: each file named by the SHA-256 of its bytes, read-only, written once, never overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import (
    BUFFER,
    NotRegularError,
    digest_at,
    entries,
    folder,
    fsync_folder,
    open_folder,
    place,
)
from solferino.words.errors import UsageError

FOLDER = "objects"
QUARANTINE = "quarantine"
SHA256 = re.compile(r"[0-9a-f]{64}")
FAN = re.compile(r"[0-9a-f]{2}")


@dataclass(frozen=True)
class Found:
    """What stands under an object's name: `sha256` of its bytes, or in `kind` why they were not read.

    `links` counts its names on the disk: whoever writes through another one changes the object.
    """

    name: str
    sha256: str = ""
    size: int = 0
    kind: str = ""
    links: int = 1

    @property
    def absent(self) -> bool:
        return self.kind == "absent"

    @property
    def intact(self) -> bool:
        return self.sha256 == self.name

    @property
    def trouble(self) -> str:
        """Return in words what is wrong with it; empty when intact."""
        if self.intact:
            return ""
        return f"a {self.kind}, not opened" if self.kind else f"altered: its bytes have SHA-256 {self.sha256}"


def name_of(sha256: str) -> str:
    """Return the 64 digits of a SHA-256 that may begin with "sha256:"; UsageError where it is none."""
    found = sha256.removeprefix("sha256:")
    if not SHA256.fullmatch(found):
        raise UsageError(f"{sha256!r} is not a SHA-256", "give 64 lower-case hexadecimal digits")
    return found


def parts(sha256: str) -> tuple[str, str, str]:
    """Return the path of an object below the vault."""
    return FOLDER, sha256[:2], sha256


def shown(sha256: str) -> str:
    """Return the path of an object as reports print it."""
    return "/".join(parts(sha256))


def inspect(root: Path, sha256: str) -> Found:
    """Re-hash what stands under an object's name; links, pipes and folders are reported, never opened."""
    return inspect_all(root, *parts(sha256)[:2], names=[sha256])[0]


def inspect_all(root: Path, *where: str, names: Sequence[str]) -> list[Found]:
    """Re-hash files of one folder below the vault, each of which should be named by its SHA-256."""
    try:
        home = open_folder(root, *where)
    except FileNotFoundError:
        return [Found(name, kind="absent") for name in names]
    except NotRegularError as error:
        return [Found(name, kind=error.kind) for name in names]
    try:
        buffer = _buffer()
        return [_inspect_at(home, name, buffer) for name in names]
    finally:
        os.close(home)


_KEPT = threading.local()


def _buffer() -> memoryview:
    """Return this thread's own: a new one for each folder would cost as much as a small file's hash."""
    if not hasattr(_KEPT, "buffer"):
        _KEPT.buffer = memoryview(bytearray(BUFFER))
    found: memoryview = _KEPT.buffer
    return found


def _inspect_at(home: int, name: str, buffer: memoryview) -> Found:
    try:
        sha256, size, links = digest_at(home, name, buffer)
        return Found(name, sha256, size, links=links)
    except FileNotFoundError:
        return Found(name, kind="absent")
    except NotRegularError as error:
        return Found(name, kind=error.kind)


@dataclass(frozen=True)
class Replaced:
    """What stood in an object's place and was wrong, and its name in quarantine/."""

    found: Found
    kept_as: str


def install(root: Path, staged: Path, sha256: str) -> Replaced | None:
    """Give staged bytes their object's name; an intact object stays as it is.

    An altered one goes to quarantine first and is returned. Folders are synced by the caller, once a batch.
    """
    target = folder(root, FOLDER, sha256[:2], durable=False) / sha256
    old = inspect(root, sha256)
    if old.intact:
        return None
    replaced = None
    if not old.absent:
        replaced = Replaced(old, quarantine_name(old))
        target.rename(folder(root, QUARANTINE) / replaced.kept_as)
        fsync_folder(root / QUARANTINE)
    os.link(staged, target, follow_symlinks=False)
    return replaced


def quarantine_name(found: Found) -> str:
    """Return the name bad bytes are kept under: their own SHA-256, so that they can be checked as well."""
    if found.sha256:
        return found.sha256
    return f"{found.name}.{found.kind.replace(' ', '-')}.{secrets.token_hex(4)}"


def quarantine_bytes(root: Path, data: bytes) -> str:
    """Keep bytes that belong nowhere in quarantine/, durably, and return the name they are kept under."""
    name = hashlib.sha256(data).hexdigest()
    folder(root, QUARANTINE)
    place(root, data, QUARANTINE, name)
    return name


def walk(root: Path) -> Iterator[tuple[str, str]]:
    """Yield (folder below objects/, name) of everything that stands there, sorted; folder "" for the top itself."""
    for fan in entries(root, FOLDER):
        if not FAN.fullmatch(fan.name) or not fan.is_dir(follow_symlinks=False):
            yield "", fan.name
            continue
        for entry in entries(root, FOLDER, fan.name):
            yield fan.name, entry.name
