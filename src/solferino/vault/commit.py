"""Bringing bytes in: stage, sync, name, and say what the log must now record. The log itself is written after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from solferino.vault.disk import fsync_folders
from solferino.vault.item import Item, Receipt
from solferino.vault.log import Log
from solferino.vault.objects import FOLDER, Replaced, install, shown
from solferino.vault.record import Draft, Held
from solferino.vault.stage import Staged, stage
from solferino.vault.wholedisk import whole_disk
from solferino.words.errors import EvidenceError


@dataclass(frozen=True)
class Outcome:
    """Every object is in place and durable; `drafts` are the records to append, `receipts` what to answer then."""

    drafts: tuple[Draft, ...]
    receipts: tuple[Receipt, ...]


def draft(item: Item, terms: Draft, sha256: str, *, size: int) -> Draft:
    """Return the record of an item's ingest, or derivation, on these terms; `src` of a derivation says how."""
    claimed = {"name": item.claimed_name, "url": item.url, "method": "file" if item.path is not None else "bytes"}
    return replace(
        terms,
        obj=(Held(sha256, size, item.mime, item.role),),
        src={**{key: value for key, value in claimed.items() if value}, **terms.src}
        if terms.act == "ingest"
        else terms.src,
    )


def put(log: Log, items: Sequence[Item], terms: Draft, *, pin: str = "") -> Outcome:
    """Bring every item into objects/, durably; the caller holds the writer's lock and appends the drafts after."""
    # One file is synced by itself: it need not wait for what other programs have written to the same disk.
    disk = whole_disk(log.root) if len(items) > 1 else None
    try:
        staged = stage(log.root, items, disk)
        for one in staged:
            demand_pin(one.item, pin, one.sha256)
        fans = sorted({one.sha256[:2] for one in staged})
        fresh = any(not (log.root / FOLDER / fan).is_dir() for fan in fans)
        outcome = _named(log, staged, terms)
        if disk is not None:
            disk.sync()
        else:
            homes = [log.root / FOLDER / fan for fan in fans]
            fsync_folders([*homes, log.root / FOLDER] if fresh else homes)
        return outcome
    finally:
        if disk is not None:
            disk.close()


def _named(log: Log, staged: Sequence[Staged], terms: Draft) -> Outcome:
    """Give staged bytes their names in objects/; the caller syncs the folders."""
    drafts, receipts, fresh = list[Draft](), list[Receipt](), dict[str, int]()
    for one in staged:
        replaced = install(log.root, one.path, one.sha256)
        if replaced is not None:
            drafts.append(_repair(one, replaced, terms))
        seq = log.held.get(one.sha256, fresh.get(one.sha256))
        new = seq is None
        if seq is None:
            seq = fresh[one.sha256] = log.size + len(drafts)
            drafts.append(draft(one.item, terms, one.sha256, size=one.size))
        receipts.append(Receipt(one.sha256, one.size, seq, new))
    return Outcome(tuple(drafts), tuple(receipts))


def demand_pin(item: Item, pin: str, found: str) -> None:
    """Raise EvidenceError unless the bytes are the ones asked for; an empty pin asks for nothing."""
    if pin and found != pin:
        message = f"{item.shown}: its bytes have SHA-256 {found}, not {pin}"
        raise EvidenceError(message, "find the original bytes; this file is another version or altered", [pin])


def _repair(one: Staged, replaced: Replaced, terms: Draft) -> Draft:
    found = replaced.found
    note = f"{shown(found.name)} was {found.trouble}; set aside, and the right bytes put in its place"
    held = Held(one.sha256, one.size, one.item.mime, one.item.role)
    return Draft("repair", obj=(held,), src={"quarantine": replaced.kept_as}, actor=terms.actor, note=note)
