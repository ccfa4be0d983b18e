"""The file VAULT: format version and the vault's random name; written once, bound by the log's first line."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.disk import NotRegularError, read_inside
from solferino.words.errors import EvidenceError, MachineError

VERSION = 1
_FORM = re.compile(rb"solferino vault ([1-9][0-9]*)\nid ([0-9a-f]{32})\n")


@dataclass(frozen=True)
class Header:
    """The 128-bit id of a vault, and the bytes that state it."""

    id: str

    @classmethod
    def new(cls) -> Header:
        """Return the header of a vault yet to be made."""
        return cls(secrets.token_hex(16))

    @property
    def raw(self) -> bytes:
        return f"solferino vault {VERSION}\nid {self.id}\n".encode()

    @property
    def origin(self) -> str:
        """Name of the log in checkpoints and proofs."""
        return f"solferino-vault/{self.id}"

    @property
    def prev(self) -> str:
        """What the first record names as its predecessor: the SHA-256 of the file VAULT."""
        return hashlib.sha256(self.raw).hexdigest()


def read_header(root: Path) -> Header:
    """Read VAULT; EvidenceError where it is missing or altered, MachineError where its format is newer."""
    try:
        raw = read_inside(root, "VAULT")
    except FileNotFoundError:
        raise EvidenceError(f"{root}: no vault here (no file VAULT)", "check the path", ["VAULT"]) from None
    except NotRegularError as error:
        raise EvidenceError(f"{root}/VAULT: is a {error.kind}, not opened", "put the file back", ["VAULT"]) from None
    except OSError as error:
        raise MachineError(f"{root}/VAULT: {error.strerror}") from error
    match = _FORM.fullmatch(raw)
    if match is None:
        raise EvidenceError(f"{root}/VAULT: altered, not a vault's header", "restore it from a copy", ["VAULT"])
    if int(match[1]) != VERSION:
        message = f"{root}/VAULT: format {match[1].decode()}, this version reads format {VERSION}"
        raise MachineError(message, "update Solferino; if VAULT was edited, restore it from a copy")
    return Header(match[2].decode())
