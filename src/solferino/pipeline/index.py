"""build/index.json: what each stage was made from and what it wrote; the switch that makes a build current."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from solferino.linkage.succession import Succession
from solferino.words.claim import canonical, plain
from solferino.words.errors import MachineError
from solferino.words.tables import tables

FORMAT = 1
_FOLDER = 24


def key(value: Any) -> str:
    """Return the digest that names what was made from `value` (JSON values, dates, tuples)."""
    return hashlib.sha256(canonical(plain(value))).hexdigest()


@cache
def schema() -> str:
    """Return the digest of the columns of every table: what was written under other columns is made again."""
    return key({name: [(f.name, f.kind) for f in table.fields] for name, table in tables().items()})


@dataclass
class Index:
    """Stages by name, each a mapping of units to what is known of them. The one mutable value of a build.

    `since` says what became of the incidents of the last build.
    """

    build: Path
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    since: Succession = field(default_factory=lambda: Succession({}, {}, {}))

    @classmethod
    def load(cls, build: Path) -> Index:
        """Return the index of the last finished build; an empty one where there is none or it cannot be read."""
        try:
            body = json.loads((build / "index.json").read_text("utf-8"))
            return cls(build, body["stages"]) if body["format"] == FORMAT else cls(build)
        except (OSError, ValueError, KeyError, TypeError):
            return cls(build)

    def folder(self, name: str) -> Path:
        """Return the folder of what is named by a key."""
        return self.build / name[:_FOLDER]

    def save(self) -> None:
        """Make this index current, then remove every folder it does not name."""
        write_atomic(
            self.build / "index.json", json.dumps({"format": FORMAT, "stages": self.stages}, indent=1, sort_keys=True)
        )
        keep = {name[:_FOLDER] for name in _keys(self.stages)}
        for path in sorted(self.build.iterdir()):
            if path.is_dir() and path.name != "dossier" and path.name not in keep:
                shutil.rmtree(path, ignore_errors=True)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for inner in value.values():
            yield from _keys(inner)


def write_atomic(path: Path, text: str | bytes) -> None:
    """Write `text` beside `path`, flush it, and rename: the file is the old one or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".writing")
    try:
        with temporary.open("wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode("utf-8"))
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise MachineError(
            f"cannot write {path}: {error.strerror}", "free some space, or check who owns the folder"
        ) from None


@contextmanager
def one_builder(build: Path) -> Iterator[None]:
    """Hold `build/` for one process; a second one gets MachineError instead of a mixed result."""
    try:
        build.mkdir(parents=True, exist_ok=True)
        handle = (build / ".lock").open("a", encoding="utf-8")  # closed below, whatever happens
    except OSError as error:
        raise MachineError(
            f"cannot write to {build}: {error.strerror}", "check what stands there and who owns it"
        ) from None
    with handle:
        _hold(handle, build)
        yield


def _hold(handle: TextIO, build: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        text = f"another build of this case is running ({build})"
        raise MachineError(text, "wait for it, then try again") from None
