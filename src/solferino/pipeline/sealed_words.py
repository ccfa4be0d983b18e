"""Words of a record that would endanger somebody: encrypted for the custodians, bound to the record by a commitment."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from solferino.pipeline.open_case import open_case
from solferino.vault import Held, Item, Vault
from solferino.vault.custody import whole
from solferino.vault.record import Plain
from solferino.vault.seal.envelope import seal, unseal
from solferino.vault.seal.session import current
from solferino.words.errors import EvidenceError, UsageError

MOST = 1 << 20
"""Bytes of words; more is a source of its own."""


def keep_words(root: Path, vault: Vault, file: Path, *, by: str) -> tuple[Held, Mapping[str, Plain]]:
    """Preserve the words in `file` (`-` for standard input) as ciphertext; return it, and what the record says of it.

    UsageError where there are none, or the case names nobody who could open them.
    """
    if not (root / "case.toml").is_file():
        raise UsageError(f"{root} is no case: who may open sealed words stands in case.toml", "name the case's folder")
    data = sys.stdin.buffer.read(MOST + 1) if str(file) == "-" else _read(file)
    if not data.strip() or len(data) > MOST:
        raise UsageError(f"{file}: words to seal are 1 to {MOST} bytes", "a longer text is a source: add --sealed")
    ciphertext, committed = seal(data, open_case(root).settings.seal.recipients)
    (kept,) = vault.ingest(
        [Item(data=ciphertext, role="sealed-words")], basis="sealed words of a record", actor=by
    )  # fmt: skip
    held = Held(kept.sha256, len(ciphertext), role="sealed-words")
    return held, {"sealed": kept.sha256, "commitment": committed}


def open_words(root: Path, vault: Vault, given: str) -> str:
    """Return the words that `given`, their ciphertext's SHA-256 or twelve digits of it, stands for.

    EvidenceError where the case is locked, or they are not the ones that the record is bound to.
    """
    sealed = whole(vault, given)
    told = next((r.src for r in vault.records() if r.src.get("sealed") == sealed), None)
    if told is None:
        raise UsageError(f"no record has sealed words {given}", "solferino log CASE shows which do")
    session = current(root)
    if session is None:
        raise EvidenceError(f"{given} is sealed, and the case is locked", f"solferino unlock {root}", [sealed])
    found = unseal(vault.read(sealed), session.identity, name=sealed, committed=str(told.get("commitment", "")))
    return found.data.decode("utf-8", "replace")


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST + 1)
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", "check the path; - reads standard input") from None
