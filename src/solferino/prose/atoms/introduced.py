"""Names that a text introduces by what they are, "the group X", so that they are known wherever it names them again."""

from __future__ import annotations

import re

from solferino.prose.atoms.cues import cues
from solferino.prose.atoms.name_shapes import CAP
from solferino.words.party import Parties, Party

_KNOWN = 2
"""Words of a name from which on it is told by its shape alone: of one word it may be anything."""


def introduced(plain: str, parties: Parties, language: str = "en") -> Parties:
    """Return `parties` with the groups and organisations that `plain` introduces: "the armed group Red Dawn fired"."""
    noun = cues(language).among("names", "introducers")
    found = re.finditer(rf"(?<!\w){noun}\s+(?P<name>(?:{CAP})(?:\s+(?:{CAP})){{1,3}})", plain)
    names = dict.fromkeys(" ".join(m["name"].split()) for m in found)
    known = {n.casefold() for p in parties.by_id.values() for n in p.names()}
    new = [Party(n, n, (), "", "group") for n in names if n.casefold() not in known and len(n.split()) >= _KNOWN]
    return Parties.of([*parties.by_id.values(), *new]) if new else parties
