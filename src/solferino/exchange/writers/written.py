"""The seam of writers: rows of a table → bytes, and how those bytes are read back."""

from __future__ import annotations

import tomllib
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from solferino.words.source import Reading
from solferino.words.tables import Table

OWN = ("report_id", "source_id", "sensitivity")
"""Columns that whoever imports a file fills: the key of a row is read as its id, within a source of theirs."""


@dataclass(frozen=True)
class Rows:
    """Rows of `table`, or of some of its columns: `names`, and a tuple of values for each row."""

    table: Table
    names: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]

    def kind(self, name: str) -> str:
        field = self.table.field(name)
        return field.kind if field else "text"


@dataclass(frozen=True)
class Written:
    """The file, and the `[[read]]` that gives the same records again."""

    data: bytes
    reading: Reading


class Writer(ABC):
    """Writes one format."""

    @abstractmethod
    def write(self, rows: Rows) -> Written:
        """Return the bytes of `rows`; raise UsageError for what the format cannot hold."""


@cache
def shapes() -> Mapping[str, Mapping[str, Any]]:
    """Return, per format, where columns of ours stand in it."""
    return tomllib.loads(files("solferino.exchange.writers").joinpath("shapes.toml").read_text("utf-8"))
