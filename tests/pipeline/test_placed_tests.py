"""Tests of patterns that need more than incidents, from files to dossier: places that stood, and times of day."""

from __future__ import annotations

from pathlib import Path

import pytest

import solferino as sol
from cases.placed import CASE, CLAIMS, STATEMENT, files
from cases.small import write_case


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sol.Build]:
    """The case, built once."""
    root = write_case(
        tmp_path_factory.mktemp("placed"), files(), case=CASE, claims=CLAIMS, statement=STATEMENT, parties=""
    )
    for name in ("sources/vetoes.toml", "sources/acts.toml"):
        (root / name).unlink()
    return root, sol.open(root).build()


@pytest.mark.parametrize("claim", ["near-hospitals", "struck-again"])
def test_both_answer_in_every_world(built: tuple[Path, sol.Build], claim: str) -> None:
    """Supported in the base build and in every world of linkage."""
    verdict = built[1].verdicts[claim]

    assert str(verdict) == "supported", verdict.because


def test_the_list_of_places_leaves_only_as_counts(built: tuple[Path, sol.Build]) -> None:
    """No name and no point of a listed place stands anywhere in the dossier."""
    root, _ = built
    names = [line.split(",")[1] for line in (root / "files/listed.csv").read_text().splitlines()[1:]]
    points = [line.split(",")[4] for line in (root / "files/listed.csv").read_text().splitlines()[1:]]
    told = b"".join(path.read_bytes() for path in sorted((root / "build/dossier").rglob("*")) if path.is_file())

    assert b"near-hospitals" in told
    assert not [word for word in (*names, *points) if word.encode() in told]


def test_the_dossier_verifies(built: tuple[Path, sol.Build]) -> None:
    """It says that the claim on places cannot be made again from what is published, and nothing was altered."""
    found = sol.verify(built[0] / "build/dossier")

    assert found.ok
    assert "near-hospitals" not in found.recomputed
