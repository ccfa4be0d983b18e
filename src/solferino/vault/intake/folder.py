"""A folder into the store: its files, and a listing that also says what was not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from solferino.vault.intake.member import HELD, NAME_IN_RECORD, Member, listing
from solferino.vault.intake.taken import Taken
from solferino.vault.intake.told import counted
from solferino.vault.item import Item
from solferino.vault.vault import Vault
from solferino.words.errors import UsageError

_KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link", stat.S_IFIFO: "pipe",
          stat.S_IFSOCK: "socket", stat.S_IFCHR: "device", stat.S_IFBLK: "device"}  # fmt: skip


def take_folder(vault: Vault, path: Path) -> Taken:
    """Preserve a folder as `keep_folder` does, and say what was held."""
    return told_folder(keep_folder(vault, path))


def told_folder(members: Sequence[Member]) -> Taken:
    """Return what stands in a folder in words: how much is held, and what is not."""
    made, troubles = counted(m.state for m in members)
    return Taken("folder", "each file an exhibit, links not followed", made, troubles)


def keep_folder(vault: Vault, path: Path, *, basis: str = "", note: str = "") -> tuple[Member, ...]:
    """Preserve every regular file below `path` and a listing; links are recorded with their target, not followed.

    Returns what stood there. UsageError where it is no folder, or holds no file.
    """
    if path.is_symlink() or not path.is_dir():
        raise UsageError(f"{path} is no folder", "name the folder itself; links are not followed")
    members = survey(path)
    items = [
        Item(path=path / m.name, role="member", name=m.name[:NAME_IN_RECORD])
        for m in members
        if m.held
    ]  # fmt: skip
    if not items:
        raise UsageError(f"{path} holds no file: there is nothing to preserve", "links are not followed; name files")
    receipts = iter(
        vault.ingest(
            items,
            basis=basis or "file of an added folder",
            note="; ".join(filter(None, (path.name[:NAME_IN_RECORD], note))),
        )
    )
    full = []
    for member in members:
        if member.held:
            receipt = next(receipts)
            member = replace(member, sha256=receipt.sha256, size=receipt.size)
        full.append(member)
    vault.ingest([Item(data=listing(full), role="listing", name=path.name, mime="application/jsonl")],
                 basis="listing of an added folder")  # fmt: skip
    return tuple(full)


def foreseen_folder(path: Path) -> Taken:
    """Return what `take_folder` would preserve, from the names alone."""
    return told_folder(survey(path))


def survey(path: Path) -> tuple[Member, ...]:
    """Return what stands below `path`, in the order of names, without opening a file or following a link."""
    return tuple(replace(member, index=index) for index, member in enumerate(_walk(path, "")))


def _walk(path: Path, above: str) -> Iterator[Member]:
    with os.scandir(path) as found:
        entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        kind = _KINDS.get(stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode), "entry of an unknown kind")
        name = above + entry.name
        member = Member(0, name, os.fsencode(name).hex(), kind)
        if kind == "file":
            yield replace(member, state=HELD)
        elif kind == "folder":
            yield replace(member, state="a folder")
            yield from _walk(Path(entry.path), f"{name}/")
        elif kind == "link":
            yield replace(member, target=os.readlink(entry.path), state="a link, not followed")  # noqa: PTH115
        else:
            yield replace(member, state=f"a {kind}, not opened")
