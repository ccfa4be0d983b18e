"""Readers of texts by name: the rules of this package, and whatever other packages have registered."""

from __future__ import annotations

from importlib.metadata import entry_points

from solferino.prose.atoms.reader import GROUP, AtomReader, Rules
from solferino.words.errors import MachineError, UsageError
from solferino.words.near import did_you_mean

RULES = "rules"
"""The reader that is used where none is named."""


def reader(name: str = RULES) -> AtomReader:
    """Return the reader of a name; raise UsageError where none bears it, MachineError where it cannot be loaded."""
    if name == RULES:
        return Rules()
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        raise UsageError(f"there is no reader {name!r}", did_you_mean(name, [RULES, *found]))
    try:
        made = found[name].load()()
    except (ImportError, AttributeError, TypeError) as error:
        raise MachineError(f"the reader {name!r} cannot be loaded: {error}", f"look at {found[name].value}") from None
    if not isinstance(made, AtomReader):
        raise MachineError(f"the reader {name!r} is no AtomReader", "see ARCHITECTURE.md, Seams")
    return made
