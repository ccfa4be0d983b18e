"""`solferino write`: what may be published, in another program's format, and how it is read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import solferino as sol
from cases.small import write_case
from solferino.dossier.exported import export
from solferino.words.errors import UsageError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small case, built."""
    case = write_case(tmp_path / "case")
    sol.open(case).build()
    return case


def test_only_what_the_dossier_publishes_is_written(root: Path, tmp_path: Path) -> None:
    """The header holds columns of the public table and no other; the description stands beside the file."""
    done = export(root, table="vetoes", form="csv", to=tmp_path / "v.csv")
    public = (root / "build/dossier/tables/vetoes.csv").read_text("utf-8").splitlines()

    assert next(csv.reader(done.path.read_text("utf-8").splitlines())) == next(csv.reader(public))
    assert done.rows == len(public) - 1
    assert 'table  = "vetoes"' in done.description.read_text("utf-8")


def test_nothing_is_written_over(root: Path, tmp_path: Path) -> None:
    """A file that exists is left as it is, and the message says so."""
    (tmp_path / "v.csv").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        export(root, table="vetoes", form="csv", to=tmp_path / "v.csv")

    assert (tmp_path / "v.csv").read_text() == "mine"


def test_a_table_that_is_not_published_is_refused(root: Path, tmp_path: Path) -> None:
    """A misspelt or withheld table is an error with what exists."""
    with pytest.raises(UsageError, match="no table 'vetos'"):
        export(root, table="vetos", form="csv", to=tmp_path / "v.csv")


def test_a_case_not_built_says_what_to_do(tmp_path: Path) -> None:
    """Without a dossier there is nothing that may leave."""
    with pytest.raises(UsageError, match="no dossier"):
        export(write_case(tmp_path / "case"), table="vetoes", form="csv", to=tmp_path / "v.csv")
