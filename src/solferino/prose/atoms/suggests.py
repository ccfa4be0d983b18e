"""Which tables could support or contradict an atom, and why; read from `suggests.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.prose.phrase import pattern


def suggests(text: str, kind: str, *, counted: bool) -> tuple[str, ...]:
    """Return tables in the order of the data, the closed records first; none for context and forecasts."""
    if kind in ("context", "forecast"):
        return ()
    return tuple(
        name
        for name, entry in _entries().items()
        if kind in entry.get("kinds", ()) or ((counted or not entry.get("numbers")) and _words(name).search(text))
    )


def why(table: str) -> str:
    """Return what a table would tell, in a line."""
    return str(_entries()[table]["why"])


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads(files("solferino.prose.atoms").joinpath("suggests.toml").read_text("utf-8"))


@cache
def _words(name: str) -> re.Pattern[str]:
    return pattern(_entries()[name]["words"], inflections=r"(?:s|es|d|ed|ing)?")
