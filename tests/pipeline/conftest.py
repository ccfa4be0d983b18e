"""A case with a sealed source, whose key, session and temporary files stand in folders of the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.sealed import sealed_case
from solferino.pipeline.unlock import lock


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A case with a sealed source; key, session and temporary files stand in folders of the test."""
    for name, folder in (("SOLFERINO_STATE", "state"), ("XDG_RUNTIME_DIR", "memory"), ("TMPDIR", "scratch")):
        (tmp_path / folder).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / folder))
    root = sealed_case(tmp_path)
    yield root
    lock(root)
