"""Erasing an exhibit of a case: its object, the file it was added from, and a record of who and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solferino.pipeline.open_case import open_case
from solferino.pipeline.preserve import digest
from solferino.vault import Vault
from solferino.vault.custody import whole
from solferino.vault.seal.disposal import come_of, dispose


@dataclass(frozen=True)
class Disposal:
    """What verify will say of each object, the files erased beside them, the descriptions that still pin one.

    `left` is what was made of the object, or taken out of it, and is still held.
    """

    told: tuple[str, ...]
    files: tuple[str, ...]
    described: tuple[str, ...]
    left: tuple[str, ...]


def dispose_of(root: Path, sha256: str, *, basis: str, by: str, derived: bool = False) -> Disposal:
    """Erase the exhibit `sha256` from the case at `root`; files are erased where their bytes are the exhibit's.

    With `derived` all that came of it alone is erased too: its members, its text, copies made of it.
    """
    vault = Vault.open(root / "vault")
    sha256 = whole(vault, sha256)
    came = come_of(vault, sha256)
    gone = (sha256, *came) if derived else (sha256,)
    sources = [s for s in open_case(root).sources if s.sha256 in gone]  # a case that cannot be read loses nothing
    told = tuple(dispose(vault, each, basis=basis, actor=by) for each in gone)
    paths = {root / s.path for s in sources if not s.path.startswith("law:")}
    files = sorted(p for p in paths if p.is_file() and digest(p.read_bytes()) in gone)
    for path in files:
        path.unlink()
    return Disposal(told, tuple(p.relative_to(root).as_posix() for p in files), tuple(s.file for s in sources),
                    () if derived else came)  # fmt: skip
