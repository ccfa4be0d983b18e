"""`solferino verify BAG` on the console."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from solferino.cli import cli
from vault.bag.conftest import declaration, manifest


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """A bag of an earlier version with one file."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a").write_bytes(b"a")
    (tmp_path / "bagit.txt").write_bytes(declaration("0.97"))
    (tmp_path / "manifest-sha256.txt").write_bytes(manifest({"data/a": b"a"}))
    return tmp_path


def test_a_valid_bag_exits_0_with_its_warnings_on_stderr(bag: Path) -> None:
    """A valid bag exits 0, says so, and keeps its warnings apart."""
    done = CliRunner().invoke(cli, ["verify", str(bag)], standalone_mode=False)
    assert (done.return_value, "bag stands" in done.stdout) == (0, True)
    assert "warning" in done.stderr
    assert "warning" not in done.stdout


def test_an_invalid_bag_exits_4_and_names_the_file(bag: Path) -> None:
    """An altered file is named, and the exit is 4."""
    (bag / "data" / "a").write_bytes(b"b")
    done = CliRunner().invoke(cli, ["verify", str(bag)], standalone_mode=False)
    assert done.return_value == 4
    assert "altered   data/a" in done.stderr


def test_a_bag_as_json(bag: Path) -> None:
    """--json gives the keys of the contract, with kind bag."""
    done = CliRunner().invoke(cli, ["verify", "--json", str(bag)], standalone_mode=False)
    found = json.loads(done.stdout)
    assert (found["kind"], found["ok"], found["checked"], found["exit"]) == ("bag", True, 1, 0)


def test_a_bag_under_another_root_does_not_stand(bag: Path) -> None:
    """The digest given from elsewhere must be that of the tag manifest."""
    done = CliRunner().invoke(cli, ["verify", "--root", "sha256:" + "0" * 64, str(bag)], standalone_mode=False)
    assert done.return_value == 4
    assert "tag manifest" in done.stderr
