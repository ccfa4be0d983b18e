"""A case proposed from a text: its plain form, a statement with links, stubs of claims; nothing in it is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from solferino.exchange.documents.read import plain_text
from solferino.law import facts
from solferino.pipeline.readers import RULES, reader
from solferino.pipeline.scaffold import scaffold
from solferino.pipeline.stubs import citations, stubs, unknown
from solferino.pipeline.tiles import statement, targets
from solferino.prose.atoms.atom import Atom, wrong
from solferino.prose.atoms.dateline import dateline
from solferino.prose.atoms.foreign import UNKNOWN, tongue_of
from solferino.words.errors import MachineError, UsageError

RECEIVED = "files/received.txt"
"""Where the plain text stands in the case: offsets of atoms count its characters."""
_TITLE = 90


@dataclass(frozen=True)
class Proposed:
    """The plain text, its atoms, and how many stubs of claims were written."""

    plain: str
    atoms: tuple[Atom, ...]
    claims: int


def propose(
    root: Path, document: Path, *, title: str = "", as_of: date | None = None, language: str = "en", by: str = RULES
) -> Proposed:
    """Make a case at `root` from the text of `document`, read by the reader named `by`.

    Raises UsageError for a text that cannot be read or a folder in use, before anything is written.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise UsageError(f"{root} exists and is not empty", "name a new folder")
    chosen, plain = reader(by), plain_text(document)
    day = as_of or dateline(plain) or date.today()
    tongue = tongue_of(plain, language)
    language, spoken = (tongue, tongue) if tongue != UNKNOWN else (language, "en")
    known = facts.spoken(facts.parties(), language)
    atoms = tuple(chosen.atoms(plain, parties=known, language=language, as_of=day))
    if fault := wrong(atoms, plain):
        raise MachineError(f"the reader {by!r} broke its contract: {fault}", "see ARCHITECTURE.md, Seams")
    links = targets(plain, atoms, known, spoken)
    texts = {
        RECEIVED: plain,
        "statement.md": statement(plain, atoms, links, parties=known, language=spoken),
        "claims/proposed.toml": stubs(atoms, links),
        "parties.toml": unknown(atoms, known),
    }
    texts |= citations(atoms, links)
    scaffold(root, title=title or _heading(plain), as_of=day, language=language, proposed=texts)
    return Proposed(plain, atoms, texts["claims/proposed.toml"].count("\nsays "))


def _heading(plain: str) -> str:
    first = plain.split("\n", 1)[0]
    return first if len(first) <= _TITLE else first[:_TITLE].rsplit(" ", 1)[0] + " …"
