"""A held file taken further: recognised, and what its format holds brought into the vault beside it."""

from __future__ import annotations

from solferino.vault.intake.archive import CONTAINERS, unpack
from solferino.vault.intake.caps import Caps, Meter
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
from solferino.vault.vault import Vault


def take(vault: Vault, sha256: str, *, name: str, caps: Caps | None = None) -> Taken:
    """Derive what can be derived from an exhibit; the exhibit stands whatever comes of it."""
    found = recognise(vault.ensure(sha256), name)
    if found.kind in CONTAINERS:
        result = unpack(vault, sha256, kind=found.kind, meter=Meter(caps or Caps()))
        made, troubles = counted(result.states().elements())
        return Taken(found.kind, found.why, made, troubles)
    return Taken(found.kind, found.why)
