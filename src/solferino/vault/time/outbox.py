"""Asking authorities about the newest checkpoint, and taking back answers that came by another way.

Nobody waits for an authority: the vault is held only while files and record are written, never while one is asked.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.disk import on_this_machine, read_inside
from solferino.vault.record import Plain
from solferino.vault.time import shelf
from solferino.vault.time.anchored import ACT, Anchored, inspect
from solferino.vault.time.answer import LARGEST, read_answer
from solferino.vault.time.ask import UnreachedError, ask
from solferino.vault.time.judge import Judgement, judge
from solferino.vault.time.request import Request, read_request
from solferino.vault.time.state import State
from solferino.vault.vault import Vault
from solferino.words.errors import MachineError, UsageError

Send = Callable[[str, bytes], bytes]
_Clock = tuple[int, int]
"""This machine's time, in ns, before a request was sent and after it was answered."""


@dataclass(frozen=True)
class Authority:
    """Who is asked, and the root certificates (PEM) under which its answers are believed."""

    url: str
    roots: bytes


@dataclass(frozen=True)
class Taken:
    """What became of a file that was brought back: the request it answers, or why it was not taken."""

    name: str
    anchored: Anchored | None = None
    why: str = ""


@dataclass(frozen=True)
class _Asked:
    """One request about one checkpoint; `known` where the log tells of it already."""

    size: int
    authority: Authority
    request: bytes
    stem: str
    known: bool


def stamp(
    root: Path,
    authorities: Sequence[Authority],
    *,
    actor: str = "",
    send: Send = ask,
    sign: Callable[[Vault], object] | None = None,
) -> tuple[Anchored, ...]:
    """Ask each authority to stamp the newest checkpoint of the vault at `root`; say how each request stands.

    Nothing is asked twice: one that has stamped every record but those about time stamps is left alone, and a
    request that waits in the outbox is sent again as it is. A checkpoint that nobody was asked about yet is signed
    first, with `sign`: once it was shown to others it may not change.
    """
    vault = Vault.open(root)
    with vault.writing():  # what a crash left is set right, and the newest checkpoint written
        wanted, size = _worth_anchoring(vault), -1
    told = []
    for authority in {a.url: a for a in authorities}.values():
        held = [a for a in inspect(root).anchors if a.authority == authority.url and a.size >= wanted]
        if done := next((a for a in held if a.before), None):
            told.append(done)
            continue
        waiting = next((a for a in held if a.state is State.PENDING and _resendable(root, a, authority)), None)
        if waiting is None and size < 0:
            if sign is not None:
                sign(vault)
            size = vault.size
        asked = _again(root, waiting, authority) if waiting else _new(root, size, authority)
        told.append(_put(root, vault, asked, actor=actor, send=send))
    return tuple(told)


def receive(root: Path, files: Sequence[tuple[str, bytes]], *, actor: str = "") -> tuple[Taken, ...]:
    """Take answers (name, bytes) that were fetched on another machine; each is kept beside the request it answers.

    It belongs to the request whose number it repeats; an answer that cannot be read, to the one whose name it bears.
    """
    vault = Vault.open(root)
    return tuple(_receive(root, vault, name, data, actor=actor) for name, data in files)


def _worth_anchoring(vault: Vault) -> int:
    """Return how many records there are up to the last that tells of anything but a time stamp."""
    wanted = max((r.seq + 1 for r in vault.records() if r.act != ACT), default=0)
    if not wanted:
        raise UsageError("the vault holds no record yet: there is nothing to anchor", "add a source first")
    return wanted


def _new(root: Path, size: int, authority: Authority) -> _Asked:
    with on_this_machine(root, "read the newest checkpoint"):
        request = Request.about(read_inside(root, checkpoint.FOLDER, f"{size}.note"))
    return _Asked(size, authority, request.der, shelf.stem(authority.url, request), known=False)


def _again(root: Path, waiting: Anchored, authority: Authority) -> _Asked:
    request = shelf.read(root, waiting.request).data
    return _Asked(waiting.size, authority, request, _stem(waiting), known=True)


def _stem(one: Anchored) -> str:
    return one.request.partition("/")[2].removesuffix(shelf.REQUEST)


def _resendable(root: Path, one: Anchored, authority: Authority) -> bool:
    """Say whether a request is still as it was made, under the roots that the case pins now."""
    try:
        read_request(shelf.read(root, one.request).data)
    except ValueError:
        return False
    return _roots(root, one) == authority.roots


def _roots(root: Path, one: Anchored) -> bytes:
    return shelf.read(root, f"{one.size}/{_stem(one)}{shelf.ROOTS}").data


def _put(root: Path, vault: Vault, asked: _Asked, *, actor: str, send: Send) -> Anchored:
    """Send one request and write down what came, answer or none."""
    before, answer, why = time.time_ns(), None, ""
    try:
        answer = send(asked.authority.url, asked.request)
    except UnreachedError as error:
        why = str(error)
    after = time.time_ns()
    if answer is None and asked.known:
        return Anchored(asked.size, asked.authority.url, -1, "", Judgement(State.PENDING, why=why),
                        request=f"{asked.size}/{asked.stem}{shelf.REQUEST}")  # fmt: skip
    return _write(root, vault, asked, answer, why=why, clock=(before, after), actor=actor)


def _receive(root: Path, vault: Vault, name: str, data: bytes, *, actor: str) -> Taken:
    if len(data) > LARGEST:
        return Taken(name, why=State.TOO_LARGE.says)
    try:
        nonce = read_answer(data).nonce
        tail = f".{nonce & 0xFFFFFFFF:08x}{shelf.REQUEST}" if nonce is not None else ""
    except (ValueError, OverflowError):
        tail = ""
    for one in inspect(root).anchors:
        if not (one.request.endswith(tail) if tail else name.startswith(_stem(one))):
            continue
        if one.answer == hashlib.sha256(data).hexdigest():
            return Taken(name, one, "is held already")
        authority = Authority(one.authority, _roots(root, one))
        return Taken(name, _write(root, vault, _again(root, one, authority), data, why="", clock=None, actor=actor))
    return Taken(name, why="answers no request of this vault")


def _write(
    root: Path,
    vault: Vault,
    asked: _Asked,
    answer: bytes | None,
    *,
    why: str,
    clock: tuple[int, int] | None,
    actor: str,
) -> Anchored:
    """Put request, roots and answer on the shelf, tell of them in the log, and return how the request stands."""
    size, stem = asked.size, asked.stem
    found = Judgement(State.PENDING, why=why)
    if answer is not None:
        note = read_inside(root, checkpoint.FOLDER, f"{size}.note")
        imprint = hashlib.sha256(note).digest()
        found = judge(answer, imprint, request=asked.request, roots=asked.authority.roots)
    files = {"request": (stem + shelf.REQUEST, asked.request), "roots": (stem + shelf.ROOTS, asked.authority.roots)}
    if answer is not None and found.state is not State.TOO_LARGE:
        files["answer"] = (shelf.free_name(root, size, stem), answer)
    src: dict[str, Plain] = {"checkpoint": size, "authority": asked.authority.url, "state": str(found.state)}
    src |= {"states": f"{found.time:%Y-%m-%dT%H:%M:%S.%fZ}"} if found.time else {}
    src |= {"why": found.why} if found.why else {}
    skew = _skew(found, clock)
    src |= {"skew_ms": skew} if skew is not None else {}
    need = sum(len(data) for _, data in files.values()) + 4096
    with _patiently(vault), on_this_machine(root, "keep a time stamp", need=need):
        for part, (name, data) in files.items():
            src |= {part: shelf.put(root, size, name, data=data), f"{part}_file": f"{size}/{name}"}
        text = f"time stamp over {checkpoint.FOLDER}/{size}.note asked of {asked.authority.url}: {found.state}"
        seq = vault.note(ACT, src=src, basis="time from outside", note=text, actor=actor)
    told = next((a for a in inspect(root).anchors if a.seq == seq), None)
    return told or Anchored(size, asked.authority.url, seq, f"{shelf.FOLDER}/{size}/{stem}", found, skew)


@contextmanager
def _patiently(vault: Vault) -> Iterator[None]:
    """Hold the vault for writing, waiting a while for another writer: an answer in hand must not be lost to it."""
    with ExitStack() as stack:
        for seconds in (0.1, 0.4, 1.5, 3, 6, 0):
            try:
                stack.enter_context(vault.writing())
                break
            except MachineError:
                if not seconds:
                    raise
                time.sleep(seconds)
        yield


def _skew(found: Judgement, clock: _Clock | None) -> int | None:
    """Return by how many milliseconds this machine's clock was surely ahead (or, below 0, behind) when it asked."""
    if clock is None or found.time is None or found.before is None:
        return None
    asked, answered = (ns // 1_000_000 for ns in clock)
    latest = _ms(max(found.before, found.time + timedelta(seconds=1)))
    earliest = _ms(found.earliest)
    return asked - latest if asked > latest else answered - earliest if answered < earliest else 0


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
