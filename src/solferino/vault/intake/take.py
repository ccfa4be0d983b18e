"""A held file taken further: recognised, and what its format holds brought into the vault beside it."""

from __future__ import annotations

from pathlib import Path

from solferino.vault.intake.archive import CONTAINERS, Unpacked, unpack
from solferino.vault.intake.caps import Caps, Meter
from solferino.vault.intake.derived import derive_decoded
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.near import keep_near, near
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
from solferino.vault.vault import Vault

DECODED = ("pdf", "video", "warc", "wacz", "mail", "mbox")


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
        parts += _members(vault, result, most=(caps or Caps()).decoded)
    elif found.kind in DECODED:
        parts.append(derive_decoded(vault, sha256, what=found.kind))
    elif found.kind == "picture":
        parts += [_picture(vault, sha256)]
    made = tuple(line for part in parts for line in part.made)
    return Taken(found.kind, found.why, made, tuple(line for part in parts for line in part.troubles))


def _members(vault: Vault, result: Unpacked, *, most: int) -> list[Taken]:
    """Derive from the members of an archive what would be derived from them outside of it."""
    waiting, seen, known = [result], set[str](), list[tuple[str, str]]()
    while waiting:
        one = waiting.pop(0)
        waiting += one.within
        for member in one.members:
            if member.held and member.sha256 not in seen:
                seen.add(member.sha256)
                kind = recognise(vault.path(member.sha256), member.name).kind
                known += [(kind, member.sha256)] if kind in (*DECODED, "picture") else []
    found = [_picture(vault, sha256) if kind == "picture" else derive_decoded(vault, sha256, what=kind)
             for kind, sha256 in known[:most]]  # fmt: skip
    made = [f"{len([f for f in found if f.made])} members decoded, what was found as derived exhibits"] if found else []
    troubles = [line for each in found for line in each.troubles]
    troubles += [f"{len(known) - most} members not decoded: more than {most}"] if len(known) > most else []
    return [Taken(made=tuple(made), troubles=tuple(troubles))]


def _picture(vault: Vault, sha256: str) -> Taken:
    both = [derive_decoded(vault, sha256, what=what) for what in ("picture", "pdq")]
    leads = near(vault, sha256)
    for lead in leads:
        keep_near(vault, lead)
    made = tuple(line for each in both for line in each.made) + tuple(map(str, leads))
    return Taken(made=made, troubles=tuple(line for each in both for line in each.troubles))
