"""Erasing on purpose: the log keeps who and why, and nothing else of the object is left."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from solferino.vault import Item, Vault
from solferino.vault.record import Held
from solferino.vault.seal.disposal import come_of, dispose
from solferino.words.errors import EvidenceError, UsageError

FIRST = hashlib.sha256(b"first exhibit").hexdigest()


def test_a_disposed_object_is_not_called_missing(tmp_path: Path, vault: Vault) -> None:
    """Verify says by which record, by whom and on what basis; the vault is sound."""
    dispose(vault, FIRST, basis="consent withdrawn", actor="archivist")
    found = Vault.open(tmp_path / "vault").check()

    assert found.ok
    assert found.missing == ()
    assert any(w.endswith(f"{FIRST}: disposed at seq 3 by archivist, basis: consent withdrawn") for w in found.warnings)
    assert not any(b"first exhibit" in p.read_bytes() for p in (tmp_path / "vault").rglob("*") if p.is_file())


def test_reading_a_disposed_object_says_what_became_of_it(vault: Vault) -> None:
    """The message is not one of loss."""
    dispose(vault, FIRST, basis="an order", actor="archivist")
    with pytest.raises(EvidenceError, match="disposed at seq 3 by archivist, basis: an order"):
        vault.read(FIRST)


def test_a_disposal_cut_short_is_told_and_finished(vault: Vault) -> None:
    """A record without the erasure is named by verify; disposing again finishes it, in no new line."""
    vault.note("dispose", obj=[Held(FIRST, 13)], basis="an order", actor="archivist")
    assert any(w.endswith("and still there") for w in vault.check().warnings)
    dispose(vault, FIRST, basis="an order", actor="archivist")

    assert not any(w.endswith("and still there") for w in vault.check().warnings)
    assert vault.size == 4


def test_what_is_added_again_is_held_again(vault: Vault) -> None:
    """The same bytes ingested after a disposal are a new record, and no longer called disposed."""
    dispose(vault, FIRST, basis="an error", actor="archivist")
    (receipt,) = vault.ingest([Item(data=b"first exhibit", name="first.txt")])

    assert receipt.new
    assert vault.read(FIRST) == b"first exhibit"
    assert not any("disposed" in w for w in vault.check().warnings)


def test_erasing_wants_a_basis_and_a_name(vault: Vault) -> None:
    """Neither may be empty, and nothing is erased."""
    with pytest.raises(UsageError, match="basis"):
        dispose(vault, FIRST, basis=" ", actor="archivist")
    assert vault.read(FIRST) == b"first exhibit"


def test_what_was_never_held_is_not_erased(vault: Vault) -> None:
    """A hash unknown to the log is an error, and no record is written."""
    with pytest.raises(EvidenceError, match="does not hold"):
        dispose(vault, "0" * 64, basis="an order", actor="archivist")
    assert vault.size == 3


def test_what_came_of_an_object_alone_is_named(vault: Vault) -> None:
    """Its text and what was made of that; not what came in by itself, nor what was made of another one as well."""
    text = vault.derive(Item(data=b"its text"), parent=[FIRST], how={"tool": "t"}).sha256
    below = vault.derive(Item(data=b"translated"), parent=[text], how={"tool": "t"}).sha256
    second = hashlib.sha256(b"second").hexdigest()
    vault.derive(Item(data=b"of both"), parent=[FIRST, second], how={"tool": "t"})
    vault.derive(Item(data=b"third"), parent=[FIRST], how={"tool": "t"})

    assert come_of(vault, FIRST) == tuple(sorted((text, below)))
    assert come_of(vault, second) == ()


def test_what_was_set_aside_goes_with_it(vault: Vault, tmp_path: Path) -> None:
    """An altered copy in quarantine is like the object: it is erased too, and the vault is sound."""
    path = vault.path(FIRST)
    path.chmod(0o644)
    path.write_bytes(b"first exhibiT")
    vault.ingest([Item(data=b"first exhibit", name="first.txt")])
    assert len(list((tmp_path / "vault/quarantine").iterdir())) == 1
    dispose(vault, FIRST, basis="an order", actor="archivist")

    assert list((tmp_path / "vault/quarantine").iterdir()) == []
    assert vault.check().ok
