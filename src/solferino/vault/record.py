"""One line of the custody log: who did what to which bytes, on whose word, and which line came before."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from solferino.vault.time.clock import kept
from solferino.words.errors import UsageError

ACTS = (
    "attempt", "ingest", "recovery", "repair", "fixity", "access", "derive", "transfer-out", "transfer-in", "export",
    "dispose", "anchor", "key-add", "key-retire", "withhold", "attest", "search-none",
)  # fmt: skip
"""attempt: tried, not obtained · search-none: looked for, nothing found · ingest: preserved · derive: made from what
`parent` names, and preserved · access, transfer-out, transfer-in, export: who had it · fixity: checked, with the
result · repair: an altered object replaced · recovery: set right after a crash · dispose: erased on purpose ·
withhold: kept from an export · attest: reviewed, with the result · anchor: a checkpoint shown to someone outside ·
key-add, key-retire: who may sign from here on. A line with another act is read, not written."""

OWN = ("ingest", "recovery", "repair")
"""Acts that only the vault itself records, as part of doing them."""

MAX_LINE = 65_535
"""Bytes of a line, its newline included: the longest entry a tiled log can hold."""

VERSION = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")
Plain = str | int | bool


def _refuse(text: str) -> None:
    raise ValueError(f"{text} in a record: strings, integers and booleans only")


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)


@dataclass(frozen=True)
class Held:
    """Bytes a record is about: their SHA-256, size, media type as claimed, and role in the case."""

    sha256: str
    size: int
    mime: str = ""
    role: str = ""


@dataclass(frozen=True)
class Record:
    """One record. `t` (UTC, milliseconds) is the machine's claim until a checkpoint that covers it is anchored;
    the order of events comes from `seq` and `prev`, never from `t`.

    `salt` keeps the hash of a line from being guessed from its content. `prev` is the SHA-256 of the raw line
    before, newline included; of the file VAULT for the first.
    """

    seq: int
    prev: str
    act: str
    t: str
    salt: str
    clock: Mapping[str, Plain] = field(default_factory=dict)
    actor: Mapping[str, Plain] = field(default_factory=dict)
    obj: tuple[Held, ...] = ()
    src: Mapping[str, Plain] = field(default_factory=dict)
    parent: tuple[str, ...] = ()
    basis: str = ""
    note: str = ""
    v: int = VERSION


@dataclass(frozen=True)
class Draft:
    """What a record will say, before its place in the log is known."""

    act: str
    obj: tuple[Held, ...] = ()
    src: Mapping[str, Plain] = field(default_factory=dict)
    actor: str = ""
    parent: tuple[str, ...] = ()
    basis: str = ""
    note: str = ""

    def line(self, seq: int, prev: str) -> bytes:
        """Return the raw line with its newline; UsageError where it would be longer than a log entry may be."""
        body = {
            "v": VERSION, "seq": seq, "prev": prev, "act": self.act, "t": utc(time.time_ns()), "clock": clock(),
            "actor": {"id": self.actor}, "obj": [vars(held) for held in self.obj], "src": dict(self.src),
            "parent": list(self.parent), "basis": self.basis, "note": self.note, "salt": secrets.token_hex(16),
        }  # fmt: skip
        _only_plain(body)
        # ASCII escapes keep file names that are not valid UTF-8, and hide no writing direction marks.
        raw = json.dumps(body, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii") + b"\n"
        if len(raw) > MAX_LINE:
            name = self.src.get("name") or self.act
            message = f"{name}: its record would take {len(raw)} bytes, a log line holds {MAX_LINE}"
            raise UsageError(message, "shorten its note, basis, name or address; a long text can be an object itself")
        return raw


def parse(line: bytes) -> Record:
    """Read a raw line; ValueError says what is wrong with its form. Nothing is re-serialised."""
    if len(line) > MAX_LINE:
        raise ValueError(f"longer than {MAX_LINE} bytes")
    try:
        body = _DECODER.decode(line.decode("utf-8"))
        if body["v"] != VERSION:
            raise ValueError(f"record version {body['v']}, this version reads {VERSION}")
        found = Record(**{**body, "obj": tuple(Held(**o) for o in body["obj"]), "parent": tuple(body["parent"])})
    except (KeyError, TypeError, UnicodeDecodeError, RecursionError, json.JSONDecodeError) as error:
        raise ValueError("not a record") from error
    if b"null" in line:
        # Of what JSON holds only null can still be in the way; most lines cannot hold it, and there are millions.
        _only_plain(body)
    if type(found.seq) is not int or not all(_SHA256.fullmatch(h) for h in (found.prev, *hashes(found))):
        raise ValueError("not a record")
    return found


def hashes(record: Record) -> tuple[str, ...]:
    """Return the SHA-256 of every object the record is about."""
    return tuple(held.sha256 for held in record.obj)


def line_hash(line: bytes) -> str:
    """Return what the next record names as `prev`."""
    return hashlib.sha256(line).hexdigest()


def utc(time_ns: int) -> str:
    """Return a moment in UTC with milliseconds, whatever the time zone of the machine."""
    seconds, ns = divmod(time_ns, 1_000_000_000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{ns // 1_000_000:03d}Z"


def clock() -> dict[str, Plain]:
    """Return what the machine can say about its clock, and whether something keeps it set, where that is known."""
    state: dict[str, Plain] = {"mono_ns": time.monotonic_ns(), "source": "system", **kept()}
    if boot := _boot_id():
        state["boot_id"] = boot
    return state


@cache
def _boot_id() -> str:
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    return ""


def _only_plain(value: Any) -> None:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            _only_plain(each)
    elif not isinstance(value, str | int | bool):
        raise ValueError(f"{type(value).__name__} in a record: strings, integers and booleans only")
