"""The peak that is told is that of the program itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from solferino.linkage import memory

ASK = "from solferino.linkage.memory import peak_mb; print(peak_mb())"


@pytest.mark.skipif(not memory.STATUS.exists(), reason="only Linux tells of the program alone")
def test_what_started_it_does_not_count() -> None:
    """A small program started by a large one is small."""
    held = bytearray(400_000_000)
    held[::4096] = b"x" * len(held[::4096])
    said = subprocess.run([sys.executable, "-c", ASK], check=True, capture_output=True, text=True).stdout

    assert 1 < float(said) < 350
    assert memory.peak_mb() > 400


def test_other_systems_tell_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that file the peak is what the system tells about resources."""
    monkeypatch.setattr(memory, "STATUS", Path("/nowhere"))

    assert memory.peak_mb() > 1
