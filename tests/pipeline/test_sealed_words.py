"""Words of a record that would endanger somebody: in the log as a commitment, open to custodians alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import solferino as sol
from cases.sealed import CANARY, open_up
from solferino.cli import cli
from solferino.pipeline.unlock import lock
from solferino.vault import Vault
from solferino.vault.seal.disposal import dispose
from solferino.words.errors import EvidenceError, UsageError

ALIAS = f"{CANARY} fetched it from 203.0.113.7 as a friend of the band\x1b[2J"


def log(case: Path, *words: str, text: str = "") -> Result:
    """Run the verb over a case."""
    return CliRunner().invoke(cli, ["log", str(case), *words], input=text, standalone_mode=False)


@pytest.fixture
def told(case: Path) -> tuple[Path, str]:
    """A case whose log holds an attempt with sealed words, and their SHA-256."""
    done = log(case, "attempt", "--by", "ada", "--url", "https://example.org", "--sealed", "-", text=ALIAS)
    assert done.exit_code == 0, done.output
    return case, str(list(Vault.open(case / "vault").records())[-1].src["sealed"])


def test_sealed_words_stand_nowhere_in_clear(told: tuple[Path, str]) -> None:
    """The record names ciphertext and a salted commitment; the words are in no file of the case."""
    case, sealed = told
    record = list(Vault.open(case / "vault").records())[-1]

    assert (record.act, record.obj[0].sha256, record.obj[0].role) == ("attempt", sealed, "sealed-words")
    assert len(str(record.src["commitment"])) == 64
    assert not [p for p in case.rglob("*") if p.is_file() and CANARY.encode() in p.read_bytes()]
    assert sol.verify(case / "vault").ok
    assert f"sealed words {sealed[:12]}" in log(case).output


def test_custodians_read_them_while_the_case_is_open(told: tuple[Path, str]) -> None:
    """Locked they are shut; open they are shown, without what a terminal would obey."""
    case, sealed = told
    shut = log(case, "--open", sealed[:12])
    open_up(case)
    shown = log(case, "--open", sealed[:12])
    lock(case)

    assert isinstance(shut.exception, EvidenceError)
    assert shown.output == ALIAS.replace("\x1b", "\\x1b") + "\n"


def test_their_commitment_stays_when_they_are_erased(told: tuple[Path, str]) -> None:
    """What is dangerous can be disposed of; the log still binds who claims later to know the words."""
    case, sealed = told
    dispose(Vault.open(case / "vault"), sealed, basis="no longer needed", actor="ada")

    assert sol.verify(case / "vault").ok
    assert any(r.src.get("commitment") for r in Vault.open(case / "vault").records())


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("attempt", "--by", "a"), ""),
        (("attempt",), "x"),
        (("dispose", "--by", "a"), "x"),
        (("access", "--by", "a"), "x"),
    ],
)
def test_what_cannot_be_entered_leaves_nothing(case: Path, words: tuple[str, ...], text: str) -> None:
    """No words, no name, no such act, no exhibit: nothing is encrypted first."""
    size = Vault.open(case / "vault").size
    done = log(case, *words, "--sealed", "-", text=text)

    assert isinstance(done.exception, UsageError)
    assert Vault.open(case / "vault").size == size
