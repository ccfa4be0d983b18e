"""A held file taken further: recognised, and what its format holds brought into the vault beside it."""

from __future__ import annotations

from pathlib import Path

from solferino.vault.intake.archive import CONTAINERS, unpack
from solferino.vault.intake.caps import Caps, Meter
from solferino.vault.intake.derived import derive_decoded
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.near import keep_near, near
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
from solferino.vault.vault import Vault


def foreseen(path: Path) -> Taken:
    """Return the format of a file that is not held yet; nothing is opened beyond what tells it."""
    found = recognise(path, path.name)
    return Taken(found.kind, found.why)


def take(vault: Vault, sha256: str, *, name: str, caps: Caps | None = None) -> Taken:
    """Derive what can be derived from an exhibit; the exhibit stands whatever comes of it."""
    found = recognise(vault.ensure(sha256), name)
    parts: list[Taken] = []
    if found.kind in CONTAINERS:
        result = unpack(vault, sha256, kind=found.kind, meter=Meter(caps or Caps()))
        parts.append(Taken("", "", *counted(result.states().elements())))
    elif found.kind in ("pdf", "video"):
        parts.append(derive_decoded(vault, sha256, what=found.kind))
    elif found.kind == "picture":
        parts += [_picture(vault, sha256)]
    made = tuple(line for part in parts for line in part.made)
    return Taken(found.kind, found.why, made, tuple(line for part in parts for line in part.troubles))


def _picture(vault: Vault, sha256: str) -> Taken:
    both = [derive_decoded(vault, sha256, what=what) for what in ("picture", "pdq")]
    leads = near(vault, sha256)
    for lead in leads:
        keep_near(vault, lead)
    made = tuple(line for each in both for line in each.made) + tuple(map(str, leads))
    return Taken(made=made, troubles=tuple(line for each in both for line in each.troubles))
