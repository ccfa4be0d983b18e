"""What of a case's vault may leave as a bag: the bytes of its public sources, and the records about them."""

from __future__ import annotations

from pathlib import Path

from solferino.pipeline.open_case import open_case
from solferino.vault.bag.export import Exported, export
from solferino.vault.secret import Ask
from solferino.words.errors import UsageError


def export_case(
    root: Path, to: Path, *, everything: bool = False, basis: str = "", actor: str = "", ask: Ask | None = None
) -> Exported:
    """Write the vault of the case at `root` as a bag at `to`; the export is a record of its log.

    Only what a public source of the case pins leaves: bytes that no source speaks of any more, and whatever a
    restricted or sealed one pins too, stay. With `everything` all objects and records leave.
    `ask` is asked for the passphrase of the signing key, where this machine has one.
    """
    if not (root / "case.toml").is_file():
        raise UsageError(f"{root} is not a case: it has no case.toml", f"solferino init {root} makes one")
    if to.resolve().is_relative_to((root / "vault").resolve()):
        raise UsageError(f"{to} lies in the vault itself", "name a folder elsewhere")
    case = open_case(root)
    kept = {source.sha256 for source in case.sources if source.sensitivity != "public"}
    allowed = {source.sha256 for source in case.sources if source.sha256} - kept
    return export(root / "vault", to, title=case.settings.title, allowed=None if everything else allowed, basis=basis,
                  actor=actor, ask=ask)  # fmt: skip
