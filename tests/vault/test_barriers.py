"""How often a batch waits for the disk, and what becomes of it when the disk says no."""

from __future__ import annotations

import errno
import io
import os
import platform
import zipfile
from pathlib import Path

import pytest

from solferino.vault import Item, Vault, check, commit, wholedisk
from solferino.vault.intake import take, take_all
from solferino.vault.wholedisk import WholeDisk, whole_disk
from solferino.words.errors import MachineError

LETTER = b"""From: a@example.org
Date: x
Message-ID: <NUMBER@example.org>
MIME-Version: 1.0
Content-Type: application/octet-stream; name=a
Content-Disposition: attachment

attached NUMBER
"""


@pytest.fixture
def syncs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The syncs made: of a file or a folder, and of the whole disk."""
    made = list[str]()
    one, whole = os.fsync, WholeDisk.sync
    monkeypatch.setattr(os, "fsync", lambda fd: (made.append("one"), one(fd))[1])
    monkeypatch.setattr(WholeDisk, "sync", lambda disk: (made.append("whole"), whole(disk))[1])
    return made


def batch(count: int, word: str) -> list[Item]:
    """Exhibits that differ."""
    return [Item(data=f"{word} {n}".encode(), name=str(n)) for n in range(count)]


@pytest.mark.skipif(whole_disk(Path(__file__).parent) is None, reason="the disk cannot be synced as a whole")
def test_syncs_of_a_batch_do_not_grow_with_its_files(vault: Vault, syncs: list[str], tmp_path: Path) -> None:
    """Two files or three hundred: twice the whole disk, then the log, and the checkpoint with its folder."""
    if whole_disk(tmp_path) is None:
        pytest.skip("the disk of temporary files cannot be synced as a whole")
    counted = []
    for count in (2, 30, 300):
        syncs.clear()
        vault.ingest(batch(count, f"of {count}"))
        counted.append(list(syncs))
    assert counted == [["whole", "whole", "one", "one", "one"]] * 3


def test_syncs_of_what_is_derived_do_not_grow(vault: Vault, syncs: list[str], tmp_path: Path) -> None:
    """Two messages in a folder or twenty: their indexes and attachments are written together."""
    if whole_disk(tmp_path) is None:
        pytest.skip("the disk of temporary files cannot be synced as a whole")
    counted = []
    for count in (2, 20):
        letters = {f"{n}.eml": LETTER.replace(b"NUMBER", b"%d of %d" % (n, count)) for n in range(count)}
        receipts = vault.ingest([Item(data=data, name=name) for name, data in letters.items()])
        syncs.clear()
        take_all(vault, dict(zip(letters, (receipt.sha256 for receipt in receipts), strict=True)))
        counted.append(list(syncs))
    assert counted == [["whole", "whole", "one", "one", "one"]] * 2
    assert sum(record.basis == "attachment of a message" for record in vault.records()) == 22
    assert check(vault.root_path).ok


def test_syncs_of_an_archive_do_not_grow_with_what_is_in_it(vault: Vault, syncs: list[str], tmp_path: Path) -> None:
    """Once for its members and their listing, once for all that is derived from them."""
    if whole_disk(tmp_path) is None:
        pytest.skip("the disk of temporary files cannot be synced as a whole")
    counted = []
    for count in (2, 9):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            for n in range(count):
                made.writestr(f"{n}.eml", LETTER.replace(b"NUMBER", b"%d of %d" % (n, count)))
        (receipt,) = vault.ingest([Item(data=out.getvalue(), name="a.zip")])
        syncs.clear()
        take(vault, receipt.sha256, name="a.zip")
        counted.append(list(syncs))
    assert counted == [["whole", "whole", "one", "one", "one"] * 2] * 2


def test_a_disk_that_fails_as_a_whole_acknowledges_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whichever of the two syncs fails: no record, staging empty, the vault sound, and the next attempt succeeds."""
    monkeypatch.setattr(commit, "whole_disk", WholeDisk)
    size = vault.size
    for failing in (1, 2):
        calls = iter(range(1, 9))

        def sync(disk: WholeDisk, calls: object = calls, failing: int = failing) -> None:
            if next(calls) == failing:  # type: ignore[call-overload]
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with monkeypatch.context() as patch:
            patch.setattr(WholeDisk, "sync", sync)
            with pytest.raises(MachineError, match="Input/output error"):
                vault.ingest(batch(3, "once"))
        assert (vault.size, check(vault.root_path).ok) == (size, True)
        assert not list((tmp_path / "vault/staging").iterdir())
    assert all(receipt.new for receipt in vault.ingest(batch(3, "once")))
    assert check(vault.root_path).ok


@pytest.mark.parametrize("why", ["an overlay", "an older kernel", "another system"])
def test_a_disk_that_would_not_tell_is_synced_file_by_file(
    vault: Vault, syncs: list[str], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """Where a failed write may stay unsaid, each file is synced by itself, and the batch is as safe."""
    if why == "an overlay":
        monkeypatch.setattr(wholedisk, "TELLING", {})
    elif why == "an older kernel":
        monkeypatch.setattr(platform, "release", lambda: "5.7.19-generic")
    else:
        monkeypatch.setattr("sys.platform", "darwin")
    vault.ingest(batch(5, "five"))
    assert "whole" not in syncs
    assert len(syncs) >= 5
    assert check(vault.root_path).ok
