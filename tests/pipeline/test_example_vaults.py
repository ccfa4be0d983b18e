"""The vaults of the examples, as a clone and a build leave them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import solferino as sol
from solferino.pipeline.dispose import dispose_of


@pytest.mark.parametrize("name", ["aleppo-2016", "council-vetoes-usa"])
def test_an_example_holds_what_its_log_names(name: str, examples: Path, tmp_path: Path) -> None:
    """The log travels without the bytes: a build brings back all of them that nobody disposed of, and erasing one more,
    in a case whose parties lie within those that the package knows, leaves a vault that stands."""
    case = tmp_path / name
    shutil.copytree(examples / name, case, ignore=shutil.ignore_patterns("build", "objects"))
    sol.open(case).build()
    built = sol.verify(case / "vault")

    gone = dispose_of(
        case, next(s.sha256 for s in sol.open(case).read().sources if s.path), basis="a test", by="a test"
    )

    assert (built.ok, built.missing, built.altered) == (True, (), ())
    assert gone.described
    assert sol.verify(case / "vault").ok
