"""Fixtures of linkage: the example's reports, normalised and linked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkage.filed import linked, normalised
from solferino.places.gazetteer import Gazetteer
from solferino.words.report import Linked, Report


@pytest.fixture(scope="session")
def files(examples: Path) -> Path:
    """The folder of the example's files."""
    return examples / "aleppo-2016" / "files"


@pytest.fixture(scope="session")
def reports(files: Path) -> tuple[Report, ...]:
    """The 159 reports of the example."""
    return normalised(files)[0]


@pytest.fixture(scope="session")
def atlas(files: Path) -> Gazetteer:
    """The example's gazetteer."""
    return normalised(files)[1]


@pytest.fixture(scope="session")
def result(files: Path) -> Linked:
    """The example linked with shipped weights and no decision."""
    return linked(files)
