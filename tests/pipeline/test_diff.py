"""diff: what changed between two builds, whichever form they stand in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import solferino as sol
from cases.small import CLAIMS, RAIDS, RAIDS_TOLD, write_case
from solferino.pipeline.add import add
from solferino.pipeline.diff import diff
from solferino.words.errors import UsageError


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The small case, and the same with another question on raids."""
    a = write_case(tmp_path / "a")
    b = write_case(tmp_path / "b", claims=CLAIMS.replace(RAIDS, RAIDS_TOLD))
    for root in (a, b):
        sol.open(root).build()
    return a, b


def test_a_verdict_that_moved_comes_first(two: tuple[Path, Path]) -> None:
    """The claim and its sentence moved; the thresholds are shown."""
    found = diff(*two)

    assert [(c.what, c.id.split()[0], c.moved) for c in found] == [
        ("claim", "raids", True),
        ("sentence", "statement.md:5", True),
        ("input", "claims/claims.toml", False),
    ]
    assert (found[0].because, found[1].because) == ("its own words in claims/claims.toml changed", "raids moved")
    assert found[0].before.startswith("insufficient (not_filed)")
    assert "asks n >= 1" in found[0].after


def test_a_build_does_not_differ_from_itself(two: tuple[Path, Path]) -> None:
    """Case, dossier and JSON of the same build say the same."""
    case = two[0]
    text = case.parent / "a.json"
    text.write_text(json.dumps(sol.open(case).build().json()), "utf-8")

    assert diff(case, case) == diff(case, case / "build" / "dossier") == diff(text, case) == ()


@pytest.mark.parametrize("name", ["nowhere", ".", "x.json"])
def test_what_is_no_build_is_refused(name: str, tmp_path: Path) -> None:
    """A missing folder, an empty one, and a file that is not JSON."""
    (tmp_path / "x.json").write_text("{", "utf-8")
    with pytest.raises(UsageError):
        diff(tmp_path / name, tmp_path / name)


def test_a_source_that_moved_a_verdict_is_named(two: tuple[Path, Path]) -> None:
    """The claim asks what it asked; the rows it found come from a source that changed."""
    root = two[1]
    write_case(root)
    text = (root / "files" / "acts.csv").read_text("utf-8")
    (root / "files" / "acts.csv").write_text(text.replace("general knowledge", "confirmed"), "utf-8")
    add(root, str(root / "files" / "acts.csv"))
    sol.open(root).build()
    moved = [c for c in diff(*two) if c.moved and c.what == "claim"]

    assert moved
    assert {c.because for c in moved} == {"sources/acts.toml changed"}


def test_a_sentence_reworded_is_one_difference(two: tuple[Path, Path]) -> None:
    """An edit is told as the sentence before and after, with the verdict that moved, not as one gone and one new."""
    root = two[1]
    write_case(root)
    path = root / "statement.md"
    path.write_text(path.read_text("utf-8").replace("at least three", "at least nine"), "utf-8")
    sol.open(root).build()
    (found,) = [c for c in diff(*two) if c.what == "sentence"]

    assert found.because == "its own words changed"
    assert "at least three" in found.before
    assert "at least nine" in found.after


def test_a_dossier_does_not_differ_from_the_case_it_was_made_of(tmp_path: Path) -> None:
    """A dossier's data stand in the order of their names, a case's as they were written: that is no difference."""
    gives = 'gives = { n = "count(distinct draft)" }\nholds = "n >= 2"'
    both = 'gives = { n = "count(distinct draft)", all = "count" }\nholds = "n >= 2"'
    root = write_case(tmp_path / "case", claims=CLAIMS.replace(gives, both, 1))
    sol.open(root).build()

    assert diff(root, root / "build/dossier") == ()
