"""Bringing bytes in: stage, sync, name, and say what the log must now record. The log itself is written after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solferino.vault.disk import fsync_folders
from solferino.vault.entry import Entry
from solferino.vault.item import Item, Receipt
from solferino.vault.log import Log, lines
from solferino.vault.objects import FOLDER, Replaced, install, shown
from solferino.vault.record import Draft, Held, Plain, Record, parse
from solferino.vault.stage import Staged, stage
from solferino.vault.wholedisk import whole_disk
from solferino.words.errors import EvidenceError

_How = tuple[str, tuple[str, ...], tuple[tuple[str, Plain], ...]]


@dataclass(frozen=True)
class Outcome:
    """Every object is in place and durable; `drafts` are the records to append, `receipts` what to answer then."""

    drafts: tuple[Draft, ...]
    receipts: tuple[Receipt, ...]


def put(log: Log, entries: Sequence[Entry], *, pin: str = "") -> Outcome:
    """Bring every item into objects/, durably; the caller holds the writer's lock and appends the drafts after."""
    items = [entry.item for entry in entries if entry.item is not None]
    # One file is synced by itself: it need not wait for what other programs have written to the same disk.
    disk = whole_disk(log.root) if len(items) > 1 else None
    try:
        staged = stage(log.root, items, disk)
        for one in staged:
            demand_pin(one.item, pin, one.sha256)
        fans = sorted({one.sha256[:2] for one in staged})
        fresh = any(not (log.root / FOLDER / fan).is_dir() for fan in fans)
        outcome = _named(log, entries, staged)
        if disk is not None:
            disk.sync()
        elif staged:
            homes = [log.root / FOLDER / fan for fan in fans]
            fsync_folders([*homes, log.root / FOLDER] if fresh else homes)
        return outcome
    finally:
        if disk is not None:
            disk.close()


def _named(log: Log, entries: Sequence[Entry], staged: Sequence[Staged]) -> Outcome:
    """Give staged bytes their names in objects/; the caller syncs the folders."""
    drafts, receipts, fresh = list[Draft](), list[Receipt](), dict[str, int]()
    ready, derived = iter(staged), _Derived(log)
    for entry in entries:
        if entry.item is None:
            drafts.append(entry.terms)
            continue
        one = next(ready)
        replaced = install(log.root, one.path, one.sha256)
        if replaced is not None:
            drafts.append(_repair(one, replaced, entry.terms))
        seq, told = log.held.get(one.sha256, fresh.get(one.sha256)), entry.draft(one.sha256, one.size)
        new = seq is None
        if seq is None:
            seq = fresh[one.sha256] = log.size + len(drafts)
        if new or (told.act == "derive" and told not in derived):
            drafts.append(told)
            derived.add(told)
        receipts.append(Receipt(one.sha256, one.size, seq, new))
    return Outcome(tuple(drafts), tuple(receipts))


class _Derived:
    """Which bytes are said to come from which parents in which way; the log is read when first asked."""

    def __init__(self, log: Log) -> None:
        self._log, self._own = log, set[_How]()
        self._known: set[_How] | None = None

    def add(self, told: Draft) -> None:
        self._own.add(_how(told))

    def __contains__(self, told: Draft) -> bool:
        if _how(told) in self._own:
            return True
        if self._known is None:
            sound = zip(range(self._log.size), lines(self._log.root), strict=False)
            records = (parse(line.raw) for _, line in sound)
            self._known = {_how(record) for record in records if record.act == "derive"}
        return _how(told) in self._known


def _how(told: Draft | Record) -> _How:
    return told.obj[0].sha256 if told.obj else "", told.parent, tuple(sorted(told.src.items()))


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
