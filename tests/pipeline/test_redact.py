"""Redacted copies of sources: a source of their own, bound to the original in the custody log."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.sealed import open_up
from solferino.casefile import load
from solferino.pipeline.redact import redact
from solferino.vault import Vault
from solferino.words.errors import EvidenceError


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
