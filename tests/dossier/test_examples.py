"""The cases that ship with the program, built and checked as a stranger would."""

from __future__ import annotations

import json
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
    if name == "aleppo-2016":
        _as_the_page_on_linking_says(case, build)


def _as_the_page_on_linking_says(case: Path, build: sol.Build) -> None:
    """docs/linkage.md prints the range that the build prints, and blames nobody alone for what a monitor contests."""
    sizes = json.loads((case / "build/index.json").read_text("utf-8"))["stages"]["link"]["incidents"]
    page = (Path(__file__).parents[2] / "docs/linkage.md").read_text("utf-8")
    contested = [i for i in build.table("incidents") if "UNNAMED" in (i["party_may"] or ())]

    assert f"| found | {sizes['low']} | {sizes['base']} | {sizes['high']} |" in page
    assert contested
    assert not [i["incident_id"] for i in contested if i["party_must"]]
