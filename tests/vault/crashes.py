"""What a disk may hold after a crash: every call on a folder recorded, and every state that its calls allow.

The model is the weakest that a POSIX file system may be. Bytes of a file are sure once the file was synced; its name once
the folder was; either once the whole disk was. Of all else any part may have arrived, in any order, the last bytes torn
or as a hole of zeros (Pillai et al. 2014, "All file systems are not created equal"). A link or a rename over a name is
whole or not there; that a rename took away the old name is a change of its own.
"""

from __future__ import annotations

import os
import random
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from solferino.vault.wholedisk import WholeDisk

IGNORED = "lock"
"""The kernel's lock is what counts, not the file it is on."""

State = Mapping[str, "bytes | None"]
"""What lies below the folder: bytes of files by path, None for folders."""


@dataclass(frozen=True)
class Event:
    """A call: `name` the entry `at`, write or cut the file `node`, sync it or a folder or the whole, or acknowledge."""

    kind: str
    at: str = ""
    node: int = 0
    data: bytes = b""
    offset: int = 0
    told: frozenset[str] = frozenset()

    @property
    def home(self) -> str:
        return os.path.dirname(self.at)  # noqa: PTH120 - a name in the model, no path


@dataclass
class Recorded:
    """The calls made on a folder, in order, and what it held before."""

    events: list[Event] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    bodies: dict[int, bytes] = field(default_factory=dict)

    def acknowledge(self, *told: str) -> None:
        """Say that the program was told these are safe."""
        self.events.append(Event("told", told=frozenset(told)))


FOLDER = -1


@contextmanager
def recorded(root: Path, patch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    """Record every call that changes what lies below `root`; what lies there already is sure."""
    found, nodes, count = Recorded(), dict[int, int](), iter(range(1, 1 << 30))
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "ftruncate", "link", "rename", "replace",
                                                 "unlink", "mkdir")}  # fmt: skip

    def inside(path: Any) -> str | None:
        text = os.path.abspath(os.fspath(path)) if isinstance(path, str | os.PathLike) else ""  # noqa: PTH100
        rest = os.path.relpath(text, root) if text.startswith(f"{root}/") else None
        return None if rest == IGNORED else rest

    def node_of(fd: int) -> int | None:
        return nodes.get(os.fstat(fd).st_ino)

    def open_(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        at = inside(path) if dir_fd is None else None
        new = at is not None and flags & os.O_CREAT and not os.path.lexists(path)
        fd = real["open"](path, flags, mode, dir_fd=dir_fd)
        if new and at is not None:
            nodes[os.fstat(fd).st_ino] = node = next(count)
            found.events.append(Event("name", at, node))
        return int(fd)

    def write(fd: int, data: Any) -> int:
        node = node_of(fd)
        end = os.fstat(fd).st_size
        wrote = real["write"](fd, data)
        if node is not None:
            found.events.append(Event("write", node=node, data=bytes(data[:wrote]), offset=end))
        return int(wrote)

    def fsync(fd: int) -> None:
        real["fsync"](fd)
        held = os.fstat(fd)
        if stat.S_ISDIR(held.st_mode):
            path = os.readlink(f"/proc/self/fd/{fd}")  # noqa: PTH115
            if path == str(root) or path.startswith(f"{root}/"):
                found.events.append(Event("sync names", os.path.relpath(path, root)))
        elif held.st_ino in nodes:
            found.events.append(Event("sync", node=nodes[held.st_ino]))

    def ftruncate(fd: int, size: int) -> None:
        real["ftruncate"](fd, size)
        if (node := node_of(fd)) is not None:
            found.events.append(Event("cut", node=node, offset=size))

    def link(src: Any, dst: Any, **more: Any) -> None:
        node = nodes[os.lstat(src).st_ino]
        real["link"](src, dst, **more)
        found.events.append(Event("name", str(inside(dst)), node))

    def rename(src: Any, dst: Any) -> None:
        node = nodes[os.lstat(src).st_ino]
        real["rename"](src, dst)
        found.events += [Event("name", str(inside(dst)), node), Event("forget", str(inside(src)))]

    def unlink(path: Any, **more: Any) -> None:
        real["unlink"](path, **more)
        if (at := inside(path)) is not None:
            found.events.append(Event("forget", at))

    def mkdir(path: Any, *mode: Any) -> None:
        real["mkdir"](path, *mode)
        if (at := inside(path)) is not None:
            found.events.append(Event("name", at, FOLDER))

    def whole(disk: WholeDisk) -> None:
        found.events.append(Event("sync all"))

    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        at = inside(path)
        if at is not None:
            node = FOLDER if path.is_dir() else next(count)
            found.names[at] = node
            if node != FOLDER:
                nodes[path.lstat().st_ino] = node
                found.bodies[node] = path.read_bytes()
    with patch.context() as now:
        for name, made in (("open", open_), ("write", write), ("fsync", fsync), ("ftruncate", ftruncate), ("link", link),
                           ("rename", rename), ("replace", rename), ("unlink", unlink), ("mkdir", mkdir)):  # fmt: skip
            now.setattr(os, name, made)
        now.setattr(WholeDisk, "sync", whole)
        yield found


def states(found: Recorded, *, each: int, seed: int = 1) -> Iterator[tuple[State, frozenset[str]]]:
    """Yield every state that a crash may leave, once, with all that was acknowledged by then.

    Between two calls all parts of what is not sure are tried where they are `each` or fewer; of more, all prefixes, each
    one alone and each one missing, and as many again drawn at random.
    """
    chance = random.Random(seed)
    seen: dict[Any, tuple[State, frozenset[str]]] = {}
    for crash in range(len(found.events) + 1):
        before = found.events[:crash]
        told = frozenset[str]().union(*(e.told for e in before))
        open_ = [
            i for i, e in enumerate(before) if e.kind in ("name", "forget", "write", "cut") and not _sure(before, i)
        ]
        for kept in _parts(open_, each, chance):
            lost = set(open_) - set(kept)
            torn = [i for i in kept if before[i].kind == "write"]
            for cut in (None, *((torn[-1], how) for how in ("half", "hole") if torn)):
                state = _made(found, before, lost, cut)
                key = tuple(sorted(state.items(), key=lambda item: item[0]))
                if key not in seen or not told <= seen[key][1]:
                    seen[key] = (state, told | (seen[key][1] if key in seen else frozenset()))
    yield from seen.values()


def lay(state: State, root: Path) -> None:
    """Put a state on a real disk."""
    root.mkdir(exist_ok=True)
    for at, body in sorted(state.items()):
        path = root / at
        if body is None:
            path.mkdir()
        else:
            path.write_bytes(body)


def _sure(events: Sequence[Event], i: int) -> bool:
    one = events[i]
    if one.kind in ("name", "forget"):
        home = one.home or "."
        return any(e.kind == "sync all" or (e.kind == "sync names" and e.at == home) for e in events[i + 1 :])
    return any(e.kind == "sync all" or (e.kind == "sync" and e.node == one.node) for e in events[i + 1 :])


def _parts(open_: Sequence[int], each: int, chance: random.Random) -> Iterator[tuple[int, ...]]:
    many = len(open_)
    if many <= each:
        for size in range(many + 1):
            yield from combinations(open_, size)
        return
    for n in range(many + 1):
        yield tuple(open_[:n])
    for i in open_:
        yield (i,)
        yield tuple(j for j in open_ if j != i)
    for _ in range(1 << each):
        yield tuple(i for i in open_ if chance.random() < 0.5)


def _made(found: Recorded, events: Sequence[Event], lost: set[int], cut: tuple[int, str] | None) -> dict[str, Any]:
    names, bodies = dict(found.names), {n: bytearray(b) for n, b in found.bodies.items()}
    for i, e in enumerate(events):
        if i in lost:
            continue
        if e.kind == "name":
            names[e.at] = e.node
            if e.node != FOLDER:
                bodies.setdefault(e.node, bytearray())
        elif e.kind == "forget":
            names.pop(e.at, None)
        elif e.kind == "write":
            data = e.data
            if cut is not None and cut[0] == i:
                data = data[: len(data) // 2] if cut[1] == "half" else bytes(len(data) // 2) + data[len(data) // 2 :]
            body = bodies.setdefault(e.node, bytearray())
            body.extend(bytes(max(0, e.offset - len(body))))
            body[e.offset : e.offset + len(data)] = data
        elif e.kind == "cut":
            del bodies.setdefault(e.node, bytearray())[e.offset :]
    there = {at for at, node in names.items() if node == FOLDER}
    kept: dict[str, Any] = {}
    for at, node in sorted(names.items()):
        home = os.path.dirname(at)  # noqa: PTH120
        if not home or home in there:
            kept[at] = None if node == FOLDER else bytes(bodies[node])
        elif node == FOLDER:
            there.discard(at)
    return kept
