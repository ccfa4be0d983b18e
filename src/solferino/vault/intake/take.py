"""A held file taken further: recognised, and what its format holds brought into the vault beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from solferino.vault.intake.archive import CONTAINERS, Unpacked, unpack
from solferino.vault.intake.caps import Caps, Meter
from solferino.vault.intake.derived import derive_decoded
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.near import keep_near, near
from solferino.vault.intake.records import bring_out
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
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
    caps = caps or Caps()
    found, meter = recognise(vault.ensure(sha256), name), Meter(caps)
    first = _step(vault, _Piece(sha256, name), found.kind, meter, members)
    parts = [*first.taken, *_within(vault, first.pieces, meter, members, {sha256})]
    made = tuple(line for part in parts for line in part.made)
    return Taken(found.kind, found.why, made, tuple(line for part in parts for line in part.troubles))


def take_all(
    vault: Vault, files: Mapping[str, str], *, caps: Caps | None = None, members: bool = False
) -> Taken:  # fmt: skip
    """Derive from each of the held `files` (name, SHA-256) what `take` would; they share the caps of one file."""
    pieces = [_Piece(sha256, name) for name, sha256 in files.items()]
    parts = tuple(_within(vault, pieces, Meter(caps or Caps()), members, set()))
    made = tuple(line for part in parts for line in part.made)
    return Taken(made=made, troubles=tuple(line for part in parts for line in part.troubles))


def _within(vault: Vault, pieces: list[_Piece], meter: Meter, members: bool, seen: set[str]) -> Iterator[Taken]:
    """Derive from the pieces of a file, and from theirs, what would be derived from them outside of it."""
    waiting, caps = deque(pieces), meter.caps
    inner, decoded, left, deep = list[Taken](), 0, 0, 0
    while waiting:
        piece = waiting.popleft()
        if piece.sha256 in seen:
            continue
        seen.add(piece.sha256)
        kind = recognise(vault.path(piece.sha256), piece.name).kind
        if not kind or (kind in CONTAINERS and not piece.open):
            continue
        if piece.depth > caps.nesting:
            deep += 1
        elif decoded >= caps.decoded:
            left += 1
        else:
            decoded += 1
            step = _step(vault, piece, kind, meter, members)
            inner += step.taken
            waiting.extend(step.pieces)
    made = sum(1 for each in inner if each.made)
    if made:
        yield Taken(made=(f"{made} members decoded, what was found as derived exhibits",))
    troubles = [line for each in inner for line in each.troubles]
    troubles += [f"{left} members not decoded: more than {caps.decoded}"] if left else []
    troubles += [f"{deep} members not decoded: more than {caps.nesting} files deep"] if deep else []
    yield Taken(made=tuple(line for each in inner for line in each.made if "a lead" in line), troubles=tuple(troubles))


def _step(vault: Vault, piece: _Piece, kind: str, meter: Meter, members: bool) -> _Step:
    sha256, below = piece.sha256, piece.depth + 1
    if kind in CONTAINERS or (kind == "wacz" and members):
        result = unpack(vault, sha256, kind="zip" if kind == "wacz" else kind, meter=meter, depth=piece.depth)
        step = _Step([Taken("", "", *counted(result.states().elements()))])
        step.pieces = [_Piece(m, n, below, open=False) for m, n in _held(result)]
        if kind in CONTAINERS:
            return step
    else:
        step = _Step()
    if kind == "picture":
        return _Step([_picture(vault, sha256)])
    found = derive_decoded(vault, sha256, what=kind)
    step.taken.append(found.taken)
    step.pieces += [_Piece(s, n, below) for s, n in found.carried]
    if members and kind in RECORDED and found.answer:
        told, names = bring_out(vault, sha256, found.answer, meter=meter)
        step.taken.append(told)
        step.pieces += [_Piece(s, n, below) for s, n in names.items()]
    return step


def _held(result: Unpacked) -> Iterator[tuple[str, str]]:
    waiting = [result]
    while waiting:
        one = waiting.pop(0)
        waiting += one.within
        yield from ((m.sha256, m.name) for m in one.members if m.held)


def _picture(vault: Vault, sha256: str) -> Taken:
    both = [derive_decoded(vault, sha256, what=what).taken for what in ("picture", "pdq")]
    leads = near(vault, sha256)
    for lead in leads:
        keep_near(vault, lead)
    made = tuple(line for each in both for line in each.made) + tuple(map(str, leads))
    return Taken(made=made, troubles=tuple(line for each in both for line in each.troubles))
