"""Proofs as strangers bring them: our files with a record or a checkpoint, and public vectors of RFC 6962 in JSON."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import solferino as sol
from solferino.vault import Vault
from solferino.vault.merkle import EMPTY, Tree, consistency, inclusion, leaf_hash
from solferino.vault.prove import prove_record, prove_since
from solferino.words.errors import EvidenceError, UsageError

LEAVES = [leaf_hash(bytes([number])) for number in range(8)]
SOME = hashlib.sha256(b"some").digest()


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def included(index: int, size: int, **changes: Any) -> dict[str, Any]:
    proof = [b64(step) for step in inclusion(LEAVES[:size], index)]
    good = {"leafIdx": index, "treeSize": size, "root": b64(Tree(LEAVES[:size]).root()), "leafHash": b64(LEAVES[index])}
    return {**good, "proof": proof, "desc": "", "wantErr": False, **changes}


def extended(old: int, new: int, **changes: Any) -> dict[str, Any]:
    roots = {"root1": b64(Tree(LEAVES[:old]).root()), "root2": b64(Tree(LEAVES[:new]).root())}
    proof = [b64(step) for step in consistency(LEAVES[:new], old)] if old else None
    return {"size1": old, "size2": new, **roots, "proof": proof, **changes}


# The cases at size 0 and 1 are those of transparency-dev/merkle, proof/verify_test.go.
VECTORS = [
    *((included(index, size), True) for size in range(1, 9) for index in range(size)),
    *((extended(old, new), True) for new in range(9) for old in range(new + 1)),
    (included(2, 5, leafIdx=1), False), (included(2, 5, leafIdx=2**64 - 1), False), (included(2, 5, treeSize=10), False),
    (included(2, 5, proof=None), False), (included(2, 5, leafHash=b64(b"wrong")), False), (included(2, 5, root=""), False),
    (included(2, 5, proof=[*included(2, 5)["proof"], ""]), False), (included(0, 1, leafHash="", root=""), False),
    (included(0, 1, treeSize=0), False), (included(0, 1, treeSize=0, root=b64(EMPTY), leafHash=b64(SOME)), False),
    (included(0, 1, proof=[b64(SOME)]), False), (included(0, 1, leafIdx="0"), False), (included(0, 1, proof="x"), False),
    (extended(0, 0, root1=b64(b"any"), root2=b64(b"other")), False), (extended(0, 0, root1="AAAA", root2="AAAA"), True),
    (extended(0, 1, root1="AAAA", root2="BBBB"), True), (extended(0, 1, proof=[b64(EMPTY)]), False),
    (extended(0, 0, proof=[b64(EMPTY)]), False), (extended(1, 1, root1="AAAA", root2="AAAA"), True),
    (extended(1, 1, proof=[b64(EMPTY)]), False), (extended(2, 2, size1=3), False), (extended(1, 2, proof=[]), False),
    (extended(3, 7, root1=b64(SOME)), False), (extended(3, 7, root2=b64(SOME)), False), (extended(3, 7, size2=14), False),
    (extended(3, 7, proof=extended(3, 7)["proof"][:-1]), False), (extended(2, 3, size1=-1), False), (extended(4, 8, size1=True), False),
]  # fmt: skip


def test_public_vectors_in_json_hold_or_do_not(tmp_path: Path) -> None:
    """Each gives exit 0 or 4, never an error."""
    for number, (vector, holds) in enumerate(VECTORS):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(vector))

        found = sol.verify(path)

        assert (found.kind, found.exit) == ("proof", 0 if holds else 4), vector
    print(f"{len(VECTORS)} vectors tried")


@pytest.fixture
def root(vault: Vault, tmp_path: Path) -> Path:
    """A vault of five records."""
    vault.note("access")
    vault.note("access")
    return tmp_path / "vault"


def test_a_proof_stands_with_its_record_and_its_exhibit(root: Path, tmp_path: Path) -> None:
    """The exhibit is bound through the record; a stranger's file is not."""
    proof, exhibit, other = tmp_path / "p.tlog-proof", tmp_path / "second.txt", tmp_path / "other"
    proof.write_bytes(prove_record(root, 1).raw)
    exhibit.write_bytes(b"second")
    other.write_bytes(b"sec0nd")
    line = tmp_path / "line"
    line.write_bytes((root / "log/00000000.jsonl").read_bytes().splitlines(keepends=True)[1])

    assert sol.verify(proof).ok
    assert sol.verify(proof, leaves=[exhibit, line]).ok
    assert not sol.verify(proof, leaves=[other]).ok
    assert sol.verify(proof, root=Vault.open(root).root()).ok
    assert not sol.verify(proof, root="sha256:" + "0" * 64).ok


def test_a_proof_without_its_record_asks_for_it(root: Path, tmp_path: Path) -> None:
    """The line may come as a file; another line is refused."""
    bare = tmp_path / "bare"
    bare.write_bytes(
        b"".join(n for n in prove_record(root, 1).raw.splitlines(keepends=True) if not n.startswith(b"extra"))
    )
    with pytest.raises(UsageError, match="not in the proof"):
        sol.verify(bare)
    for seq, line in enumerate((root / "log/00000000.jsonl").read_bytes().splitlines(keepends=True)):
        (tmp_path / "line").write_bytes(line)
        if seq == 1:
            assert sol.verify(bare, leaves=[tmp_path / "line"]).ok
        else:
            found = sol.verify(bare, leaves=[tmp_path / "line"])
            assert (found.exit, "is the record at 1" in found.altered[0]) == (4, True)


# The example of C2SP signed-note.md, and its key.
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\N{EM DASH} PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ITS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


@pytest.mark.parametrize(("of", "by", "code"), [("is", "is", 0), ("is", "was", 4)])
def test_a_signed_note_by_itself_is_held_to_a_key(tmp_path: Path, of: str, by: str, code: int) -> None:
    """The example of the specification stands under its own key, and no longer once a word of it is another."""
    (tmp_path / "n.note").write_text(NOTE.replace(f"what your problem {of}", f"what your problem {by}"), "utf-8")

    assert sol.verify(tmp_path / "n.note", keys=[ITS_KEY]).exit == code


def test_a_signed_note_without_a_key_asks_for_one(tmp_path: Path) -> None:
    """Whose signature it claims to be is said; nothing about it is checked."""
    (tmp_path / "n.note").write_text(NOTE, "utf-8")

    with pytest.raises(UsageError, match="signed by PeterNeumann"):
        sol.verify(tmp_path / "n.note")


def test_nothing_was_removed_since_the_copy_you_hold(root: Path, tmp_path: Path) -> None:
    """Against the older checkpoint; against another log's there is no proof."""
    proof = tmp_path / "p"
    proof.write_bytes(prove_since(root, root / "checkpoints/2.note").raw)

    assert sol.verify(proof, since=root / "checkpoints/2.note").ok
    assert not sol.verify(proof, since=root / "checkpoints/3.note").ok
    with pytest.raises(UsageError, match="--since"):
        sol.verify(proof)
    (tmp_path / "x.note").write_bytes((root / "checkpoints/2.note").read_bytes().replace(b"vault/", b"other/"))
    with pytest.raises(EvidenceError, match="does not extend"):
        prove_since(root, tmp_path / "x.note")


def test_the_verbs_prove_and_verify(root: Path, tmp_path: Path) -> None:
    """Written once, checked with the exit code; an altered byte is exit 4, nonsense for a record exit 2."""

    def run(*words: object) -> int:
        return subprocess.run([sys.executable, "-m", "solferino", *map(str, words)], capture_output=True).returncode

    proof = tmp_path / "p.tlog-proof"
    assert run("prove", root, hashlib.sha256(b"third").hexdigest(), "--to", proof) == 0
    assert run("prove", root, "1", "--to", proof) == 2
    assert run("prove", root, "nonsense", "--to", tmp_path / "q") == 2
    assert run("verify", proof) == 0
    proof.write_bytes(proof.read_bytes().replace(b"index 2", b"index 1"))
    assert run("verify", proof) == 4
