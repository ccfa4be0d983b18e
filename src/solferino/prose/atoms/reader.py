"""The seam of readers: whoever turns a plain text into atoms, by rules here, by a local model elsewhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date

from solferino.prose.atoms.atom import Atom
from solferino.prose.atoms.read import read
from solferino.words.party import Parties

GROUP = "solferino.readers"
"""The entry-point group in which other packages register a class of this kind."""


class AtomReader(ABC):
    """Reads the atoms of a text. What it returns is checked: offsets, kinds and nesting must hold."""

    @abstractmethod
    def atoms(self, plain: str, *, parties: Parties, language: str, as_of: date | None) -> tuple[Atom, ...]:
        """Return the atoms of `plain`, an outer one before those nested in it."""


class Rules(AtomReader):
    """The rules and data of this package."""

    def atoms(self, plain: str, *, parties: Parties, language: str, as_of: date | None) -> tuple[Atom, ...]:
        return read(plain, parties=parties, language=language, as_of=as_of)
