"""Bringing bytes in: what is kept, what is recorded, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.vault import Item, Vault, check
from solferino.vault import append as append_module
from solferino.words.errors import EvidenceError, UsageError

Snapshot = Callable[[Path], dict[str, tuple[str, int, bytes]]]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_an_exhibit_is_a_read_only_file_named_by_its_hash(vault: Vault) -> None:
    """objects/ab/<sha256> holds the bytes and nobody may write to it."""
    path = vault.path(sha256(b"second"))

    assert path.read_bytes() == b"second"
    assert path.name == sha256(b"second")
    assert path.parent.name == path.name[:2]
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert path.stat().st_nlink == 1


def test_a_record_says_what_came_in_and_from_where(tmp_path: Path, vault: Vault) -> None:
    """The record holds hash, size, role, name, address, purpose and person, and no local folder."""
    source = tmp_path / "letter.txt"
    source.write_bytes(b"a letter")
    item = Item(source, role="annex", url="https://example.org/letter", mime="text/plain")

    receipt = vault.ingest([item], basis="case plan", note="sent by post", actor="A. Person")[0]

    record = list(vault.records())[-1]
    assert (receipt.sha256, receipt.size, receipt.seq, receipt.new) == (sha256(b"a letter"), 8, 3, True)
    assert (record.seq, record.act, record.basis, record.note) == (3, "ingest", "case plan", "sent by post")
    assert vars(record.obj[0]) == {"sha256": receipt.sha256, "size": 8, "mime": "text/plain", "role": "annex"}
    assert record.src == {"name": "letter.txt", "url": "https://example.org/letter", "method": "file"}
    assert record.actor == {"id": "A. Person"}
    assert str(tmp_path) not in (tmp_path / "vault/log/00000000.jsonl").read_text()


def test_each_line_names_the_one_before(vault: Vault, log_file: Path) -> None:
    """`prev` is the SHA-256 of the raw line before, newline included; of VAULT for the first."""
    lines = log_file.read_bytes().splitlines(keepends=True)
    before = [(log_file.parents[1] / "VAULT").read_bytes(), *lines]

    assert [json.loads(line)["prev"] for line in lines] == [sha256(raw) for raw in before[:-1]]


def test_salts_are_128_random_bits_each(vault: Vault) -> None:
    """No two records share a salt, so a neighbour's leaf hash cannot be guessed."""
    salts = [record.salt for record in vault.records()]

    assert len(set(salts)) == 3
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)


def test_what_is_held_already_writes_nothing(tmp_path: Path, vault: Vault, snapshot: Snapshot) -> None:
    """A second ingest of intact bytes leaves every file as it was, and answers with the first record."""
    before = snapshot(tmp_path)

    receipts = vault.ingest([Item(data=b"third", name="again"), Item(data=b"second")])

    assert [(receipt.seq, receipt.new) for receipt in receipts] == [(2, False), (1, False)]
    assert snapshot(tmp_path) == before


def test_the_same_bytes_twice_in_one_batch_are_one_record(tmp_path: Path) -> None:
    """The second item of a pair of equals points at the first one's record."""
    vault = Vault.open(tmp_path / "vault", create=True)

    receipts = vault.ingest([Item(data=b"x"), Item(data=b"y"), Item(data=b"x")])

    assert [(receipt.seq, receipt.new) for receipt in receipts] == [(0, True), (1, True), (0, False)]
    assert vault.size == 2


def test_nothing_to_ingest_is_nothing_done(tmp_path: Path, vault: Vault, snapshot: Snapshot) -> None:
    """An empty batch writes nothing."""
    before = snapshot(tmp_path)

    assert vault.ingest([]) == ()
    assert snapshot(tmp_path) == before


def test_an_orphan_is_adopted(tmp_path: Path, vault: Vault) -> None:
    """Bytes that a crash left without a record are recorded when they come in again."""
    orphan = vault.path(sha256(b"orphan"))
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"orphan")
    assert any("orphan" in warning for warning in vault.check().warnings)

    assert vault.ingest([Item(data=b"orphan")])[0].new
    report = vault.check()
    assert (report.ok, report.warnings) == (True, ())


def test_an_altered_object_is_set_aside_and_replaced(vault: Vault) -> None:
    """Good bytes take the place of bad ones; the bad are kept, and a repair record names them."""
    path = vault.path(sha256(b"second"))
    path.chmod(0o644)
    path.write_bytes(b"sEcond")

    receipt = vault.ingest([Item(data=b"second")])[0]

    record = list(vault.records())[-1]
    assert (receipt.seq, receipt.new) == (1, False)
    assert (record.act, record.obj[0].sha256) == ("repair", receipt.sha256)
    assert record.src == {"quarantine": sha256(b"sEcond")}
    assert (path.parents[2] / "quarantine" / sha256(b"sEcond")).read_bytes() == b"sEcond"
    assert vault.read(receipt.sha256) == b"second"
    assert vault.check().ok


@pytest.mark.parametrize("kind", ["symlink", "dangling", "pipe", "folder"])
def test_something_else_in_an_objects_place_is_replaced(vault: Vault, tmp_path: Path, kind: str) -> None:
    """A link, pipe or folder under an object's name is set aside unopened and the object put back."""
    path = vault.path(sha256(b"second"))
    replace_by(path, kind, tmp_path)

    vault.ingest([Item(data=b"second")])

    assert vault.read(sha256(b"second")) == b"second"
    assert list(vault.records())[-1].act == "repair"
    assert vault.check().ok


def replace_by(path: Path, kind: str, tmp_path: Path) -> None:
    data = path.read_bytes()
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        target = tmp_path / "outside"
        if kind == "symlink":
            target.write_bytes(data)
        path.symlink_to(target)


@pytest.mark.parametrize(("kind", "word"), [("symlink", "symlink"), ("pipe", "named pipe"), ("folder", "folder")])
def test_only_regular_files_come_in(tmp_path: Path, vault: Vault, kind: str, word: str) -> None:
    """A source that is a link, a pipe or a folder is refused by kind, and the vault stays as it was."""
    source = tmp_path / "source"
    source.write_bytes(b"bytes")
    replace_by(source, kind, tmp_path)

    with pytest.raises(EvidenceError, match=f"is a {word}, not opened"):
        vault.ingest([Item(data=b"good"), Item(source)])

    assert vault.size == 3
    assert not list((tmp_path / "vault/staging").iterdir())


def test_a_missing_source_is_named(tmp_path: Path, vault: Vault) -> None:
    """The error names the path that is not there."""
    with pytest.raises(EvidenceError, match=r"absent\.csv: no such file") as caught:
        vault.ingest([Item(tmp_path / "absent.csv")])

    assert caught.value.names == (str(tmp_path / "absent.csv"),)


@pytest.mark.parametrize("change", ["append", "truncate", "touch", "replace", "remove"])
def test_a_source_that_changes_while_read_is_refused(
    tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """Bytes that were never on disk together are not preserved."""
    source = tmp_path / "growing.log"
    source.write_bytes(b"0123456789" * 10)
    honest = os.read

    def read(fd: int, size: int) -> bytes:
        data = honest(fd, size)
        monkeypatch.setattr(os, "read", honest)
        if change == "append":
            source.write_bytes(source.read_bytes() + b"x")
        elif change == "truncate":
            os.truncate(source, 5)
        elif change == "touch":
            os.utime(source, ns=(1, 1))
        elif change == "remove":
            source.unlink()
        else:
            other = tmp_path / "other"
            other.write_bytes(source.read_bytes())
            other.rename(source)
        return data

    monkeypatch.setattr(os, "read", read)
    with pytest.raises(EvidenceError, match="changed while it was being read"):
        vault.ingest([Item(source)])

    assert vault.size == 3
    assert not list((tmp_path / "vault/staging").iterdir())
    assert vault.check().warnings == ()


@pytest.mark.parametrize("item", [Item(), Item(Path("x"), b"x")])
def test_an_item_is_one_of_three(vault: Vault, item: Item) -> None:
    """Neither and both are refused."""
    with pytest.raises(UsageError, match="a path, data or a stream"):
        vault.ingest([item])


def test_a_record_too_long_for_a_log_line_is_refused_before_anything_is_written(
    tmp_path: Path, vault: Vault, snapshot: Snapshot
) -> None:
    """65,535 bytes a line, escapes counted; the message says so and nothing is left behind."""
    before = snapshot(tmp_path)

    with pytest.raises(UsageError, match="a log line holds 65535"):
        vault.ingest([Item(data=b"new")], note="\N{ARABIC LETTER ALEF}" * 11_000)

    assert snapshot(tmp_path) == before


def test_a_file_name_that_is_no_text_is_kept_without_loss(tmp_path: Path, vault: Vault) -> None:
    """Bytes of a name that are not UTF-8 come back from the record as they were."""
    name = b"\xff\xfe name \xe2\x80\xae.txt"
    source = Path(os.fsdecode(bytes(tmp_path) + b"/" + name))
    source.write_bytes(b"bytes")

    vault.ingest([Item(source)])

    assert os.fsencode(str(list(vault.records())[-1].src["name"])) == name
    assert vault.check().ok


def test_an_attempt_that_failed_is_an_entry_too(vault: Vault) -> None:
    """What was tried and not obtained is recorded without bytes."""
    seq = vault.note("attempt", note="removed by its host", src={"url": "https://example.org/x", "status": 410})

    record = list(vault.records())[seq]
    assert (record.act, record.obj, record.src["status"]) == ("attempt", (), 410)
    assert vault.check().ok
    with pytest.raises(UsageError, match="cannot be noted"):
        vault.note("ingest", note="without bytes")


def test_the_log_goes_on_in_a_new_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full segment is followed by one named for its first record; the chain runs through."""
    monkeypatch.setattr(append_module, "SEGMENT_BYTES", 700)
    vault = Vault.open(tmp_path / "vault", create=True)
    for number in range(5):
        vault.ingest([Item(data=str(number).encode())])

    names = sorted(path.name for path in (tmp_path / "vault/log").iterdir())
    assert names == ["00000000.jsonl", "00000002.jsonl", "00000004.jsonl"]
    again = Vault.open(tmp_path / "vault")
    assert [record.seq for record in again.records()] == [0, 1, 2, 3, 4]
    assert again.check().ok
    (tmp_path / "vault/log/00000004.jsonl").unlink()
    assert any("truncated" in text for text in again.check().altered)


def test_restore_puts_missing_bytes_back_without_a_record(vault: Vault) -> None:
    """The log knew them; it has nothing to add."""
    vault.path(sha256(b"second")).unlink()
    root = vault.root()
    assert not vault.has(sha256(b"second"))

    receipt = vault.restore(sha256(b"second"), Item(data=b"second"))

    assert (receipt.seq, receipt.new) == (1, False)
    assert vault.root() == root
    assert vault.read(sha256(b"second")) == b"second"
    assert vault.check().ok


def test_restore_refuses_other_bytes(tmp_path: Path, vault: Vault, snapshot: Snapshot) -> None:
    """Another version of the file is not the exhibit, and nothing is written."""
    vault.path(sha256(b"second")).unlink()
    before = snapshot(tmp_path)

    with pytest.raises(EvidenceError, match=f"not {sha256(b'second')}") as caught:
        vault.restore(sha256(b"second"), Item(data=b"2nd"))

    assert caught.value.names == (sha256(b"second"),)
    assert snapshot(tmp_path) == before


def test_restore_of_a_pin_the_log_does_not_know_is_an_ingest(vault: Vault) -> None:
    """The caller's pin vouches for the bytes, and the log says when they came."""
    receipt = vault.restore("sha256:" + sha256(b"pinned"), Item(data=b"pinned"))

    assert (receipt.seq, receipt.new) == (3, True)


def test_a_log_without_objects_opens_and_heals(tmp_path: Path, vault: Vault) -> None:
    """A clone holds log, checkpoints and VAULT only: it opens, names what is missing, and takes it back."""
    clone = tmp_path / "clone"
    for name in ("VAULT", "log/00000000.jsonl", *(f"checkpoints/{n}.note" for n in (0, 2, 3))):
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        (clone / name).write_bytes((tmp_path / "vault" / name).read_bytes())

    again = Vault.open(clone)

    assert again.root() == vault.root()
    assert len(again.check().missing) == 3
    for data in (b"first exhibit", b"second"):
        assert not again.restore(sha256(data), Item(data=data)).new
    assert not again.ingest([Item(data=b"third")])[0].new
    assert again.check().ok
    assert again.root() == vault.root()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.binary(max_size=3), max_size=4), max_size=6))
def test_any_sequence_of_ingests_keeps_every_byte_once(batches: list[list[bytes]]) -> None:
    """One record and one object for each distinct content, in order of arrival, whoever asks again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "vault"
        vault = Vault.open(path, create=True)
        seen: list[bytes] = []
        for batch in batches:
            receipts = vault.ingest([Item(data=data) for data in batch])
            for data, receipt in zip(batch, receipts, strict=True):
                assert receipt.new == (data not in seen)
                if receipt.new:
                    seen.append(data)
                assert (receipt.seq, receipt.sha256) == (seen.index(data), sha256(data))

        again = Vault.open(path)
        assert [record.obj[0].sha256 for record in again.records()] == [sha256(data) for data in seen]
        assert [again.read(sha256(data)) for data in seen] == seen
        assert again.root() == vault.root()
        report = check(path)
        assert (report.ok, report.warnings, report.size) == (True, (), len(seen))
