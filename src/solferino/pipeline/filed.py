"""A file that is to be added: where it goes in the case, its digest and size, its bytes where they are read whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from solferino.law import facts
from solferino.pipeline.guess import readable
from solferino.pipeline.preserve import digest, digest_of
from solferino.vault import Item
from solferino.words.errors import MachineError, UsageError
from solferino.words.near import did_you_mean

LARGE = 256 << 20
"""Bytes of a file that is no table and no text past which it goes from disk to disk, and is never in memory whole."""


@dataclass(frozen=True)
class Filed:
    """`own` is what its id is made from, `place` its path in the case; `path` is where it lies, if not in `data`."""

    own: str
    place: str
    sha256: str
    size: int
    data: bytes = field(default=b"", repr=False)
    path: Path | None = None

    @classmethod
    def of(cls, own: str, place: str, data: bytes) -> Filed:
        """Return bytes that are in memory."""
        return cls(own, place, digest(data), len(data), data)

    def item(self, url: str) -> Item:
        """Return it as the vault takes it."""
        if self.path is not None:
            return Item(path=self.path, role="original", name=self.place, url=url)
        return Item(data=self.data, role="original", name=self.place, url=url)


def filed_facts(path: str) -> Filed:
    """Return facts of the package, law:NAME; UsageError where it has none of that name."""
    name = path.removeprefix("law:")
    if name not in facts.names():
        raise UsageError(f"the package has no facts {name!r}", did_you_mean(name, facts.names()))
    return Filed.of(name, path, facts.data(name))


def filed_file(root: Path, path: Path, *, table: str) -> Filed:
    """Return the file at `path` as it would be filed in the case at `root`; what is to be a `table` is read whole.

    UsageError where there is none, it is empty or cannot be read, or its place is taken by other bytes.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", "check the path; facts of the package are law:NAME")
    inside = path.resolve().is_relative_to(root.resolve())
    place = path.resolve().relative_to(root.resolve()).as_posix() if inside else f"files/{path.name}"
    try:
        if path.stat().st_size > LARGE and not table and not readable(path.name):
            found = Filed(path.stem, place, digest_of(path), path.stat().st_size, path=path.resolve())
        else:
            found = Filed.of(path.stem, place, path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "check who may read it") from None
    if not found.size:
        raise UsageError(f"{path} is empty: there is nothing to preserve", "fetch it again")
    target = root / place
    if not inside and target.is_file() and digest_of(target) != found.sha256:
        hint = "rename one of the two; to pin changed bytes, replace the file in the case and add it from there"
        raise UsageError(f"{place} exists with other bytes", hint)
    return found


def copy(source: Path, target: Path) -> None:
    """Copy a file to its place, whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(target.name + ".writing")
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    except OSError as error:
        raise MachineError(f"cannot write {target}: {error.strerror}", "free some space, or check the folder") from None
