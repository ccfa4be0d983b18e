"""Signed notes, as C2SP signed-note has them: a text, an empty line, and one line for each signature.

Only what a known key signed may be relied on. Signatures of unknown keys say nothing and are passed over; one of a
known key that does not verify spoils the whole note.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from solferino.vault.vkey import Vkey, unbase64

MOST_SIGNATURES = 100
MOST_BYTES = 1 << 20
_LINE = re.compile(r"\N{EM DASH} ([^+\s]+) (\S+)\n")
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True)
class Signature:
    """One signature line: whose it says it is, and the bytes after the key id."""

    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        return f"\N{EM DASH} {self.name} {base64.b64encode(self.key_id + self.blob).decode()}\n"

    def of(self, key: Vkey) -> bool:
        """Return whether the line names this key; both name and id must be its own."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True)
class Note:
    """A text, with its final newline, and the signatures under it."""

    text: bytes
    signatures: tuple[Signature, ...] = ()

    @property
    def raw(self) -> bytes:
        """Return the bytes of the note; of the text alone while nobody has signed it."""
        tail = "".join(signature.line for signature in self.signatures).encode()
        return self.text + b"\n" + tail if tail else self.text

    def signers(self, keys: Iterable[Vkey]) -> tuple[Vkey, ...]:
        """Return the known keys that signed; ValueError where a signature of a known key does not verify."""
        found = []
        for key in keys:
            for signature in self.signatures:
                if signature.of(key):
                    if not key.signed(self.text, signature.blob):
                        raise ValueError(f"the signature of {key.name} is not of this text")
                    found.append(key)
        return tuple(dict.fromkeys(found))


def read_note(raw: bytes, *, unsigned: bool = False) -> Note:
    """Read a signed note strictly, or with `unsigned` also a text nobody signed; ValueError says what is wrong."""
    if len(raw) > MOST_BYTES:
        raise ValueError(f"longer than {MOST_BYTES} bytes")
    if _CONTROL.search(raw):
        raise ValueError("a control character in a note")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    if not raw.endswith(b"\n"):
        raise ValueError("its last line has no end")
    text, empty, tail = raw.rpartition(b"\n\n")
    if not empty:
        if unsigned:
            return Note(raw)
        raise ValueError("no signature")
    return Note(text + b"\n", read_signatures(tail))


def unsigned(note: Note, keys: Iterable[Vkey]) -> tuple[str, ...]:
    """Return in words for which of these keys the note bears no signature that verifies."""
    found = []
    for key in keys:
        try:
            signed = bool(note.signers([key]))
        except ValueError as error:
            found.append(str(error))
            continue
        if not signed:
            found.append(f"not signed by {key.name} (key {key.id.hex()})")
    return tuple(found)


def read_signatures(raw: bytes) -> tuple[Signature, ...]:
    """Read signature lines, at least one; ValueError names the first that is none."""
    found = []
    for line in raw.decode("utf-8").splitlines(keepends=True):
        match = _LINE.fullmatch(line)
        blob = unbase64(match[2]) if match else b""
        if match is None or len(blob) < 5:
            raise ValueError(f"no signature line: {line.strip()[:60]!r}")
        found.append(Signature(match[1], blob[:4], blob[4:]))
    if not 0 < len(found) <= MOST_SIGNATURES:
        raise ValueError(f"{len(found)} signatures; from 1 to {MOST_SIGNATURES} are read")
    return tuple(found)
