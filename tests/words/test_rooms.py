"""Rooms of the package are known by what stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from solferino.words import rooms


@pytest.mark.parametrize("changed", ["law/norms.py", "law/facts/norms.csv", "law/facts/more/new.csv"])
def test_any_byte_of_a_room_changes_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    """Code or data, however deep; another room's digest stays, and so does all with what Python compiled."""
    monkeypatch.setattr(rooms, "_PACKAGE", tmp_path)
    for path in ("law/norms.py", "law/facts/norms.csv", "claims/norm.py", "law/facts/more/old.csv"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(path.encode())

    def digests() -> tuple[str, str]:
        rooms._room.cache_clear()
        return rooms.digest(["law"]), rooms.digest(["claims"])

    law, claims = digests()
    (tmp_path / "law/__pycache__").mkdir()
    (tmp_path / "law/__pycache__/norms.pyc").write_bytes(b"compiled")
    assert digests() == (law, claims)
    (tmp_path / changed).write_bytes(b"changed")
    after = digests()
    rooms._room.cache_clear()

    assert after[0] != law
    assert after[1] == claims
