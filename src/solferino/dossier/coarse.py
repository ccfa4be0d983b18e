"""What a coarser case hides beside its points: names of facilities in ids and in our own sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from solferino.dossier.publish import fine
from solferino.dossier.slug import slug

HIDDEN = "(name withheld)"
_TAIL = re.compile(r"-[0-9a-f]{6}$")
_SHORTEST = 3
"""Characters that a name must have before it is looked for in a sentence."""


@dataclass(frozen=True)
class Coarse:
    """Ids of incidents and families as they are published, and the names that are struck from sentences.

    `few` are claims that count few persons: in the place of a sentence about them stands `unsaid`.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    names: re.Pattern[str] | None = None
    few: frozenset[str] = frozenset()
    unsaid: str = ""

    @classmethod
    def of(
        cls, places: str, incidents: Iterable[Mapping[str, Any]], reports: Iterable[Mapping[str, Any]],
        *, families: Mapping[str, Iterable[str]], open_: frozenset[str], secret: frozenset[str] = frozenset(),
    ) -> Coarse:  # fmt: skip
        """Return what changes on the way out. `incidents` and `reports` are rows of the build, `open_` the incidents
        that are published, `families` maps a family to its incidents, `secret` are words that no sentence may hold.

        The id of an incident begins with its facility and that of a family ends with the hash of a member, so both
        are made anew where the first is coarsened or the second withheld.
        """
        renamed: dict[str, str] = {}
        names: set[str] = set(secret)
        if not fine(places):
            for row in incidents:
                renamed[str(row["incident_id"])] = _id(row)
                names |= _names(row)
            for row in reports:
                names |= _names(row)
        for family, members in families.items():
            shown = sorted(m for m in members if m in open_)
            if shown and len(shown) < len(set(members)):
                renamed[family] = "family-" + slug(renamed.get(shown[0], shown[0]))
        kept = {a: b for a, b in renamed.items() if a != b}
        longest = sorted({*names, *kept} - {""}, key=lambda n: (-len(n), n))
        pattern = "|".join(map(re.escape, longest))
        return cls(kept, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None)

    def id(self, value: Any) -> Any:
        """Return an id as it is published."""
        return self.ids.get(value, value) if isinstance(value, str) else value

    def text(self, value: str) -> str:
        """Return a sentence of ours with new ids and without names of facilities."""
        if self.names is None:
            return value
        # What stood in brackets of its own needs no second pair.
        return self.names.sub(lambda m: self.ids.get(m[0], HIDDEN), value).replace(f"({HIDDEN})", HIDDEN)


def veiled(found: Any, said: Any) -> Any:
    """Return a value found with each text as printed where a word was struck from what is printed."""
    if isinstance(said, str) and isinstance(found, str):
        return said if HIDDEN in said else found
    if isinstance(said, list) and isinstance(found, list) and len(said) == len(found):
        return [veiled(a, b) for a, b in zip(found, said, strict=True)]
    if isinstance(said, Mapping) and isinstance(found, Mapping):
        return {k: veiled(v, said.get(k)) for k, v in found.items()}
    return found


def _id(row: Mapping[str, Any]) -> str:
    tail = _TAIL.search(str(row["incident_id"]))
    what, where = str(row.get("object") or "incident"), str(row.get("place_id") or "unplaced")
    day = str(row.get("date_from") or "undated")
    return slug(f"{what}-{where}-{day}".replace(" ", "-")) + (tail[0] if tail else "")


def _names(row: Mapping[str, Any]) -> set[str]:
    found = [row.get("facility"), row.get("facility_id"), *(row.get("roots") or ()), row.get("attributed_by")]
    return {str(n) for n in found if n and len(str(n)) >= _SHORTEST}
