"""Redacted copies of sources: a source of their own, bound to the original in the custody log."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.sealed import open_up
from solferino.casefile import load
from solferino.pipeline.redact import redact
from solferino.vault import Vault
from solferino.vault.seal.disposal import come_of
from solferino.words.errors import EvidenceError, UsageError


def test_a_copy_is_bound_to_the_original(case: Path) -> None:
    """The log's last record names both, and how many regions were removed, not where they lie."""
    open_up(case)
    added = redact(case, "told", name="told-open", spans=[(0, 2), (5, 9)], by="archivist")
    last = list(Vault.open(case / "vault").records())[-1]
    source = load(case).source("told")

    assert source is not None
    assert (last.act, last.parent, last.obj[0].sha256) == ("derive", (source.sha256,), added.sha256)
    assert last.src["regions"] == 2
    assert sol.verify(case / "vault").ok
    assert (case / "files" / "told-open.csv").read_text("utf-8").startswith("█,da█")


def test_a_sealed_source_is_not_redacted_while_it_is_locked(case: Path) -> None:
    """Nothing is written."""
    with pytest.raises(EvidenceError, match="locked"):
        redact(case, "told", name="told-open", spans=[(0, 2)])
    assert not (case / "files" / "told-open.csv").exists()


@pytest.mark.parametrize("name", ["../../up", "a/b", "/abs", "Told Open", "told.open", ""])
def test_a_name_that_is_no_id_is_refused(case: Path, name: str) -> None:
    """The id names a file: one that leads out of the case, or that no source could bear, writes nothing."""
    open_up(case)
    before = sorted(case.parent.rglob("*"))
    with pytest.raises(UsageError, match="is no id"):
        redact(case, "told", name=name, spans=[(0, 2)])
    assert sorted(case.parent.rglob("*")) == before


def test_what_is_disposed_of_names_its_redacted_copies(case: Path) -> None:
    """A copy came of the original alone: whoever erases the original is told of it, and can erase it too."""
    open_up(case)
    added = redact(case, "told", name="told-open", spans=[(0, 2)], by="archivist")
    original = next(s.sha256 for s in load(case).sources if s.id == "told")

    assert come_of(Vault.open(case / "vault"), original) == (added.sha256,)
