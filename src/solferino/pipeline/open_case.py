"""Reading a case as every verb reads it."""

from __future__ import annotations

from pathlib import Path

from solferino.casefile import load
from solferino.law import facts
from solferino.words.case import CaseFile


def open_case(root: Path) -> CaseFile:
    """Read the case folder, with the parties that the package knows beneath those of the case."""
    return load(root, known_parties=facts.parties().by_id.values())
