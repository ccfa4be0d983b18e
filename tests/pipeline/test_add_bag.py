"""A bag from elsewhere is preserved whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from solferino.cli import cli
from solferino.pipeline.add_bag import add_bag
from solferino.pipeline.scaffold import scaffold
from solferino.vault import Vault
from solferino.vault.bag.export import export
from solferino.words.errors import EvidenceError, UsageError
from vault.bag.conftest import bag

__all__ = ["bag"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """An empty case."""
    scaffold(tmp_path / "case", title="A case", as_of=None)
    return tmp_path / "case"


def test_payload_and_manifests_are_preserved(case: Path, bag: object) -> None:
    """Each payload file is an exhibit, each tag file is kept beside it, by the names the bag gives them."""
    found = add_bag(case, bag())  # type: ignore[operator]
    assert (found.exhibits, found.others, found.new) == (2, 4, 6)
    held = {r.src["name"]: r.obj[0].role for r in Vault.open(case / "vault").records() if r.act == "ingest"}
    assert held["data/two/words.txt"] == "exhibit"
    assert held["manifest-sha256.txt"] == "bag"
    assert all("tag manifest is sha256:" in r.note for r in Vault.open(case / "vault").records())


def test_a_foreign_log_is_kept_as_an_object(case: Path, tmp_path: Path) -> None:
    """The custody log of another vault travels as bytes; the two logs are never merged."""
    other = Vault.open(tmp_path / "other", create=True)
    add_bag(case, _exported(other, tmp_path))
    records = list(Vault.open(case / "vault").records())
    assert "solferino/log.jsonl" in {r.src["name"] for r in records}
    assert other.id not in {r.prev for r in records}
    assert Vault.open(case / "vault").check().ok


def _exported(vault: Vault, tmp_path: Path) -> Path:
    from solferino.vault import Item

    vault.ingest([Item(data=b"from elsewhere", name="theirs.txt")])
    export(tmp_path / "other", tmp_path / "theirs", title="Theirs", allowed=None)
    return tmp_path / "theirs"


def test_nothing_of_an_invalid_bag_is_preserved(case: Path, bag: object) -> None:
    """One altered file keeps the whole bag out, and is named."""
    root = bag()  # type: ignore[operator]
    (root / "data/hello.txt").write_bytes(b"HELLO\n")
    with pytest.raises(EvidenceError, match=r"data/hello\.txt: altered"):
        add_bag(case, root)
    assert not (case / "vault" / "log").exists()


def test_a_bag_again_adds_nothing(case: Path, bag: object) -> None:
    """The same bag a second time writes no record."""
    root = bag()  # type: ignore[operator]
    add_bag(case, root)
    size = Vault.open(case / "vault").size
    assert add_bag(case, root).new == 0
    assert Vault.open(case / "vault").size == size


def test_a_bag_needs_a_case(tmp_path: Path, bag: object) -> None:
    """A folder that is no case takes nothing."""
    with pytest.raises(UsageError, match="is not a case"):
        add_bag(tmp_path, bag())  # type: ignore[operator]


@pytest.mark.parametrize("dry_run", [True, False])
def test_add_of_a_bag_on_the_console(case: Path, bag: object, dry_run: bool) -> None:
    """The verb says how much was or would be preserved; a dry run writes nothing."""
    command = ["add", str(case), str(bag()), *["--dry-run"][:dry_run]]  # type: ignore[operator]
    told = CliRunner().invoke(cli, command)
    assert (told.exit_code, told.exception) == (0, None)
    assert ("would preserve" if dry_run else "6 of them new, 2 exhibits and 4 other files") in told.output
    assert (case / "vault" / "log").exists() is not dry_run
