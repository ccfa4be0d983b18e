"""What the log and the shelf together prove: which records existed before when, by whose word."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from solferino.vault import checkpoint
from solferino.vault.disk import NotRegularError
from solferino.vault.log import lines
from solferino.vault.record import Record, parse
from solferino.vault.time import shelf
from solferino.vault.time.judge import Judgement, judge
from solferino.vault.time.state import State

ACT = "anchor"
PARTS = ("request", "answer", "roots")
"""Of each, a record holds the SHA-256 under this key, and the file's name under the key with `_file`."""


@dataclass(frozen=True)
class Anchored:
    """One request to one authority: records 0 to `size` - 1, and before when they existed, where that is proved.

    `seq` is the record that tells of it; `skew_ms` is by how much this machine's clock was ahead when it was asked.
    `request` is the request's file below anchors/, `answer` the SHA-256 of what came.
    """

    size: int
    authority: str
    seq: int
    where: str
    judgement: Judgement
    skew_ms: int | None = None
    request: str = ""
    answer: str = ""

    @property
    def state(self) -> State:
        """How the token stands."""
        return self.judgement.state

    @property
    def before(self) -> datetime | None:
        """The moment before which the records existed; None where nothing is proved."""
        return self.judgement.before

    def __str__(self) -> str:
        covered = f"records 0 to {self.size - 1}" if self.size > 1 else "record 0"
        if self.before:
            until = f"{self.before:%Y-%m-%d %H:%M:%S} UTC"
            under = f"under root {', '.join(self.judgement.roots)}"
            return _shown(f"{covered} existed before {until}, by the token of {self.authority} {under}{self._clock}")
        why = f" ({self.judgement.why})" if self.judgement.why else ""
        return _shown(f"{covered}: the token of {self.authority} {self.state.says}{why}")

    @property
    def _clock(self) -> str:
        if not self.skew_ms:
            return ""
        way = "ahead of" if self.skew_ms > 0 else "behind"
        return f"; the vault's machine was {abs(self.skew_ms) / 1000:.1f} s {way} the authority's clock"

    def json(self) -> dict[str, str | int | list[str] | None]:
        """Return it as plain values."""
        found = self.judgement
        return {
            "size": self.size, "authority": self.authority, "state": str(self.state), "where": self.where,
            "states": found.time.isoformat() if found.time else None,
            "before": self.before.isoformat() if self.before else None,
            "program": found.program, "roots": list(found.roots), "why": found.why, "skew_ms": self.skew_ms,
        }  # fmt: skip


@dataclass(frozen=True)
class Shelf:
    """The anchors of a vault, and files of anchors/ that are not what the log says, or that it does not speak of.

    `records` are the numbers of those that tell of time stamps; `files` counts what was compared with its hash.
    """

    anchors: tuple[Anchored, ...] = ()
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    records: tuple[int, ...] = ()
    files: int = 0

    def newest(self, size: int) -> Anchored | None:
        """Return the proof that covers most of the first `size` records, and of those the earliest."""
        proved = [(-a.size, a.before, a.seq, a) for a in self.anchors if a.before and a.size <= size]
        return min(proved)[-1] if proved else None

    def rest(self, size: int, covered: int) -> int:
        """Return how many of `size` records, but those about time stamps, no proof over `covered` of them reaches."""
        newest = self.newest(covered)
        reached = newest.size if newest else 0
        return size - reached - sum(reached <= seq < size for seq in self.records)


def anchors(root: Path) -> tuple[Anchored, ...]:
    """Return what became of every request that the vault at `root` ever made, oldest first."""
    return inspect(root).anchors


def _shown(text: str) -> str:
    """Return text for a terminal: an authority's words, or a stranger's log, may hold anything."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def resting(count: int) -> str:
    """Return the sentence about so many records that no time stamp covers."""
    many = ("1 record rests", "it") if count == 1 else (f"{count} records rest", "them")
    return f"{many[0]} on the word of whoever keeps this vault: no time stamp covers {many[1]}"


def inspect(root: Path, records: Iterable[Record] | None = None) -> Shelf:
    """Judge every token again and compare every file with its hash in the log; reads only."""
    about = [r for r in (_records(root) if records is None else records) if r.act == ACT]
    told = [r for r in about if _readable(r)]
    found: dict[str, Anchored] = {}
    altered: set[str] = set()
    missing: set[str] = set()
    # Cosignatures lie on the same shelf; whoever checks signatures checks them.
    known = {str(r.src["cosignature_file"]) for r in about if "cosignature_file" in r.src}
    files = 0
    try:
        notes = checkpoint.read_all(root) if told else {}
        for record in told:
            leaves = {}
            for part, name in _files(record).items():
                leaf = leaves[part] = shelf.read(root, name)
                files += name not in known
                known.add(name)
                if leaf.kind == "absent":
                    missing.add(f"{shelf.FOLDER}/{name}")
                elif leaf.digest != record.src.get(part):
                    altered.add(f"{shelf.FOLDER}/{name}: {leaf.kind or 'its bytes are not those that the log names'}")
            judged = _judged(record, leaves, notes)
            if judged.size not in notes:
                missing.add(f"{checkpoint.FOLDER}/{judged.size}.note")
            _keep(found, str(record.src["request"]), judged)
        strays = [f"{shelf.FOLDER}/{n}: in no record of the log" for n in shelf.listed(root) if n not in known]
    except NotRegularError as error:
        return Shelf(altered=(f"{shelf.FOLDER}: a {error.kind} stands in its place, not opened",))
    held = _in_order(sorted(found.values(), key=lambda a: (a.size, a.seq)))
    seqs = tuple(record.seq for record in about)
    return Shelf(tuple(held), tuple(sorted(altered)), tuple(sorted(missing)), tuple(strays), seqs, files)


def _records(root: Path) -> Iterator[Record]:
    for line in lines(root):
        try:
            yield parse(line.raw)
        except ValueError:
            return


def _readable(record: Record) -> bool:
    """Say whether a record tells of a request in the words of this version, with names that stay on the shelf."""
    if not isinstance(record.src.get("request"), str):
        return False
    named = [record.src.get(f"{part}_file", "") for part in PARTS]
    return type(record.src.get("checkpoint")) is int and all(
        isinstance(n, str) and (not n or shelf.NAME.fullmatch(n)) for n in named
    )


def _files(record: Record) -> dict[str, str]:
    return {part: str(name) for part in PARTS if (name := record.src.get(f"{part}_file"))}


def _judged(record: Record, leaves: Mapping[str, shelf.Leaf], notes: Mapping[int, bytes]) -> Anchored:
    """Judge what one record tells of, from the files as they are now."""
    size, src = int(record.src["checkpoint"]), record.src
    note, answer = notes.get(size), leaves.get("answer")
    if answer is not None and any(leaf.digest != src.get(part) for part, leaf in leaves.items()):
        judgement = Judgement(State.UNVERIFIED, why="its files are not those that the log names")
    elif answer is None:
        state = State.TOO_LARGE if src.get("state") == State.TOO_LARGE else State.PENDING
        judgement = Judgement(state, why=str(src.get("why", "")))
    elif note is None:
        judgement = Judgement(State.OTHER_HASH, why=f"{checkpoint.FOLDER}/{size}.note is missing")
    else:
        request, roots = (leaves[part].data if part in leaves else b"" for part in ("request", "roots"))
        judgement = judge(answer.data, hashlib.sha256(note).digest(), request=request, roots=roots)
    skew, file = src.get("skew_ms"), src.get("answer_file") or src.get("request_file", "")
    return Anchored(
        size, str(src.get("authority", "")), record.seq, f"{shelf.FOLDER}/{file}", judgement,
        skew if type(skew) is int else None, str(src.get("request_file", "")), str(src.get("answer", "")),
    )  # fmt: skip


def _keep(found: dict[str, Anchored], request: str, new: Anchored) -> None:
    """Keep the best of what came for one request: a proof before a failure, any answer before none."""
    old = found.get(request)
    if old is None or (bool(new.before), new.state is not State.PENDING) >= (
        bool(old.before), old.state is not State.PENDING,
    ):  # fmt: skip
        found[request] = new


def _in_order(found: Iterable[Anchored]) -> Iterator[Anchored]:
    """Set aside a token that states a time before that of a token which its own checkpoint already covers."""
    earlier: list[Anchored] = []
    for one in found:
        covered = [a for a in earlier if a.seq < one.size]
        late = [a for a in covered if one.before and a.judgement.earliest > one.before]
        if late:
            why = f"{late[0].where}, of record {late[0].seq}, states {late[0].judgement.time:%Y-%m-%dT%H:%M:%SZ}"
            yield replace(one, judgement=replace(one.judgement, state=State.OUT_OF_ORDER, before=None, why=why))
            continue
        if one.before:
            earlier.append(one)
        yield one
