"""Every format that can be written, by name: those of this package, and whatever others have registered."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from solferino.exchange.writers.columnar import Columnar
from solferino.exchange.writers.flat import Flat
from solferino.exchange.writers.nested import Nested
from solferino.exchange.writers.written import Writer
from solferino.words.errors import MachineError, UsageError
from solferino.words.near import did_you_mean

GROUP = "solferino.writers"
"""Entry points of other packages: each names a class that is a Writer."""

WRITERS: dict[str, Writer] = {
    "csv": Flat("", "csv"),
    "xlsx": Flat("", "xlsx"),
    "jsonl": Nested("jsonl", "jsonl"),
    "parquet": Columnar(),
    "geojson": Nested("geojson", "geojson"),
    "hxl": Flat("hxl", "hxl"),
    "ftm": Nested("ftm", "jsonl"),
    "bayanat": Nested("bayanat", "json"),
    "uwazi": Flat("uwazi", "csv"),
}


@cache
def writer(name: str) -> Writer:
    """Return the writer of a name; raise UsageError where none bears it, MachineError where it cannot be loaded."""
    if name in WRITERS:
        return WRITERS[name]
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        raise UsageError(f"there is no format {name!r} to write", did_you_mean(name, [*WRITERS, *found]))
    try:
        made = found[name].load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise MachineError(f"the writer {name!r} cannot be loaded: {error}", f"look at {found[name].value}") from None
    if not isinstance(made, Writer):
        raise MachineError(f"the writer {name!r} is no Writer", "see docs/formats.md")
    return made
