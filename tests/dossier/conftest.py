"""One dossier of the synthetic case for all tests of this room; a test that alters it takes a copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier import synthetic
from solferino.dossier import write
from solferino.words.result import Checked


@dataclass(frozen=True)
class Made:
    """A dossier as written: where, under which root, from what."""

    folder: Path
    root: str
    checked: Checked

    def pages(self) -> dict[str, str]:
        """Every HTML page by its path."""
        return {
            p.relative_to(self.folder).as_posix(): p.read_text("utf-8") for p in sorted(self.folder.rglob("*.html"))
        }

    def files(self) -> list[str]:
        """Every file by its path, the manifest too."""
        return sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file())


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The dossier as published."""
    base = tmp_path_factory.mktemp("lake")
    checked = synthetic.checked(base)
    return Made(base / "dossier", write(checked, base / "dossier"), checked)


@pytest.fixture
def copied(made: Made, tmp_path: Path) -> Made:
    """A copy that a test may alter."""
    shutil.copytree(made.folder, tmp_path / "dossier")
    return Made(tmp_path / "dossier", made.root, made.checked)
