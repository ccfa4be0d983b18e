"""A case with a sealed source, whose key, session and temporary files stand in folders of the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.sealed import sealed_case, set_apart
from solferino.pipeline.unlock import lock


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A case with a sealed source; key, session and temporary files stand in folders of the test."""
    set_apart(tmp_path, monkeypatch)
    root = sealed_case(tmp_path)
    yield root
    lock(root)
