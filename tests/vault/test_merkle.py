"""The tree and its proofs against RFC 6962's public vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solferino.vault.merkle import (
    EMPTY,
    Tree,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves and roots that Certificate Transparency's implementations share as test data
# (transparency-dev/merkle, testonly/constants.go).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHED = [leaf_hash(leaf) for leaf in LEAVES]


def root(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size])


def test_the_empty_root_is_the_hash_of_nothing() -> None:
    """RFC 6962, 2.1: the hash of an empty list is the hash of an empty string."""
    assert Tree().root() == EMPTY == hashlib.sha256(b"").digest() == root(0)


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size: int) -> None:
    """Trees of zero to eight leaves have the published roots."""
    assert Tree(HASHED[:size]).root() == root(size)


def test_an_inclusion_proof_is_the_published_one() -> None:
    """Leaf 0 of 8: its sibling, then the published roots of the pair and of the four beside it."""
    # transparency-dev/merkle, inclusion vector for leaf 1 (counted from 1) of 8.
    expected = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]

    assert [step.hex() for step in inclusion(HASHED, 0)] == expected


def test_a_consistency_proof_is_the_published_one() -> None:
    """From 6 to 8 leaves: the published three nodes."""
    # transparency-dev/merkle, consistency vector 6 to 8.
    expected = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[4],
    ]

    assert [step.hex() for step in consistency(HASHED, 6)] == expected


@pytest.mark.parametrize("size", range(1, 9))
def test_every_inclusion_proof_verifies_only_at_its_place(size: int) -> None:
    """A proof shows its own leaf at its own index of its own tree, and nothing else."""
    for index in range(size):
        proof = inclusion(HASHED[:size], index)
        for claimed in range(-1, size + 1):
            right = claimed == index
            assert verify_inclusion(HASHED[index], claimed, size=size, proof=proof, root=root(size)) is right
        assert not verify_inclusion(HASHED[index], index, size=size, proof=[*proof, EMPTY], root=root(size))
        assert not verify_inclusion(leaf_hash(b"other"), index, size=size, proof=proof, root=root(size))
        if proof:
            assert not verify_inclusion(HASHED[index], index, size=size, proof=proof[:-1], root=root(size))


@pytest.mark.parametrize("new", range(1, 9))
def test_every_consistency_proof_verifies_only_between_its_sizes(new: int) -> None:
    """A proof ties its own two roots, and fails when cut, lengthened or given another root."""
    for old in range(1, new + 1):
        proof = consistency(HASHED[:new], old)
        assert verify_consistency(old, new, old_root=root(old), new_root=root(new), proof=proof)
        assert not verify_consistency(old, new, old_root=root(old), new_root=root(new), proof=[*proof, EMPTY])
        assert not verify_consistency(old, new, old_root=root(old - 1), new_root=root(new), proof=proof)
        assert not verify_consistency(old, new, old_root=root(old), new_root=EMPTY, proof=proof)
        if proof:
            assert not verify_consistency(old, new, old_root=root(old), new_root=root(new), proof=proof[:-1])


@pytest.mark.parametrize(
    ("old", "new", "old_root", "proof", "holds"),
    [
        (0, 5, EMPTY, [], True),
        (0, 0, EMPTY, [], True),
        (0, 5, root(1), [], False),
        (0, 5, EMPTY, [EMPTY], False),
        (5, 4, root(5), [], False),
        (-1, 5, EMPTY, [], False),
    ],
)
def test_sizes_at_the_edge(old: int, new: int, old_root: bytes, proof: list[bytes], *, holds: bool) -> None:
    """Every tree extends the empty one; none extends a larger one."""
    assert verify_consistency(old, new, old_root=old_root, new_root=root(new), proof=proof) is holds


def test_a_leaf_cannot_pass_for_a_node() -> None:
    """Leaves and nodes are hashed under different prefixes."""
    assert leaf_hash(HASHED[0] + HASHED[1]) != node_hash(HASHED[0], HASHED[1])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_proofs_hold_at_any_size(data: st.DataObject) -> None:
    """Inclusion and consistency proofs of trees of any size verify against the growing tree's root."""
    leaves = [leaf_hash(str(i).encode()) for i in range(data.draw(st.integers(1, 70)))]
    index, old = data.draw(st.integers(0, len(leaves) - 1)), data.draw(st.integers(1, len(leaves)))
    whole, part = Tree(leaves).root(), Tree(leaves[:old]).root()

    assert verify_inclusion(leaves[index], index, size=len(leaves), proof=inclusion(leaves, index), root=whole)
    assert verify_consistency(old, len(leaves), old_root=part, new_root=whole, proof=consistency(leaves, old))


def test_no_proof_for_what_is_not_there() -> None:
    """An index or a size outside the tree is an error, not a proof."""
    for wrong in (-1, 8):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion(HASHED, wrong)
    for wrong in (0, 9):
        with pytest.raises(ValueError, match="no tree"):
            consistency(HASHED, wrong)
