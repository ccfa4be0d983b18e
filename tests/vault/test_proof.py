"""Proof files: made from the index, checked by a stranger, refused for anything else than what they are about."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.vault import Item, Vault
from solferino.vault.checkpoint import read_checkpoint
from solferino.vault.index import NAME, Index, fill, open_index
from solferino.vault.merkle import Tree, consistency, inclusion
from solferino.vault.proof import Extension, Inclusion, read_proof
from solferino.vault.prove import newest, prove_extends, prove_record
from solferino.words.errors import EvidenceError, UsageError


@pytest.fixture
def root(vault: Vault, tmp_path: Path) -> Path:
    """A vault of eleven records."""
    for number in range(8):
        vault.note("access", note=str(number))
    return tmp_path / "vault"


def lines(root: Path) -> list[bytes]:
    return (root / "log/00000000.jsonl").read_bytes().splitlines(keepends=True)


def test_a_proof_file_shows_its_record_and_no_other(root: Path) -> None:
    """Read back, each proof holds for its own line only."""
    for seq, line in enumerate(lines(root)):
        proof = read_proof(prove_record(root, seq).raw)

        assert isinstance(proof, Inclusion)
        assert (proof.index, proof.extra, proof.checkpoint.size) == (seq, line, 11)
        assert [each for each in lines(root) if proof.shows(each)] == [line]


def test_an_exhibit_is_proved_by_its_hash(root: Path) -> None:
    """The record that brought it in is the one proved."""
    assert prove_record(root, hashlib.sha256(b"second").hexdigest()).index == 1
    for unknown in ("a" * 64, 11, -1):
        with pytest.raises(UsageError, match="no record"):
            prove_record(root, unknown)


def test_the_newest_checkpoint_extends_every_older_one(root: Path) -> None:
    """And the proof says so only for the root that was there."""
    for old in range(12):
        proof = read_proof(prove_extends(root, old).raw)

        assert isinstance(proof, Extension)
        then = Vault.open(root).root(old).removeprefix("sha256:")
        assert proof.extends(bytes.fromhex(then))
        assert not proof.extends(hashlib.sha256(b"another").digest())
    with pytest.raises(UsageError, match="no checkpoint of 12"):
        prove_extends(root, 12)


def test_a_proof_of_another_log_is_none_of_this_one(root: Path) -> None:
    """Same size and root are not enough: the origin must be the same."""
    note = (root / "checkpoints/3.note").read_bytes()
    proof = prove_extends(root, 3)

    assert proof.extends_note(read_checkpoint(note))
    assert not proof.extends_note(read_checkpoint(note.replace(b"solferino-vault/", b"another-vault/")))


def test_every_flipped_bit_of_a_proof_file_is_refused(root: Path) -> None:
    """Malformed, or not showing the line, or about another log or index: never the same proof."""
    whole, line = prove_record(root, 5), lines(root)[5]
    raw, checkpoint = whole.raw, whole.checkpoint
    flips = 0
    for offset in range(len(raw)):
        for bit in range(8):
            bad = bytearray(raw)
            bad[offset] ^= 1 << bit
            flips += 1
            try:
                proof = read_proof(bytes(bad))
            except (ValueError, UnicodeDecodeError):
                continue
            same = isinstance(proof, Inclusion) and proof.shows(line) and proof.extra == line
            assert not (same and proof.checkpoint == checkpoint), f"byte {offset} bit {bit}"
    print(f"{flips} bit flips of a proof file tried")


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\n\n", b"c2sp.org/tlog-proof@v1\n\no\n1\n", b"c2sp.org/tlog-proof@v2\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 00\n\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"old -1\n\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"old 1\n\no\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"old 1\n\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        b"old 1\n" + b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" * 64
        + b"\no\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
    ],
)  # fmt: skip
def test_a_malformed_proof_is_refused(raw: bytes) -> None:
    """Numbers without leading zeroes, hashes of 32 bytes in canonical base64, at most 63 of them."""
    with pytest.raises(ValueError, match=r"."):
        read_proof(raw)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_the_index_gives_what_the_log_gives(batches: list[int]) -> None:
    """Filled in any steps, deleted, or made in one go: the same rows, and the proofs of a slow twin."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        vault, count = Vault.open(root, create=True), 0
        for batch in batches:
            vault.ingest([Item(data=str(count + i).encode()) for i in range(batch)])
            count += batch
            with open_index(root) as table:
                fill(Index(root, table))
                grown = list(table.iterdump())
        with open_index(root, anew=True) as table:
            fill(Index(root, table))
            assert list(table.iterdump()) == grown
            index, leaves = Index(root, table), vault.leaves()
            for size in range(1, count + 1):
                assert index.over(size) == Tree(leaves[:size]).root()
                assert index.inclusion(size - 1, size=count) == inclusion(leaves, size - 1)
                assert index.consistency(size, size=count) == consistency(leaves, size)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"x" * 5000])
def test_a_damaged_index_is_made_anew(root: Path, damage: bytes) -> None:
    """It is derived: whatever stands in its place gives no wrong proof."""
    prove_record(root, 1)
    for path in root.glob(f"{NAME}*"):
        path.unlink()
    (root / NAME).write_bytes(damage)

    assert prove_record(root, 4).shows(lines(root)[4])
    assert Vault.open(root).check().warnings == ()


def test_an_index_of_another_log_is_made_anew(root: Path, tmp_path: Path) -> None:
    """Its hashes do not lead to the checkpoint."""
    other = Vault.open(tmp_path / "other", create=True)
    other.ingest([Item(data=str(i).encode()) for i in range(11)])
    prove_record(tmp_path / "other", 1)
    shutil.copy(tmp_path / "other" / NAME, root / NAME)

    assert prove_record(root, 4).shows(lines(root)[4])


def test_no_proof_from_an_altered_log(root: Path) -> None:
    """What does not lead to the checkpoint is not proved."""
    log = root / "log/00000000.jsonl"
    log.write_bytes(log.read_bytes().replace(b"second.txt", b"sEcond.txt"))

    with pytest.raises(EvidenceError, match="not the one of checkpoint 11"):
        prove_record(root, 5)


def test_a_proof_takes_less_than_a_millisecond(root: Path) -> None:
    """From an open index, whatever the log's length: it reads a logarithm of hashes."""
    with open_index(root) as table:
        index = Index(root, table)
        fill(index)
        started = time.perf_counter()
        for _ in range(100):
            index.inclusion(5, size=11)
        assert (time.perf_counter() - started) / 100 < 0.001
    assert newest(root).signatures == ()
