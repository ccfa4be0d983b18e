"""What an installation gets."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from house.files import kept


@pytest.mark.slow
def test_the_wheel_holds_the_whole_package_and_nothing_else(repo: Path, tmp_path: Path) -> None:
    """A wheel built without network holds every file of the package, data included, the licence, and no test."""
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index",
         "--wheel-dir", str(tmp_path), str(repo)],
        check=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    package = {n for n in names if ".dist-info/" not in n}
    source = repo / "src"

    assert package == {p.relative_to(source).as_posix() for p in kept(repo) if p.is_relative_to(source)}
    assert [n for n in names if n.endswith(".dist-info/licenses/LICENSE")] != []
