"""A partner's cosignature by file: what to send, what to answer, what to take back; no network, and no third party."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from solferino.vault import Vault, witness
from solferino.vault.proof import read_proof
from solferino.vault.signing import KEY, sign
from solferino.vault.state import recall
from solferino.vault.vkey import read_vkey
from solferino.words.errors import EvidenceError, UsageError

Ask = Callable[[bool], str]
ANSWER = ".cosig"
"""Ending of an answer's file."""
MOST = 1 << 20
"""Bytes of a file that is read here; a request or an answer has a few thousand."""


@dataclass(frozen=True)
class Exchanged:
    """What was done with a file: which one was written or read, over how many records, and whose key the other needs.

    `key` is one's own key where something is to be sent, the partner's where its cosignature was taken.
    """

    did: Literal["asked", "answered", "taken"]
    file: Path
    size: int
    key: str

    def json(self) -> dict[str, str | int]:
        """Return it as plain values."""
        return {"did": self.did, "file": str(self.file), "records": self.size, "key": self.key}


def exchange(
    case: Path, file: Path, *, key: str = "", seen: int | None = None, name: str = "", ask: Ask | None = None
) -> Exchanged:
    """Do the next step of cosigning: write a request to `file` where there is none, else answer it, or take an answer.

    `key` is the partner's public key: the log's own where its request is answered, the witness' where an answer is
    asked for or taken. `seen` is how many records the witness has seen, where it is not what the log says of it; `name`
    who answers, or who acts.
    """
    if not file.exists():
        if file.suffix == ANSWER:
            raise EvidenceError(f"{file}: there is no such file", "check the path of the partner's answer", [str(file)])
        return _request(case, file, key=key, seen=seen, actor=name, ask=ask)
    raw = _read(file)
    if not key:
        raise UsageError(
            f"{file}: whose it is must be known",
            "give its owner's public key with --key; a new request goes to a new file",
        )
    try:
        size = read_proof(raw).checkpoint.size
    except ValueError:
        taken = witness.accept(Vault.open(case / "vault"), raw, key=read_vkey(key), actor=name)
        return Exchanged("taken", file, taken, key)
    return _answer(file, raw, size=size, key=key, name=name, ask=ask)


def _request(case: Path, file: Path, *, key: str, seen: int | None, actor: str, ask: Ask | None) -> Exchanged:
    vault = Vault.open(case / "vault")
    seen = witness.seen_by(vault, read_vkey(key) if key else None) if seen is None else seen
    own = sign(vault, ask=_asking(ask, vault.id, KEY), actor=actor)
    file.write_bytes(witness.request(vault.root_path, seen))
    return Exchanged("asked", file, vault.size, str(own))


def _answer(file: Path, raw: bytes, *, size: int, key: str, name: str, ask: Ask | None) -> Exchanged:
    if not name:
        raise UsageError(f"{file} asks for a cosignature", "say with --by who gives it, such as archive.example.org")
    written = file.with_name(f"{file.name}{ANSWER}")
    if written.exists():
        raise UsageError(f"{written} exists", "move it away, then answer again")
    asking = _asking(ask, "witness", witness.KEY)
    written.write_bytes(witness.answer(raw, name=name, log_key=read_vkey(key), ask=asking))
    return Exchanged("answered", written, size, str(witness.witness_key(name, ask=asking)))


def _asking(ask: Ask | None, *where: str) -> Callable[[], str] | None:
    """Return how to ask for a passphrase, which knows whether the key is yet to be made."""
    return None if ask is None else lambda: ask(recall(*where) is None)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST)
    except OSError as error:
        raise EvidenceError(f"{file}: {error.strerror}", "check the path", [str(file)]) from None
