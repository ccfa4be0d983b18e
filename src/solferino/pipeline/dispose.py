"""Erasing an exhibit of a case: its object, the file it was added from, and a record of who and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solferino.casefile import load
from solferino.pipeline.preserve import digest
from solferino.vault import Vault
from solferino.vault.seal.disposal import dispose


@dataclass(frozen=True)
class Disposal:
    """What verify will say of the object, the files erased beside it, and the descriptions that still pin it."""

    told: str
    files: tuple[str, ...]
    described: tuple[str, ...]


def dispose_of(root: Path, sha256: str, *, basis: str, by: str) -> Disposal:
    """Erase the exhibit `sha256` from the case at `root`; files are erased where their bytes are the exhibit's."""
    sha256 = sha256.removeprefix("sha256:")
    sources = [s for s in load(root).sources if s.sha256 == sha256]
    told = dispose(Vault.open(root / "vault"), sha256, basis=basis, actor=by)
    paths = {root / s.path for s in sources if not s.path.startswith("law:")}
    files = sorted(p for p in paths if p.is_file() and digest(p.read_bytes()) == sha256)
    for path in files:
        path.unlink()
    return Disposal(told, tuple(p.relative_to(root).as_posix() for p in files), tuple(s.file for s in sources))
