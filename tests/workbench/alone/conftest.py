"""A built case, and people who sit down at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import solferino as sol
from cases.bench import write_bench

pytest.importorskip("starlette", reason="the extra `bench` is not installed")

from solferino.workbench.alone import Alone
from workbench.alone.desk import Desk, seat


@pytest.fixture(scope="session")
def built_bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hard case, built once; copy it before writing."""
    root = write_bench(tmp_path_factory.mktemp("bench") / "river")
    sol.open(root).build()
    return root


@pytest.fixture
def case(built_bench: Path, tmp_path: Path) -> Path:
    """A copy of the built case."""
    return Path(shutil.copytree(built_bench, tmp_path / "river"))


@pytest.fixture
def sit(case: Path) -> Callable[..., Desk]:
    """Seat a person at the case: `sit("anna")`, `sit("ben", gate=Guarded)`."""

    def seated(name: str, gate: type[Alone] = Alone) -> Desk:
        return seat(case, name, gate)

    return seated


@pytest.fixture
def anna(sit: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Anna, alone; decisions start no rebuild."""
    monkeypatch.setattr("solferino.workbench.rebuild.Rebuild.ask", lambda self: None)
    return sit("anna")
