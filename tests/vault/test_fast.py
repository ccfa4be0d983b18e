"""A fast look at a vault: what it finds, what it cannot, and what it never says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import solferino as sol
from solferino.cli import cli
from solferino.vault import Vault
from solferino.words.errors import UsageError


def test_it_never_says_that_a_vault_is_sound(vault: Vault, tmp_path: Path) -> None:
    """Nothing found wrong is said in so many words, exit 0; in JSON `ok` is null."""
    ran = CliRunner().invoke(cli, ["verify", str(tmp_path / "vault"), "--fast"], standalone_mode=False)
    told = ran.output.casefold()

    assert "the bytes of 3 exhibits were not read" in told
    assert not any(word in told for word in ("valid", "stands", "sound", " ok"))
    body = sol.verify(tmp_path / "vault", fast=True).json()
    assert (body["ok"], body["unread"], body["exit"]) == (None, 3, 0)


def test_it_finds_what_is_gone_or_of_another_size(vault: Vault, tmp_path: Path) -> None:
    """A missing object, one cut short, and one in whose place a link stands."""
    first, second, third = sorted(h.sha256 for r in vault.records() for h in r.obj)
    vault.path(first).unlink()
    for name in (second, third):
        vault.path(name).chmod(0o644)
    vault.path(second).write_bytes(b"x")
    vault.path(third).unlink()
    vault.path(third).symlink_to(tmp_path)
    found = sol.verify(tmp_path / "vault", fast=True)

    assert found.exit == 4
    assert [name.split("/")[-1] for name in found.missing] == [first]
    assert len(found.altered) == 2


def test_it_does_not_find_bytes_that_were_changed(vault: Vault, tmp_path: Path) -> None:
    """Same size, other bytes: only the full check reads them, and the fast one says that it did not."""
    path = vault.path(next(h.sha256 for r in vault.records() for h in r.obj))
    path.chmod(0o644)
    path.write_bytes(b"F" + path.read_bytes()[1:])

    assert sol.verify(tmp_path / "vault", fast=True).exit == 0
    assert sol.verify(tmp_path / "vault").exit == 4


def test_it_is_for_vaults_alone(tmp_path: Path) -> None:
    """Of anything else the whole is read, or nothing is said."""
    (tmp_path / "x.json").write_text(json.dumps({}), "utf-8")
    with pytest.raises(UsageError, match="only a vault"):
        sol.verify(tmp_path / "x.json", fast=True)
