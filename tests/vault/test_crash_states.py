"""Every state that a crash may leave is enumerated: what was acknowledged is there, the rest does no harm, it heals.

`make test-vault` prints how many.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from solferino.vault import Item, Vault, check, commit
from solferino.words.errors import SolferinoError
from vault.crashes import Recorded, lay, recorded, states

EACH = int(os.environ.get("CRASH_EACH", "7"))
"""Calls not yet sure of which all parts are tried: 128 parts of 7; `make test-vault` tries more."""
HARMLESS = ("set aside earlier, see the log", "orphan, in no record of the log")
"""Ends of warnings about what a crash leaves for good: bytes that were kept, exhibits that were not acknowledged."""


def made(root: Path) -> Vault:
    """A vault of three records under two checkpoints."""
    vault = Vault.open(root, create=True)
    vault.ingest([Item(data=b"first"), Item(data=b"second")])
    vault.ingest([Item(data=b"third")])
    return vault


def two_more(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """Ingest two exhibits, one of them known; then another."""
    vault = Vault.open(root)
    for batch in ([b"fourth", b"second"], [b"fifth"]):
        found.acknowledge(*(r.sha256 for r in vault.ingest([Item(data=data) for data in batch])))


def as_a_whole(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """Ingest a batch of four, synced as a whole."""
    vault = Vault.open(root)
    found.acknowledge(*(r.sha256 for r in vault.ingest([Item(data=data) for data in (b"4", b"5", b"6", b"7")])))


def file_by_file(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """The same where the system cannot sync a disk as a whole."""
    patch.setattr(commit, "whole_disk", lambda path: None)
    vault = Vault.open(root)
    found.acknowledge(*(r.sha256 for r in vault.ingest([Item(data=data) for data in (b"4", b"5", b"6", b"7")])))


def mend(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """Ingest an exhibit whose object was altered: it is set aside and put back."""
    vault = Vault.open(root)
    found.acknowledge(*(r.sha256 for r in vault.ingest([Item(data=b"third")])))


def set_right(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """Write a note after a crash that left a line unfinished and no checkpoint."""
    Vault.open(root).note("access", note="read in the archive")


def derive(root: Path, found: Recorded, patch: pytest.MonkeyPatch) -> None:
    """Preserve what was made from an exhibit."""
    vault = Vault.open(root)
    parent = vault.ingest([Item(data=b"third")])[0].sha256
    found.acknowledge(vault.derive(Item(data=b"text of third"), parent=[parent], how={"tool": "by hand"}).sha256)


def altered(root: Path) -> None:
    """Alter the object of the third exhibit, same size."""
    path = made(root).path(Vault.open(root).ingest([Item(data=b"third")])[0].sha256)
    path.chmod(0o644)
    path.write_bytes(b"THIRD")


def torn(root: Path) -> None:
    """Leave half a line, and take the newest checkpoint."""
    made(root)
    (root / "checkpoints" / "3.note").unlink()
    with (root / "log" / "00000000.jsonl").open("ab") as file:
        file.write(b'{"v":1,"seq":3,"prev":"')


Work = Callable[[Path, Recorded, pytest.MonkeyPatch], None]
WORKS: dict[str, tuple[Callable[[Path], object], Work]] = {
    "two exhibits, then one": (made, two_more), "a batch synced as a whole": (made, as_a_whole),
    "a batch synced file by file": (made, file_by_file), "an altered object replaced": (altered, mend),
    "an unfinished line set aside": (torn, set_right), "a derivation": (made, derive),
}  # fmt: skip


def healthy(root: Path, told: frozenset[str]) -> None:
    """Fail unless the vault in this state is sound, holds all acknowledged, and the next writer sets it right."""
    report = check(root)
    assert report.ok, report
    vault = Vault.open(root)
    held = {h.sha256 for record in vault.records() for h in record.obj}
    assert told <= held
    assert all(vault.ensure(one) for one in held)
    vault.ingest([Item(data=b"after the crash")])
    after = check(root)
    assert (after.ok, [w for w in after.warnings if not w.endswith(HARMLESS)]) == (True, [])
    assert not list((root / "staging").iterdir())


@pytest.mark.parametrize("name", WORKS)
def test_every_state_after_a_crash(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sound, with all that was acknowledged, and healed by the next writer, wherever the machine stopped."""
    before, work = WORKS[name]
    root = tmp_path / "vault"
    before(root)
    if name == "an altered object replaced":
        assert not check(root).ok
    with recorded(root, monkeypatch) as found:
        work(root, found, monkeypatch)
    every = list(states(found, each=EACH))
    # What is asked here is what was on disk before each trial: the trials themselves need not wait for it.
    monkeypatch.setattr(os, "fsync", lambda fd: None)
    fast = Path("/dev/shm")
    at = (fast if fast.is_dir() and os.access(fast, os.W_OK) else tmp_path) / f"solferino-{os.getpid()}"
    try:
        for state, told in every:
            lay(state, at)
            if name == "an altered object replaced" and not told:
                _mends(at)
            else:
                healthy(at, told)
            shutil.rmtree(at)
    finally:
        shutil.rmtree(at, ignore_errors=True)
    with capsys.disabled():
        print(f"\n{name}: {len(found.events)} calls, {len(every)} states of the disk, all sound")
    assert len(every) > len(found.events)


def _mends(root: Path) -> None:
    """An object that was altered before the crash, or set aside in it, is set right by the next ingest of it."""
    Vault.open(root).ingest([Item(data=b"third")])
    assert check(root).ok


def test_a_missing_sync_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the sync of folders some state has a record without its object: the enumeration can fail."""
    root = tmp_path / "vault"
    made(root)
    monkeypatch.setattr(commit, "fsync_folders", lambda paths: None)
    with recorded(root, monkeypatch) as found:
        two_more(root, found, monkeypatch)
    monkeypatch.setattr(os, "fsync", lambda fd: None)
    broken = 0
    for state, told in states(found, each=6):
        lay(state, tmp_path / "state")
        try:
            healthy(tmp_path / "state", told)
        except (AssertionError, SolferinoError):
            broken += 1
        shutil.rmtree(tmp_path / "state")
    assert broken
