"""Small vaults, real ones, for every test of the room."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from solferino.vault import Item, Vault

ROOT = Path(__file__).parents[2]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault with three exhibits from two ingests, so that one checkpoint lies inside the log."""
    made = Vault.open(tmp_path / "vault", create=True)
    made.ingest([Item(data=b"first exhibit", name="first.txt"), Item(data=b"second", name="second.txt")])
    made.ingest([Item(data=b"third", name="third.txt")])
    return made


@pytest.fixture
def log_file(tmp_path: Path, vault: Vault) -> Path:
    """The vault's only log segment."""
    return tmp_path / "vault" / "log" / "00000000.jsonl"


@pytest.fixture
def python() -> Callable[[str], list[str]]:
    """Return the command that runs a script in a process of its own, with the package in reach."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, sys.path)])
    return lambda script: [sys.executable, "-c", f"import sys; sys.path[:0] = {path.split(os.pathsep)!r}\n{script}"]


def tree(root: Path) -> dict[str, tuple[str, int, bytes]]:
    """Return everything below a folder: kind, time of change and bytes by path."""
    found = {}
    for path in sorted(root.rglob("*")):
        state = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found[str(path.relative_to(root))] = (oct(state.st_mode), state.st_mtime_ns, data)
    return found


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, tuple[str, int, bytes]]]:
    """Return the function that lists everything below a folder."""
    return tree
