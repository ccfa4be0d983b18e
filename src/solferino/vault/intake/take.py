"""A held file taken further: recognised, and what its format holds brought into the vault beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solferino.vault.intake.archive import CONTAINERS, Unpacked, unpack
from solferino.vault.intake.batch import Batch
from solferino.vault.intake.caps import Caps, Meter
from solferino.vault.intake.derived import derive_decoded
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.near import Prints, lead
from solferino.vault.intake.records import bring_out
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
from solferino.vault.printable import printable
from solferino.vault.vault import Vault

RECORDED = ("warc", "mbox")
"""Formats whose records are exhibits of their own where they are asked for; of a WACZ, its WARC files' are."""


@dataclass(frozen=True)
class _Piece:
    """What came out of a file, how many files deep, under which name; `open`: archives in it are still shut."""

    sha256: str
    name: str
    depth: int = 1
    open: bool = True


@dataclass
class _Step:
    """What one file gave: in words, and the pieces that came out of it."""

    taken: list[Taken] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)


def foreseen(path: Path) -> Taken:
    """Return the format of a file that is not held yet; nothing is opened beyond what tells it."""
    found = recognise(path, path.name)
    return Taken(found.kind, found.why)


def take(vault: Vault, sha256: str, *, name: str, caps: Caps | None = None, members: bool = False) -> Taken:
    """Derive what can be derived from an exhibit and from what is in it; the exhibit stands whatever comes of it.

    With `members` the records of web archives and the messages of boxes become exhibits of their own.
    """
    found = recognise(vault.ensure(sha256), name)
    taking = _Taking(vault, Meter(caps or Caps()), members)
    first = taking.step(_Piece(sha256, name), found.kind)
    made, troubles = _told([*first.taken, *taking.within(first.pieces, {sha256})])
    taking.batch.flush()
    return Taken(found.kind, found.why, made, troubles)


def take_all(vault: Vault, files: Mapping[str, str], *, caps: Caps | None = None, members: bool = False) -> Taken:
    """Derive from each of the held `files` (name, SHA-256) what `take` would; they share the caps of one file."""
    taking = _Taking(vault, Meter(caps or Caps()), members)
    made, troubles = _told(taking.within([_Piece(sha256, name) for name, sha256 in files.items()], set()))
    taking.batch.flush()
    return Taken(made=made, troubles=troubles)


class _Taking:
    """One file, or several that came together, being taken further."""

    def __init__(self, vault: Vault, meter: Meter, members: bool) -> None:
        self.batch = Batch(vault)
        self._vault, self._meter, self._members = vault, meter, members
        self._prints = Prints(vault)

    def step(self, piece: _Piece, kind: str) -> _Step:
        """Take one file of this kind further, and return what came out of it; of no kind, nothing."""
        sha256, below, step = piece.sha256, piece.depth + 1, _Step()
        if not kind:
            return step
        if kind == "picture":
            return _Step([self._picture(sha256)])
        if kind in CONTAINERS or (kind == "wacz" and self._members):
            result = unpack(self._vault, sha256, kind="tar" if kind == "tar" else "zip", meter=self._meter,
                            depth=piece.depth)  # fmt: skip
            made, troubles = counted(result.states().elements())
            step.taken.append(Taken(made=() if result.damage else made, troubles=troubles))
            step.pieces += [_Piece(m, n, below, open=False) for m, n in _held(result)]
        if kind in CONTAINERS:
            return step
        found = derive_decoded(self.batch, sha256, what=kind)
        step.taken.append(found.taken)
        if kind == "video":
            step.taken.append(self._leads(sha256, found.answer))
        step.pieces += [_Piece(s, n, below) for s, n in found.carried]
        if self._members and kind in RECORDED and found.answer:
            told, names = bring_out(self._vault, sha256, found.answer, meter=self._meter)
            step.taken.append(told)
            step.pieces += [_Piece(s, n, below) for s, n in names.items()]
        return step

    def within(self, pieces: Iterable[_Piece], seen: set[str]) -> Iterator[Taken]:
        """Derive from the pieces of a file, and from theirs, what would be derived from them outside of it."""
        waiting, caps = deque(pieces), self._meter.caps
        inner, decoded, left, deep = list[Taken](), 0, 0, 0
        while waiting:
            piece = waiting.popleft()
            if piece.sha256 in seen:
                continue
            seen.add(piece.sha256)
            if not self._vault.has(piece.sha256):
                self.batch.flush()
            kind = recognise(self._vault.path(piece.sha256), piece.name).kind
            if not kind or (kind in CONTAINERS and not piece.open):
                continue
            if piece.depth > caps.nesting:
                deep += 1
            elif decoded >= caps.decoded:
                left += 1
            else:
                decoded += 1
                step = self.step(piece, kind)
                inner += (_about(piece.name, each) for each in step.taken)
                waiting.extend(step.pieces)
        made, troubles = _told(inner)
        if count := sum(1 for each in inner if each.made):
            yield Taken(made=(f"{count} members decoded, what was found as derived exhibits",))
        troubles += (f"{left} members not decoded: more than {caps.decoded}",) if left else ()
        troubles += (f"{deep} members not decoded: more than {caps.nesting} files deep",) if deep else ()
        yield Taken(made=tuple(line for line in made if "a lead" in line), troubles=troubles)

    def _picture(self, sha256: str) -> Taken:
        whole, print_ = (derive_decoded(self.batch, sha256, what=what) for what in ("picture", "pdq"))
        made, troubles = _told((whole.taken, print_.taken, self._leads(sha256, print_.answer)))
        return Taken(made=made, troubles=troubles)

    def _leads(self, sha256: str, answer: Mapping[str, Any]) -> Taken:
        """Return which exhibits look like this one, and let their records be written."""
        leads = self._prints.near(sha256, answer)
        self.batch.add(*map(lead, leads))
        return Taken(made=tuple(map(str, leads)))


def _about(name: str, taken: Taken) -> Taken:
    """Return what a piece gave with its name before each line: of many pieces, nobody could tell which is meant."""
    lines = (tuple(f"{printable(name, 80)}: {line}" for line in part) for part in (taken.made, taken.troubles))
    return Taken(taken.kind, taken.why, *lines)


def _held(result: Unpacked) -> Iterator[tuple[str, str]]:
    waiting = [result]
    while waiting:
        one = waiting.pop(0)
        waiting += one.within
        yield from ((m.sha256, m.name) for m in one.members if m.held)


def _told(parts: Iterable[Taken]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what was made, and the troubles, of several as one."""
    parts = tuple(parts)
    return tuple(line for p in parts for line in p.made), tuple(line for p in parts for line in p.troubles)
