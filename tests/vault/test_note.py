"""Records about bytes already held: access, derivation, disposal, and what may not be written by hand."""

from __future__ import annotations

import hashlib

import pytest

from solferino.vault import Held, Item, Vault
from solferino.vault.record import ACTS, OWN
from solferino.words.errors import EvidenceError, UsageError


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


FIRST = Held(sha256(b"first exhibit"), len(b"first exhibit"))


@pytest.mark.parametrize("act", [act for act in ACTS if act not in OWN])
def test_every_act_that_people_do_can_be_noted(vault: Vault, act: str) -> None:
    """What was done, to which bytes, by whom and on what ground comes back as it was given."""
    seq = vault.note(act, obj=[FIRST], src={"to": "a desk", "copies": 2}, basis="B", note="N", actor="R1")

    found = list(vault.records())[seq]
    assert (found.act, found.obj, found.basis, found.note) == (act, (FIRST,), "B", "N")
    assert (dict(found.src), found.actor["id"]) == ({"to": "a desk", "copies": 2}, "R1")


@pytest.mark.parametrize("act", [*OWN, "praise"])
def test_acts_of_the_vault_itself_cannot_be_noted(vault: Vault, act: str) -> None:
    """Nobody claims an ingest or a repair that did not happen."""
    with pytest.raises(UsageError, match="cannot be noted"):
        vault.note(act, obj=[FIRST])
    assert vault.size == 3


def test_a_record_about_bytes_the_vault_never_had_is_refused(vault: Vault) -> None:
    """Objects and parents must be known to the log."""
    for asked in ({"obj": [Held("a" * 64, 1)]}, {"parent": ["a" * 64]}):
        with pytest.raises(EvidenceError, match="does not hold aaaa"):
            vault.note("access", **asked)  # type: ignore[arg-type]
    assert vault.size == 3


def test_a_derived_exhibit_names_its_parent_and_how(vault: Vault) -> None:
    """One record: act derive, the parent, the tool."""
    how = {"tool": "crop", "tool_version": "1", "box": "0,0,5,5"}

    receipt = vault.derive(Item(data=b"fir", role="copy"), parent=[FIRST.sha256], how=how, actor="R1")

    found = list(vault.records())[receipt.seq]
    assert (found.act, found.parent, dict(found.src)) == ("derive", (FIRST.sha256,), how)
    assert (receipt.new, vault.read(receipt.sha256), vault.check().warnings) == (True, b"fir", ())


def test_the_same_derivation_again_adds_nothing(vault: Vault) -> None:
    """The same bytes from the same parent in the same way are known; in another way they are news."""
    for how, size in (({"tool": "crop"}, 4), ({"tool": "crop"}, 4), ({"tool": "cut"}, 5), ({"tool": "cut"}, 5)):
        vault.derive(Item(data=b"fir"), parent=[FIRST.sha256], how=how)
        assert vault.size == size
    assert vault.check().ok


def test_nothing_is_derived_from_nothing(vault: Vault) -> None:
    """A derivation without a parent, or from bytes the vault never had, is refused before anything is written."""
    with pytest.raises(UsageError, match="derived from nothing"):
        vault.derive(Item(data=b"x"), parent=[], how={"tool": "crop"})
    with pytest.raises(EvidenceError, match="does not hold"):
        vault.derive(Item(data=b"x"), parent=["b" * 64], how={"tool": "crop"})
    assert not vault.has(sha256(b"x"))


def test_a_disposed_object_is_not_missing(vault: Vault) -> None:
    """The log says who erased it and on what ground; the same bytes ingested again are held again."""
    seq = vault.note("dispose", obj=[FIRST], basis="consent withdrawn", actor="R1")
    assert any("and still there" in text for text in vault.check().warnings)
    vault.path(FIRST.sha256).unlink()

    report = vault.check()

    assert (report.ok, report.missing) == (True, ())
    assert f"disposed at seq {seq} by R1, basis: consent withdrawn" in report.warnings[0]
    assert vault.ingest([Item(data=b"first exhibit")])[0].new
    assert vault.check().warnings == ()
