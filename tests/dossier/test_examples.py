"""The cases that ship with the program, built and checked as a stranger would."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import solferino as sol


@pytest.mark.parametrize("name", ["aleppo-2016", "council-vetoes-usa"])
def test_an_example_builds_a_dossier_that_stands(examples: Path, tmp_path: Path, name: str) -> None:
    """Every byte, every page, every verdict and every sentence is found again, with nothing left out."""
    case = tmp_path / name
    shutil.copytree(examples / name, case, ignore=shutil.ignore_patterns("build"))
    build = sol.open(case).build()

    found = sol.verify(case / "build/dossier", root=build.root)

    assert found.ok, found.json()
    assert sorted(found.recomputed) == sorted(build.verdicts)
    assert (found.warnings, found.attested, found.not_recomputable) == ((), (), ())
