"""Time stamps that lie among preserved files (RFC 3161, whole or bare), each judged over the text beside it.

The auto-archiver stamps a text of hashes, one a line: those of its uppermost files. Addresses, collectors and times of
capture are in it nowhere, and the copies within other files are not either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from solferino.vault.intake.digests import Digests
from solferino.vault.time.foreign import imprints, judge_foreign, read_token
from solferino.vault.time.judge import Judgement
from solferino.vault.time.roots import read_roots
from solferino.vault.time.state import State
from solferino.vault.vault import Vault

MOST = 200
"""Time stamps that are judged: each asks a program or two."""
_TEXT = 1 << 20
_CERTIFICATE = b"-----BEGIN CERTIFICATE-----"
_BEGINS = re.compile(rb"\x30[\x80-\x84]|[0-9a-f]{64}|" + _CERTIFICATE)
_HASHES = re.compile(rb"(?:[0-9a-f]{64}|[0-9a-f]{128})(?:\r?\n(?:[0-9a-f]{64}|[0-9a-f]{128}))*\s*")


@dataclass(frozen=True)
class Stamp:
    """A token, the text it is about (empty where none beside it is), and how it stands.

    `pinned` is false where it only leads to a root that lies beside it, which proves nothing. `covers` are the
    exhibits whose hashes stand in the text, `lost` how many of its hashes no file has.
    """

    token: str
    text: str
    judgement: Judgement
    pinned: bool = True
    covers: tuple[str, ...] = ()
    lost: int = 0

    def __str__(self) -> str:
        at = self.judgement
        if at.before is None:
            return f"the time stamp {self.token[:12]} {at.state.says}"
        if self.pinned:
            return f"{len(self.covers)} files existed before {at.before:%Y-%m-%d %H:%M:%S} UTC, by a pinned authority"
        roots = ", ".join(at.roots)
        return (
            f"the time stamp {self.token[:12]} states {at.time:%Y-%m-%d %H:%M:%S} UTC under the root {roots}, which "
            "lies beside it and which the case does not pin: it proves nothing until you compare and pin that root"
        )


def stamps(vault: Vault, held: Iterable[str], *, digests: Digests, roots: bytes) -> tuple[list[Stamp], list[str]]:
    """Judge every token among the exhibits `held`, under `roots` (PEM), else under certificates among them."""
    tokens, texts, beside = list[str](), dict[bytes, str](), list[bytes]()
    for sha256 in (each for each in held if _may_be(vault.path(each))):
        data = vault.read(sha256)
        if read_token(data) is not None:
            tokens.append(sha256)
        elif _HASHES.fullmatch(data):
            texts |= dict.fromkeys(imprints(data), sha256)
        elif data.startswith(_CERTIFICATE) and _certificate(data):
            beside.append(data)
    found = [_judged(vault, one, texts, digests, roots, b"\n".join(beside[:MOST])) for one in tokens[:MOST]]
    more = [f"{len(tokens) - MOST} time stamps not judged: more than {MOST}"] if len(tokens) > MOST else []
    return found, more


def _judged(
    vault: Vault, token: str, texts: Mapping[bytes, str], digests: Digests, roots: bytes, beside: bytes
) -> Stamp:
    data = vault.read(token)
    told = read_token(data)
    assert told is not None
    text = texts.get(told.imprint, "")
    if not text:
        return Stamp(token, "", Judgement(State.OTHER_HASH, told.time, why="no text beside it is what it stamps"))
    lines = vault.read(text).decode("ascii").split()
    covered = [digests.of(line) for line in lines]
    covers, lost = tuple(c for c in covered if c), covered.count("")
    judgement = judge_foreign(data, told.imprint, roots=roots)
    if judgement.before is None and judgement.state is State.UNKNOWN_ROOT and beside:
        other = judge_foreign(data, told.imprint, roots=beside)
        if other.before is not None:
            return Stamp(token, text, other, pinned=False, covers=covers, lost=lost)
    return Stamp(token, text, judgement, covers=covers, lost=lost)


def _may_be(path: Path) -> bool:
    """Tell by size and first bytes what is worth reading whole: a token, a text of hashes, a certificate."""
    with path.open("rb") as file:
        return path.stat().st_size <= _TEXT and _BEGINS.match(file.read(64)) is not None


def _certificate(data: bytes) -> bool:
    try:
        return bool(read_roots(data))
    except ValueError:
        return False
