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

import duckdb

from solferino.linkage.succession import Succession
from solferino.words import rooms
from solferino.words.claim import canonical, plain
from solferino.words.errors import MachineError

FORMAT = 1
FOREIGN = "another version of Solferino made the last build"
_ROOMS = (
    "casefile", "claims", "exchange", "law", "linkage", "patterns", "pipeline", "places", "prose", "situate", "store",
    "undercount", "words",
)  # fmt: skip
"""Rooms whose code decides what a stage writes."""
_FOLDER = 24


def key(value: Any) -> str:
    """Return the digest that names what was made from `value` (JSON values, dates, tuples)."""
    return hashlib.sha256(canonical(plain(value))).hexdigest()


@cache
def program() -> str:
    """Return the digest of the code that stages run and of the engine's version: what others wrote is made again."""
    return key([rooms.digest(_ROOMS), duckdb.__version__])


@dataclass
class Index:
    """Stages by name, each a mapping of units to what is known of them. The one mutable value of a build.

    `since` says what became of the incidents of the last build, `foreign` that another version of the program made it.
    """

    build: Path
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    since: Succession = field(default_factory=lambda: Succession({}, {}, {}))
    foreign: bool = False

    @classmethod
    def load(cls, build: Path) -> Index:
        """Return the index of the last finished build; an empty one where there is none or it cannot be read."""
        try:
            body = json.loads((build / "index.json").read_text("utf-8"))
            if body["format"] != FORMAT:
                return cls(build)
            return cls(build, body["stages"], foreign=body.get("program") != program())
        except (OSError, ValueError, KeyError, TypeError):
            return cls(build)

    def folder(self, name: str) -> Path:
        """Return the folder of what is named by a key."""
        return self.build / name[:_FOLDER]

    def save(self) -> None:
        """Make this index current, then remove every folder it does not name."""
        body = {"format": FORMAT, "program": program(), "stages": self.stages}
        write_atomic(self.build / "index.json", json.dumps(body, indent=1, sort_keys=True))
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
