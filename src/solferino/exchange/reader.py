"""The seam of formats: a reader turns bytes into text columns of a table; what follows is the same for all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name

import duckdb

from solferino.exchange.grid import Loaded


class Reader(ABC):
    """Reads one format. `options` names the keys of [[read]] that it takes."""

    options: tuple[str, ...]

    @abstractmethod
    def load(
        self, con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, options: Mapping[str, str]
    ) -> Loaded:
        """Put the rows of `data` into `table`; raise CaseError where the file cannot be read as a whole."""


@dataclass(frozen=True)
class _Own(Reader):
    """A format that this room reads itself, with one function, whose module is loaded when a source has the format."""

    function: str
    options: tuple[str, ...]

    def load(
        self, con: duckdb.DuckDBPyConnection, data: bytes, *, table: str, name: str, options: Mapping[str, str]
    ) -> Loaded:
        function: Callable[..., Loaded] = resolve_name(f"solferino.exchange.{self.function}")
        return function(con, data, table=table, name=name, **options)


READERS: dict[str, Reader] = {
    "csv": _Own("csv:load", ("encoding", "delimiter")),
    "tsv": _Own("csv:load", ("encoding", "delimiter")),
    "json": _Own("json:load", ("encoding", "path")),
    "jsonl": _Own("json:load_lines", ("encoding",)),
    "geojson": _Own("geojson:load", ("encoding",)),
    "xlsx": _Own("xlsx:load", ("sheet",)),
    "parquet": _Own("parquet:load", ()),
    "hxl": _Own("hxl:load", ("encoding", "delimiter", "sheet")),
    "text": _Own("prose:load", ("published",)),
    "ftm-statements": _Own("statements:load", ("encoding", "delimiter")),
}
"""Every format that `format` may name, and its reader."""
