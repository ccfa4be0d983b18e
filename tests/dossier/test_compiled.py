"""Compiled templates are kept beside the templates, and no fault of theirs is ever a fault of a dossier."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from solferino.dossier.compiled import Compiled


def _kept(folder: Path, made_by: str = "0" * 64) -> Compiled:
    cache = Compiled(made_by)
    cache.directory = str(folder)
    return cache


def _says(cache: Compiled) -> str:
    env = Environment(loader=DictLoader({"a.txt": "{{ 1 + 1 }} roots"}), bytecode_cache=cache)
    return env.get_template("a.txt").render()


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which one template was kept."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    assert _says(_kept(tmp_path / "kept")) == "2 roots"
    return tmp_path / "kept"


def test_what_was_compiled_is_found_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second program compiles nothing."""
    monkeypatch.setattr(Environment, "compile", None)

    assert _says(_kept(kept)) == "2 roots"


@pytest.mark.parametrize("left", [0, 3, 20, 40, 200])
def test_a_file_cut_short_is_compiled_again(kept: Path, left: int) -> None:
    """After a crash of the machine, say."""
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:left])

    assert _says(_kept(kept)) == "2 roots"


def test_other_rooms_find_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What shapes pages may shape how they are compiled."""
    monkeypatch.setattr(Environment, "compile", None)

    with pytest.raises(TypeError):
        _says(_kept(kept, "1" * 64))


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a disk that is full or not ours."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    (tmp_path / "file").write_bytes(b"")

    assert _says(_kept(tmp_path / "file" / "below")) == "2 roots"


def test_python_told_to_keep_nothing_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE holds for templates too."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    _says(_kept(tmp_path / "kept"))

    assert not (tmp_path / "kept").exists()
