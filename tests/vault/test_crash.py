"""Crashes, full disks and second writers: what was acknowledged stays, what was not leaves no harm."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from solferino.vault import Item, Vault, check
from solferino.vault.lock import sole_writer
from solferino.words.errors import MachineError

Python = Callable[[str], list[str]]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_torn_last_line_is_set_aside_and_recorded(vault: Vault, log_file: Path) -> None:
    """Beyond the last checkpoint an unfinished line was never acknowledged: it is moved, kept and named."""
    torn = b'{"v":1,"seq":3,"prev":"'
    with log_file.open("ab") as file:
        file.write(torn)
    report = vault.check()
    assert report.ok
    assert any("unfinished line" in text for text in report.warnings)
    assert vault.size == 3

    receipt = vault.ingest([Item(data=b"next")])[0]

    records = list(vault.records())
    assert [record.act for record in records[3:]] == ["recovery", "ingest"]
    assert records[3].src == {"quarantine": sha256(torn)}
    assert (log_file.parents[1] / "quarantine" / sha256(torn)).read_bytes() == torn
    assert receipt.seq == 4
    assert vault.check().ok


def test_blocks_that_never_reached_the_disk_are_set_aside(vault: Vault, log_file: Path) -> None:
    """A hole of zero bytes, with what follows it, is an unfinished write as well."""
    with log_file.open("ab") as file:
        file.write(b"\0" * 300 + b'"}\n{"v":1}\n')

    vault.ingest([Item(data=b"next")])

    assert [record.act for record in vault.records()][3:] == ["recovery", "ingest"]
    assert vault.check().ok


def test_a_line_beyond_the_checkpoint_is_kept(vault: Vault, tmp_path: Path) -> None:
    """A crash between acknowledging and the checkpoint loses nothing; the next writer writes the checkpoint."""
    (tmp_path / "vault/checkpoints/3.note").unlink()
    report = check(tmp_path / "vault")
    assert report.ok
    assert report.warnings == ("log: records 2 to 2 are under no checkpoint",)

    Vault.open(tmp_path / "vault").ingest([Item(data=b"next")])

    assert (tmp_path / "vault/checkpoints/3.note").is_file()
    assert check(tmp_path / "vault").warnings == ()


def test_a_repair_cut_short_is_recorded_later(vault: Vault, tmp_path: Path) -> None:
    """Bytes that a crash left in quarantine before their record was written get one."""
    bad = vault.path(sha256(b"second"))
    (tmp_path / "vault/quarantine").mkdir(exist_ok=True)
    bad.rename(tmp_path / "vault/quarantine" / sha256(b"second"))

    vault.ingest([Item(data=b"second")])

    assert [record.act for record in vault.records()][3:] == ["recovery"]
    assert vault.check().ok


def test_leftovers_in_staging_are_cleared(vault: Vault, tmp_path: Path) -> None:
    """What a crash left on its way in was never acknowledged."""
    (tmp_path / "vault/staging").mkdir(exist_ok=True)
    (tmp_path / "vault/staging/left").write_bytes(b"half")

    vault.ingest([Item(data=b"next")])

    assert not list((tmp_path / "vault/staging").iterdir())


def test_a_second_writer_waits_for_the_first(vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Two people at once both succeed: the second is told for whom it waits, and nothing of either is lost."""
    with ThreadPoolExecutor() as pool, sole_writer(tmp_path / "vault"):
        # The second holds a descriptor of its own, which the kernel's lock keeps apart as it does processes.
        second = pool.submit(Vault.open(tmp_path / "vault").ingest, [Item(data=b"next")])
        while not caplog.records:
            assert not second.done()
            time.sleep(0.01)

    assert second.result()[0].new
    assert re.search(rf"held by process {os.getpid()} on .*; waiting up to 60 s", caplog.records[0].getMessage())
    assert check(tmp_path / "vault").ok


def test_a_second_writer_is_told_who_holds_the_vault(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One writer at a time; reading goes on."""
    monkeypatch.setenv("SOLFERINO_WAIT", "0")
    with sole_writer(tmp_path / "vault"):
        with pytest.raises(MachineError, match=rf"held by process {os.getpid()} on .* since 20"):
            vault.ingest([Item(data=b"next")])
        assert vault.read(sha256(b"third")) == b"third"
        assert not vault.ingest([Item(data=b"third")])[0].new

    assert vault.ingest([Item(data=b"next")])[0].new


def test_writing_may_be_nested(vault: Vault) -> None:
    """One holder can make several calls without letting go."""
    with vault.writing():
        vault.ingest([Item(data=b"x")])
        vault.ingest([Item(data=b"y")])

    assert vault.size == 5


TURNS = int(os.environ.get("KILL_TURNS", "6"))
"""How often writers are killed; `make test-vault` does it more often."""

WRITES = """
import json, sys
from pathlib import Path
from solferino.vault import Item, Vault
from solferino.words.errors import MachineError
name, count = {name!r}, {count}
while True:
    try:
        vault = Vault.open(Path({path!r}), create=True)
        break
    except MachineError as error:
        assert "held by" in str(error)
done = 0
while done < count:
    batch = [f"{{name}} {{done}} {{i}}".encode() * 50 for i in range(3)]
    try:
        receipts = vault.ingest([Item(data=data) for data in batch])
    except MachineError as error:
        assert "held by" in str(error)
        continue
    done += 1
    print(json.dumps([r.sha256 for r in receipts]), flush=True)
"""


def test_two_processes_take_turns(tmp_path: Path, python: Python) -> None:
    """Two writers at once: one log, every acknowledged exhibit in it, no line lost or doubled."""
    path = str(tmp_path / "vault")
    running = [
        subprocess.Popen(python(WRITES.format(name=name, count=12, path=path)), stdout=subprocess.PIPE, text=True)
        for name in ("left", "right")
    ]
    told = [process.communicate(timeout=30)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0]
    acknowledged = [found for text in told for line in text.splitlines() for found in json.loads(line)]
    vault = Vault.open(Path(path))
    assert sorted(acknowledged) == sorted(record.obj[0].sha256 for record in vault.records())
    assert len(acknowledged) == 72
    report = vault.check()
    assert (report.ok, report.warnings) == (True, ())


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path, python: Python) -> None:
    """kill -9 at any moment: the acknowledged is there, every record has its object, the next writer goes on."""
    path, acknowledged, chance = tmp_path / "vault", set[str](), random.Random(6962)
    for turn in range(TURNS):
        script = WRITES.format(name=f"turn {turn}", count=10_000, path=str(path))
        with subprocess.Popen(python(script), stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            acknowledged.update(json.loads(process.stdout.readline()))
            time.sleep(chance.uniform(0, 0.08))
            process.send_signal(signal.SIGKILL)
            for line in process.stdout:
                if line.endswith("\n"):
                    acknowledged.update(json.loads(line))
        report = check(path)
        assert report.ok, report
        vault = Vault.open(path)
        assert acknowledged <= {held.sha256 for record in vault.records() for held in record.obj}
        assert all(vault.ensure(found) for found in acknowledged)

    vault.ingest([Item(data=b"after all that")])
    assert not list((path / "staging").iterdir())
    assert vault.check().ok
    assert len(acknowledged) >= 3 * TURNS


def test_two_writers_are_killed_and_lose_nothing(
    tmp_path: Path, python: Python, capsys: pytest.CaptureFixture[str]
) -> None:
    """kill -9 of either of two at once, again and again: all that either was told is safe is there and sound."""
    path, acknowledged, chance = tmp_path / "vault", set[str](), random.Random(2119)
    kills = 0
    for turn in range(TURNS):
        running = {
            name: subprocess.Popen(
                python(WRITES.format(name=f"{name} {turn}", count=10_000, path=str(path))),
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in ("left", "right")
        }
        first = running["left"].stdout
        assert first is not None
        acknowledged.update(json.loads(first.readline()))
        for name in chance.sample(sorted(running), 2):
            time.sleep(chance.uniform(0, 0.08))
            running[name].send_signal(signal.SIGKILL)
            kills += 1
        for process in running.values():
            told, _ = process.communicate(timeout=30)
            for line in told.splitlines(keepends=True):
                if line.endswith("\n"):
                    acknowledged.update(json.loads(line))
        assert check(path).ok
        vault = Vault.open(path)
        assert acknowledged <= {held.sha256 for record in vault.records() for held in record.obj}
        assert all(vault.ensure(found) for found in acknowledged)
    vault.ingest([Item(data=b"after all that")])
    assert check(path).ok
    with capsys.disabled():
        print(f"\n{kills} writers killed, {len(acknowledged)} exhibits acknowledged, none lost")
    assert len(acknowledged) >= 3 * TURNS


@pytest.mark.parametrize("call", range(1, 9))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_write_that_fails_leaves_a_valid_vault(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: int, code: int
) -> None:
    """Whichever write fails, half done: no receipt, staging empty, the vault valid, and the retry succeeds."""
    honest, calls = os.write, 0
    items = [Item(data=b"fourth" * 100), Item(data=b"fifth" * 100)]

    def write(fd: int, data: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls == call:
            return honest(fd, bytes(data[: len(data) // 2]))
        if calls == call + 1:
            raise OSError(code, os.strerror(code))
        return honest(fd, data)

    monkeypatch.setattr(os, "write", write)
    failed = None
    try:
        vault.ingest(items)
    except MachineError as error:
        failed = error
    monkeypatch.setattr(os, "write", honest)

    # Two objects, the lines, the checkpoint: each takes one write, and a half one makes it two.
    assert (failed is not None) == (call <= 4)
    if failed is not None and code != errno.EIO:
        need = re.search(r"the disk is full; (\d+) bytes are needed to preserve 2 item", str(failed))
        assert need is not None
        assert int(need[1]) > 1100  # 600 + 500 bytes of data, and two lines
    if failed is not None and code == errno.EIO:
        assert "Input/output error" in str(failed)
    assert not list((tmp_path / "vault/staging").iterdir())
    report = check(tmp_path / "vault")
    assert report.ok
    assert all(receipt.seq == seq for seq, receipt in enumerate(vault.ingest(items), start=3))
    assert (vault.size, vault.check().ok) == (5, True)


def test_a_failed_sync_of_the_log_is_no_acknowledgement(
    vault: Vault, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines are taken back, the error says what failed, the next attempt starts afresh."""
    honest, before = os.fsync, log_file.read_bytes()

    def fsync(fd: int) -> None:
        if os.path.samestat(os.fstat(fd), log_file.stat()):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        honest(fd)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(MachineError, match="Input/output error"):
        vault.ingest([Item(data=b"fourth")])
    monkeypatch.setattr(os, "fsync", honest)

    assert log_file.read_bytes() == before
    assert vault.ingest([Item(data=b"fourth")])[0].seq == 3
    assert vault.check().ok


def test_the_order_of_syncs_is_objects_then_log_then_checkpoint(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line reaches the disk only after its object and the object's name have."""
    honest, synced = os.fsync, list[str]()

    def fsync(fd: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{fd}").readlink().relative_to(tmp_path / "vault")).split("/")[0])
        honest(fd)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("the names of open files are read from /proc")
    monkeypatch.setattr(os, "fsync", fsync)
    vault.ingest([Item(data=b"fourth")])

    assert list(dict.fromkeys(synced)) == ["staging", "objects", "log", "checkpoints"]
    assert synced.index("log") > max(i for i, name in enumerate(synced) if name == "objects")


@pytest.mark.parametrize("zone", ["Asia/Gaza", "Asia/Kathmandu", "UTC"])
def test_the_time_zone_changes_no_byte(tmp_path: Path, python: Python, zone: str) -> None:
    """Times are written in UTC wherever the machine stands."""
    script = f"""
import time, secrets, pathlib
time.time_ns = lambda: 1479945599_999_000_000
time.monotonic_ns = lambda: 7
secrets.token_hex = iter("%032x" % i for i in range(99)).__next__ and (lambda n, i=iter(range(99)): "%032x" % next(i))
from solferino.vault import Item, Vault
Vault.open(pathlib.Path({str(tmp_path / "vault")!r}), create=True).ingest([Item(data=b"x")])
"""
    subprocess.run(python(script), check=True, env={**os.environ, "TZ": zone})

    line = json.loads((tmp_path / "vault/log/00000000.jsonl").read_bytes())

    # 1479945599.999 s after the epoch, by `date -u -d @1479945599`.
    assert line["t"] == "2016-11-23T23:59:59.999Z"
    assert {**line, "clock": {}, "salt": "", "prev": ""} == {
        "v": 1, "seq": 0, "prev": "", "act": "ingest", "t": line["t"], "clock": {}, "actor": {"id": ""},
        "obj": [{"sha256": sha256(b"x"), "size": 1, "mime": "", "role": "source"}],
        "src": {"method": "bytes"}, "parent": [], "basis": "", "note": "", "salt": "",
    }  # fmt: skip
