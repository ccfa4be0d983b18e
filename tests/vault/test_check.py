"""A full check: whatever was altered is found and named, and nothing is written while looking."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from solferino.vault import Item, Vault, check
from solferino.vault import checkpoint as checkpoint_module
from solferino.vault.header import read_header
from solferino.vault.merkle import Tree, leaf_hash
from solferino.words.errors import EvidenceError, UsageError

Snapshot = Callable[[Path], dict[str, tuple[str, int, bytes]]]
Lines = list[bytes]


def name(data: bytes) -> str:
    found = hashlib.sha256(data).hexdigest()
    return f"objects/{found[:2]}/{found}"


def test_a_whole_vault_passes(vault: Vault, tmp_path: Path) -> None:
    """Three lines, three checkpoints (0, 2 and 3) and three objects are counted."""
    report = vault.check()

    assert report == check(tmp_path / "vault")
    assert (report.ok, report.checked, report.altered, report.missing, report.warnings) == (True, 9, (), (), ())
    assert (report.size, report.root) == (vault.size, vault.root())


def test_checking_writes_nothing(vault: Vault, tmp_path: Path, snapshot: Snapshot) -> None:
    """Not even a lock: a vault on a read-only disk can be checked."""
    (tmp_path / "vault/lock").unlink()
    shutil.rmtree(tmp_path / "vault/staging")
    before = snapshot(tmp_path)
    (tmp_path / "vault").chmod(0o555)

    assert check(tmp_path / "vault").ok

    (tmp_path / "vault").chmod(0o755)
    assert {k: v[1:] for k, v in snapshot(tmp_path).items() if k != "vault"} == {
        k: v[1:] for k, v in before.items() if k != "vault"
    }


EVERY_BIT = os.environ.get("EVERY_BIT", "") != ""
"""Flip each bit of a byte, not only one: `make test-vault`."""


def test_a_flipped_bit_anywhere_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every byte of every file, lock and staging excepted, is bound to another: no flip passes."""
    root = tmp_path / "vault"
    vault = Vault.open(root, create=True)
    vault.ingest([Item(data=b"one", name="n"), Item(data=b"two")])
    spoilt = vault.path(hashlib.sha256(b"one").hexdigest())
    spoilt.chmod(0o644)
    spoilt.write_bytes(b"0ne")
    vault.ingest([Item(data=b"one")])  # fills quarantine/ and adds a repair record
    files = [p for p in sorted(root.rglob("*")) if p.is_file() and p.name != "lock" and p.parent.name != "staging"]
    assert {p.relative_to(root).parts[0] for p in files} == {"VAULT", "log", "checkpoints", "objects", "quarantine"}

    flips = 0
    for file in files:
        file.chmod(0o644)
        good = file.read_bytes()
        for offset, bit in product(range(len(good)), range(8)):
            if not EVERY_BIT and bit != offset % 8:
                continue
            bad = bytearray(good)
            bad[offset] ^= 1 << bit
            file.write_bytes(bad)
            assert not check(root).ok, f"{file.relative_to(root)} byte {offset}"
            flips += 1
        file.write_bytes(good)

    assert check(root).ok
    with capsys.disabled():
        print(f"\n{flips} bit flips in {len(files)} files of a vault, all found")
    assert flips > 1500


def edit(lines: Lines) -> Lines:
    return [lines[0], lines[1].replace(b'"second.txt"', b'"sEcond.txt"'), *lines[2:]]


def edit_prev(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].replace(b'"prev":"', b'"prev":"f')[:-2] + b"\n"]


def edit_last(lines: Lines) -> Lines:
    return [*lines[:2], lines[2].replace(b'"third.txt"', b'"tHird.txt"')]


def remove(lines: Lines) -> Lines:
    return [lines[0], lines[2]]


def reorder(lines: Lines) -> Lines:
    return [lines[1], lines[0], lines[2]]


def duplicate(lines: Lines) -> Lines:
    return [lines[0], lines[1], lines[1], lines[2]]


def truncate(lines: Lines) -> Lines:
    return lines[:2]


def tear(lines: Lines) -> Lines:
    return [*lines[:2], lines[2][:-5]]


def empty(lines: Lines) -> Lines:
    return []


DAMAGE = [
    (edit, 1), (edit_prev, 2), (edit_last, 2), (remove, 1), (reorder, 0), (duplicate, 2), (truncate, 2), (tear, 2),
    (empty, 0),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "seq"), DAMAGE, ids=[function.__name__ for function, _ in DAMAGE])
def test_a_damaged_log_is_refused_at_its_first_bad_record(
    vault: Vault, log_file: Path, damage: Callable[[Lines], Lines], seq: int
) -> None:
    """Inside a checkpoint nothing is set right by itself: no write, and the first bad seq is named."""
    log_file.write_bytes(b"".join(damage(log_file.read_bytes().splitlines(keepends=True))))
    spoilt = log_file.read_bytes()

    for opened in (vault, Vault.open(log_file.parents[1])):
        with pytest.raises(EvidenceError, match=rf"altered at seq {seq}\b") as caught:
            opened.ingest([Item(data=b"new")])
        assert caught.value.names[0] == f"seq {seq}"
    assert log_file.read_bytes() == spoilt
    report = vault.check()
    assert not report.ok
    assert any(f"seq {seq}:" in text for text in report.altered)
    with pytest.raises(EvidenceError):
        list(vault.records())
    assert vault.read(hashlib.sha256(b"second").hexdigest()) == b"second"


def test_an_edit_with_the_chain_mended_is_caught_by_the_checkpoint(vault: Vault, log_file: Path) -> None:
    """Whoever edits the last line has no later `prev` to break, but the checkpoint holds its hash."""
    log_file.write_bytes(log_file.read_bytes().replace(b"third.txt", b"other.txt"))

    altered = vault.check().altered

    assert any(text.startswith("checkpoints/3.note: seq 2:") for text in altered)


def test_an_edited_checkpoint_is_named(vault: Vault, tmp_path: Path) -> None:
    """A checkpoint of another size, vault or root does not pass."""
    note = tmp_path / "vault/checkpoints/2.note"
    note.write_bytes((tmp_path / "vault/checkpoints/3.note").read_bytes())

    assert any(text.startswith("checkpoints/2.note:") for text in vault.check().altered)
    with pytest.raises(EvidenceError, match=r"checkpoints/2\.note"):
        vault.ingest([Item(data=b"new")])


def test_a_checkpoint_is_origin_size_and_root(vault: Vault, tmp_path: Path, log_file: Path) -> None:
    """The body is C2SP's: three lines, the root in base64, over the raw lines."""
    header = read_header(tmp_path / "vault")
    tree = Tree(leaf_hash(raw) for raw in log_file.read_bytes().splitlines(keepends=True))

    body = (tmp_path / "vault/checkpoints/3.note").read_bytes()

    assert body == checkpoint_module.body(header, 3, tree.root())
    assert body.startswith(f"solferino-vault/{vault.id}\n3\n".encode())
    assert body.count(b"\n") == 3


def test_earlier_roots_can_be_asked_for(vault: Vault, tmp_path: Path) -> None:
    """The root at an earlier size is the one of the checkpoint written then."""
    header = read_header(tmp_path / "vault")
    note = (tmp_path / "vault/checkpoints/2.note").read_bytes()

    assert note == checkpoint_module.body(header, 2, bytes.fromhex(vault.root(2).removeprefix("sha256:")))
    assert vault.root(0) == "sha256:" + hashlib.sha256(b"").hexdigest()
    with pytest.raises(UsageError, match="no root at size 4"):
        vault.root(4)


def test_another_name_of_an_object_is_warned_of(vault: Vault, tmp_path: Path) -> None:
    """The bytes are right; whoever holds the other name can change them, and a copy made by links has one too."""
    (tmp_path / "outside").hardlink_to(vault.path(hashlib.sha256(b"second").hexdigest()))
    report = vault.check()

    assert report.ok
    assert [text.split(":")[0] for text in report.warnings if "another name" in text] == [name(b"second")]


@pytest.mark.parametrize("kind", ["symlink", "hard", "pipe", "folder"])
def test_what_is_no_regular_file_is_reported_and_never_opened(vault: Vault, tmp_path: Path, kind: str) -> None:
    """A link to the very same bytes fails too: what it points at can change without notice."""
    sha256 = hashlib.sha256(b"second").hexdigest()
    path, outside = vault.path(sha256), tmp_path / "outside"
    path.rename(outside)
    if kind == "symlink":
        path.symlink_to(outside)
    elif kind == "hard":
        path.hardlink_to(outside)
        outside.chmod(0o644)
        outside.write_bytes(b"sec0nd")
    elif kind == "pipe":
        os.mkfifo(path)  # opening it would wait for ever
    else:
        path.mkdir()

    report = vault.check()

    assert not report.ok
    assert [text.split(":")[0] for text in report.altered] == [name(b"second")]
    assert report.missing == ()
    with pytest.raises(EvidenceError, match=sha256) as caught:
        vault.read(sha256)
    assert caught.value.names == (name(b"second"),)
    with pytest.raises(EvidenceError):
        vault.ensure(sha256)


def test_a_link_in_place_of_a_folder_is_not_followed(vault: Vault, tmp_path: Path) -> None:
    """objects/ab may not lead elsewhere, even to the right bytes."""
    sha256 = hashlib.sha256(b"second").hexdigest()
    fan = vault.path(sha256).parent
    fan.rename(tmp_path / "elsewhere")
    fan.symlink_to(tmp_path / "elsewhere")

    report = vault.check()

    assert any(text.startswith(f"objects/{fan.name}: not a folder") for text in report.altered)
    assert report.missing == (name(b"second"),)
    assert not vault.has(sha256)
    with pytest.raises(EvidenceError, match="symlink"):
        vault.read(sha256)


@pytest.mark.parametrize("folder", ["log", "checkpoints", "objects", "quarantine"])
def test_a_link_in_place_of_a_whole_folder_is_reported(vault: Vault, tmp_path: Path, folder: str) -> None:
    """None of the vault's own folders may be a link."""
    (tmp_path / "vault" / folder).rename(tmp_path / "elsewhere")
    (tmp_path / "vault" / folder).symlink_to(tmp_path / "elsewhere")

    assert any(text.startswith(folder) and "symlink" in text for text in vault.check().altered)


def test_a_missing_object_is_named(vault: Vault) -> None:
    """The log vouches for it, the disk does not hold it."""
    vault.path(hashlib.sha256(b"third").hexdigest()).unlink()

    report = vault.check()

    assert (report.ok, report.missing, report.altered) == (False, (name(b"third"),), ())
    with pytest.raises(EvidenceError, match="missing from the vault"):
        vault.read(hashlib.sha256(b"third").hexdigest())


def test_an_object_in_the_wrong_folder_fails(vault: Vault, tmp_path: Path) -> None:
    """Misplaced is found, and missing where it belongs."""
    path = vault.path(hashlib.sha256(b"third").hexdigest())
    wrong = tmp_path / "vault/objects" / ("00" if path.name[:2] != "00" else "01")
    wrong.mkdir()
    path.rename(wrong / path.name)

    report = vault.check()

    assert report.altered == (f"objects/{wrong.name}/{path.name}: misplaced, belongs at {name(b'third')}",)
    assert report.missing == (name(b"third"),)


def test_strangers_are_warnings(vault: Vault, tmp_path: Path) -> None:
    """Extra objects and files are listed, and do not fail a vault."""
    root = tmp_path / "vault"
    (root / "objects/ab").mkdir(exist_ok=True)
    (root / "objects/ab/note.txt").write_text("x")
    (root / "objects/.DS_Store").write_text("x")
    (root / "log/old.jsonl").write_text("x")
    (root / "checkpoints/x.note").write_text("x")
    (root / "README").write_text("x")

    report = vault.check()

    assert report.ok
    assert [text.split(":")[0] for text in report.warnings] == [
        "README", "checkpoints/x.note", "log/old.jsonl", "objects/.DS_Store", "objects/ab/note.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("damage", ["missing", "newer", "nonsense", "symlink"])
def test_a_vault_that_cannot_be_recognised_is_a_failed_report(vault: Vault, tmp_path: Path, damage: str) -> None:
    """Without a sound VAULT nothing else can be judged."""
    header = tmp_path / "vault/VAULT"
    text = header.read_text()
    header.unlink()
    if damage == "newer":
        header.write_text(text.replace("vault 1", "vault 2"))
    elif damage == "nonsense":
        header.write_text("hello")
    elif damage == "symlink":
        (tmp_path / "VAULT").write_text(text)
        header.symlink_to(tmp_path / "VAULT")

    report = check(tmp_path / "vault")

    assert not report.ok
    assert report.altered[0].startswith("VAULT: ")


def test_another_vaults_header_does_not_fit_the_log(vault: Vault, tmp_path: Path) -> None:
    """The first record names the hash of VAULT, so a log cannot change owners."""
    Vault.open(tmp_path / "other", create=True)
    shutil.copy(tmp_path / "other/VAULT", tmp_path / "vault/VAULT")
    shutil.rmtree(tmp_path / "vault/checkpoints")

    assert any("seq 0:" in text for text in check(tmp_path / "vault").altered)


def test_a_log_without_its_header_is_not_given_a_new_one(vault: Vault, tmp_path: Path) -> None:
    """Opening with `create` makes no second vault over the log of the first."""
    (tmp_path / "vault/VAULT").unlink()

    with pytest.raises(EvidenceError, match="no file VAULT"):
        Vault.open(tmp_path / "vault", create=True)
    with pytest.raises(EvidenceError, match="no vault here"):
        Vault.open(tmp_path / "vault")


def test_a_hash_is_64_lower_case_digits(vault: Vault) -> None:
    """Nothing else can become part of a path."""
    for wrong in ("", "../../etc/passwd", "A" * 64, "0" * 63):
        with pytest.raises(UsageError, match="not a SHA-256"):
            vault.path(wrong)
