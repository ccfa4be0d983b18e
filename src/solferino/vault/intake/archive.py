"""An archive into the store: each member an exhibit, a listing that says what was there and in what state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from solferino.vault.entry import Entry
from solferino.vault.intake.caps import Meter, OverError
from solferino.vault.intake.kind import recognise
from solferino.vault.intake.measure import BROKEN
from solferino.vault.intake.member import NAME_IN_RECORD, Member, listing
from solferino.vault.intake.tar import Tar
from solferino.vault.intake.tool import TOOL
from solferino.vault.intake.zip import Zip
from solferino.vault.item import Item
from solferino.vault.record import Draft, Held, Plain
from solferino.vault.vault import Vault

CONTAINERS = ("zip", "tar")


@dataclass(frozen=True)
class Unpacked:
    """The members of one archive, and of those within it; `damage` says why an archive could not be read at all."""

    members: tuple[Member, ...] = ()
    within: tuple[Unpacked, ...] = ()
    damage: str = ""

    def states(self) -> Counter[str]:
        """Return how many members are in each state, those of archives within included."""
        found = Counter(member.state for member in self.members)
        found.update([self.damage] if self.damage else [])
        for each in self.within:
            found += each.states()
        return found


def unpack(vault: Vault, sha256: str, *, kind: str, meter: Meter, depth: int = 1) -> Unpacked:
    """Bring the members of a held archive, and of those within it, into the vault; nothing touches a path.

    An archive that cannot be taken apart stays whole, which a record says.
    """
    left = list[Entry]()
    found = _unpack(vault, sha256, kind, meter, depth, left)
    vault.write(left)
    return found


def _unpack(vault: Vault, sha256: str, kind: str, meter: Meter, depth: int, left: list[Entry]) -> Unpacked:
    """Bring the members of a held archive into the vault, and a listing of them; nothing touches a path.

    Each member is read twice: once to know whether all of it is sound and within the caps, once into the store. What
    stays whole is added to `left`.
    """
    before = meter.members
    try:
        meter.archive()
        with _opened(vault, sha256, kind, meter) as archive:
            members = tuple(archive.members(meter))
            terms = Draft("ingest", parent=(sha256,), basis="member of an archive")
            entries = [
                Entry(terms, Item(stream=partial(archive.pieces, m.index), role="member", name=m.name[:NAME_IN_RECORD]))
                for m in members
                if m.held
            ]
            how: dict[str, Plain] = {"tool": TOOL, "method": f"members of {kind}", "nesting": depth}
            told = Item(data=listing(members), role="listing", mime="application/jsonl")
            vault.write([*entries, Entry(Draft("derive", src=how, parent=(sha256,)), told)])
    except OverError as over:
        meter.members = before
        return _whole(left, vault, sha256, kind, why=str(over).removeprefix("not read: "))
    except BROKEN as error:
        return _whole(left, vault, sha256, kind, why=f"damaged ({str(error)[:200] or type(error).__name__})")
    return Unpacked(members, tuple(_within(vault, members, meter, depth, left)))


def _within(
    vault: Vault, members: tuple[Member, ...], meter: Meter, depth: int, left: list[Entry]
) -> Iterator[Unpacked]:
    for sha256, name in {m.sha256: m.name for m in members if m.held}.items():
        kind = recognise(vault.path(sha256), name).kind
        if kind not in CONTAINERS:
            continue
        if depth >= meter.caps.nesting:
            yield _whole(left, vault, sha256, kind, why=f"more than {meter.caps.nesting} archives deep")
        else:
            yield _unpack(vault, sha256, kind, meter, depth + 1, left)


def _whole(left: list[Entry], vault: Vault, sha256: str, kind: str, *, why: str) -> Unpacked:
    """Let it be recorded that an archive was not taken apart, and why."""
    why = f"kept whole: {why}"
    held = Held(sha256, vault.path(sha256).stat().st_size)
    left.append(Entry(Draft("attempt", (held,), {"tool": TOOL, "method": f"members of {kind}"}, note=why)))
    return Unpacked(damage=f"archive {why}")


@contextmanager
def _opened(vault: Vault, sha256: str, kind: str, meter: Meter) -> Iterator[Zip | Tar]:
    path = vault.ensure(sha256)
    with path.open("rb") as file:
        yield Zip(file, meter) if kind == "zip" else Tar(file, size=path.stat().st_size, meter=meter)
