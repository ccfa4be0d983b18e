"""Fixtures that tests of every room share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import postgresql

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run, and no judgement of speed: a slow machine is not a wrong result.
settings.register_profile("house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", derandomize=False, deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def examples(repo: Path) -> Path:
    """The folder of example cases; copy a case before writing to it."""
    return repo / "examples"


@pytest.fixture(scope="session")
def shared(repo: Path) -> Path:
    """Research data kept beside the tree; a test that needs it is skipped where it is absent."""
    folder = repo.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ does not lie beside the source tree")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgresql.Server]:
    """A PostgreSQL server of this run; tests that need one say so where there is none."""
    if postgresql.programs() is None:
        pytest.skip(postgresql.MISSING)
    pytest.importorskip("psycopg", reason="the extra `team` is not installed")
    with postgresql.running() as server:
        yield server
