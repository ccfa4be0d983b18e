"""The time stamps that go with a bag we wrote, judged again: before when its log existed, by whose word."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from solferino.vault.bag import layout
from solferino.vault.bag.findings import Findings
from solferino.vault.bag.told import leaf
from solferino.vault.record import Record
from solferino.vault.time import anchored
from solferino.vault.time.anchored import Anchored


def stamps(path: Path, log: bytes, named: Collection[str], findings: Findings) -> tuple[Anchored, ...]:
    """Judge every token that the log in a bag tells of, by the roots that lie beside it; faults and gaps are noted.

    `named` are the bag's files: one that its manifests miss is told elsewhere. Records that were withheld stand in the
    log as hashes alone, and tell of no stamp.
    """
    found = anchored.inspect(path / layout.HOME.rstrip("/"), records=_records(log.splitlines(keepends=True)))
    for told in found.altered:
        findings.fault(f"{layout.HOME}{told.partition(': ')[0]}", told.partition(": ")[2])
    for name in found.missing:
        if f"{layout.HOME}{name}" not in named:
            findings.warn(f"{layout.HOME}{name}", "a time stamp that the log tells of did not come with the bag")
    return found.anchors


def _records(lines: Iterable[bytes]) -> Iterator[Record]:
    for line in lines:
        try:
            _, record = leaf(line)
        except ValueError:
            return
        if record is not None:
            yield record
