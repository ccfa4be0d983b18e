"""One dossier of the synthetic case for all tests of this room; a test that alters it takes a copy."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier import synthetic
from solferino.dossier import manifest, write
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


def exchanged(dossier: Path, path: str, body: bytes) -> None:
    """Put other bytes in the place of a file, and their digest into the manifest."""
    sums, file = dossier / manifest.NAME, dossier / path
    before, after = (hashlib.sha256(b).hexdigest() for b in (file.read_bytes(), body))
    assert before != after
    file.write_bytes(body)
    sums.write_text(sums.read_text("utf-8").replace(before, after), "utf-8", newline="\n")


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
