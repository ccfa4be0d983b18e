"""The dossiers of the examples are the same bytes wherever, whenever and by whomever they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ELSEWHERE = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1", "umask": "022"},
    {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "77", "umask": "077"},
)


def digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file of a folder, by its path within."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["aleppo-2016", "council-vetoes-usa"])
def test_two_builds_of_an_example_are_byte_identical(name: str, examples: Path, repo: Path, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed and umask change no byte of the dossier, nor of case.lock."""
    made = []
    for i, settings in enumerate(ELSEWHERE):
        case = tmp_path / ("a", "somewhere else/b")[i] / name
        shutil.copytree(examples / name, case, ignore=shutil.ignore_patterns("build"))
        env = {**os.environ, "PYTHONPATH": str(repo / "src"), **settings}
        command = f'umask {settings["umask"]} && exec "$0" -m solferino build "$1"'
        done = subprocess.run(
            ["sh", "-c", command, sys.executable, str(case)], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1, 3), done.stderr
        made.append(digests(case / "build" / "dossier") | {"case.lock": digests(case)["case.lock"]})

    assert len(made[0]) > 50
    assert made[0] == made[1]
