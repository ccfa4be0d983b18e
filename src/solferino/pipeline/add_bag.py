"""Preserve a bag that somebody else made: every file of it, and a note of what vouched for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solferino.vault import Vault
from solferino.vault.bag.take import take
from solferino.words.errors import UsageError


@dataclass(frozen=True)
class Bagged:
    """What came of a bag: exhibits and other files, how many were new, and what the check warned of."""

    exhibits: int
    others: int
    new: int
    root: str
    warnings: tuple[str, ...]


def add_bag(root: Path, path: Path, *, dry_run: bool = False, by: str = "", basis: str = "", note: str = "") -> Bagged:
    """Check the bag at `path` and preserve it in the case at `root`, all or nothing; with `dry_run` only check.

    No source is drafted: which of the exhibits speak for something is for the case to say.
    """
    if not (root / "case.toml").is_file():
        raise UsageError(f"{root} is not a case: it has no case.toml", f"solferino init {root} makes one")
    taken = take(path)
    new = 0
    if not dry_run:
        vouched = f", whose tag manifest is {taken.report.root}" if taken.report.root else ""
        receipts = Vault.open(root / "vault", create=True, actor=by).ingest(
            taken.items,
            basis=basis or "added by hand",
            note="; ".join(filter(None, (f"from the bag {path.resolve().name}{vouched}", note))),
        )
        new = sum(receipt.new for receipt in receipts)
    exhibits = taken.report.size
    return Bagged(exhibits, len(taken.items) - exhibits, new, taken.report.root, taken.report.warnings)
