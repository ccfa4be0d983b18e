"""What is sealed, as the stages see it: where a build stands, what a locked case cannot read, and the plain bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from solferino.store.engine import spilling
from solferino.vault import Vault
from solferino.vault.seal.envelope import Opened, unseal
from solferino.vault.seal.session import current
from solferino.words.case import CaseFile
from solferino.words.errors import EvidenceError
from solferino.words.source import Source

SEALED = ".age"
"""Ending of a file that is kept encrypted, after the ending of its format."""


def build_folder(root: Path) -> Path:
    """Return where the case builds: in its own folder; while it is unlocked, in the session's, which lock removes.

    What is derived in clear from sealed sources therefore never stands in the case.
    """
    session = current(root)
    return session.build if session else root / "build"


@contextmanager
def in_session(root: Path) -> Iterator[Path]:
    """Yield the folder in which the case builds; while it is open, engines spill into the session's folder alone."""
    session = current(root)
    with spilling(session.folder / "spilled") if session else nullcontext():
        yield build_folder(root)


def locked(case: CaseFile) -> bool:
    """True where the case holds sealed sources and no session is open."""
    return any(s.commitment for s in case.sources) and current(case.root) is None


def shut_tables(case: CaseFile) -> frozenset[str]:
    """Return the tables into which sources would be read that are locked now."""
    if not locked(case):
        return frozenset()
    return frozenset(r.table for s in case.sources if s.commitment for r in s.readings)


def withheld(case: CaseFile) -> tuple[str, ...]:
    """Return a note where the case is locked: what a build without keys cannot say."""
    if not (tables := sorted(shut_tables(case))):
        return ()
    told = f"sealed sources are locked: what asks {', '.join(tables)} is withheld unless it was attested"
    return (f"{told}, and case.lock stays as it was",)


def plain_bytes(case: CaseFile, source: Source, vault: Vault) -> bytes:
    """Return the bytes of a source as it was filed; EvidenceError where it is sealed and the case locked."""
    return opened(case, source, vault).data if source.commitment else vault.read(source.sha256)


def opened(case: CaseFile, source: Source, vault: Vault) -> Opened:
    """Return what a sealed source holds, checked against its commitment."""
    session = current(case.root)
    if session is None:
        raise EvidenceError(f"{source.path} is sealed, and the case is locked", "solferino unlock CASE", [source.path])
    return unseal(vault.read(source.sha256), session.identity, name=source.path, committed=source.commitment)
