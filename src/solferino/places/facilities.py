"""The list of facility names: which names are one facility, which are not, and which mix two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from solferino.places.names import fold, part, skeleton, slug, spellings, unnamed

SAME = ("same", "spelling", "probably same", "probable slip")
"""Relations under which two names lead to one id; `different`, `conflation` and `not established` never do."""


@dataclass(frozen=True)
class FacilityMatch:
    """A facility that a text may name. `how`: name, spelling, or place (called after the place it stands in).

    `relation` is the weakest step from the text to the facility: same, spelling, probably same, probable slip.
    """

    id: str
    name: str
    how: str
    relation: str


class Atlas(Protocol):
    """What the list of names asks of the gazetteer."""

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the places that a text may mean."""

    def place_words(self, text: str) -> frozenset[str]:
        """Return the folded words of a text that are names of places."""

    def fits(self, a: str, b: str) -> bool:
        """True unless two places are known to lie apart."""


@dataclass(frozen=True)
class _Name:
    id: str
    text: str
    relation: str
    place: tuple[str, ...]


class Facilities:
    """Rows of the table `facility_names`, read with what `atlas` knows of places."""

    def __init__(self, rows: Iterable[Mapping[str, Any]], atlas: Atlas, *, spelt: bool = True) -> None:
        self._spelt = spelt
        self._atlas = atlas
        self._find = atlas.find
        self._names: dict[str, str] = {}
        self._places: dict[str, list[str]] = {}
        self._list: list[_Name] = []
        self._apart: dict[frozenset[str], str] = {}
        self._mixed: list[tuple[frozenset[str], str]] = []
        listed = [
            {k: str(r.get(k) or "").strip() for k in ("name", "other", "relation", "place", "note")} for r in rows
        ]
        listed = sorted((r for r in listed if r["name"] and r["other"]), key=lambda r: tuple(r.values()))
        canonical = self._canonical(listed)
        for row in listed:
            self._add(row, canonical)
        self._exact: dict[str, list[_Name]] = {}
        self._cores: dict[tuple[str, ...], list[_Name]] = {}
        self._bones: dict[str, list[_Name]] = {}
        self._by_place: dict[str, list[_Name]] = {}
        for name in self._list:
            self._index(name)

    def name(self, facility_id: str) -> str:
        return self._names.get(facility_id, facility_id)

    def places(self, facility_id: str) -> tuple[str, ...]:
        return tuple(self._places.get(facility_id, ()))

    def apart(self, a: str, b: str) -> str:
        return self._apart.get(frozenset((a, b)), "") if a != b else ""

    def conflated(self, text: str) -> str:
        for piece in re.split(r"[,;]", text):
            core = frozenset(part(piece).core)
            for mixed, why in self._mixed:
                if mixed <= core:
                    return why
        return ""

    def match(self, text: str, place: str = "") -> tuple[FacilityMatch, ...]:
        """Return every facility that `text` may name; a generic word names one only where the list says so."""
        if not text.strip() or unnamed(text) or self.conflated(text):
            return ()
        found: dict[str, FacilityMatch] = {}
        for spelling in spellings(text):
            for how, names in self._candidates(spelling, place):
                for n in names:
                    if n.id not in found or SAME.index(n.relation) < SAME.index(found[n.id].relation):
                        found[n.id] = FacilityMatch(n.id, self._names[n.id], how, n.relation)
                if names:
                    break
        kept = [m for m in found.values() if self._may_stand(m.id, place)]
        return tuple(sorted(kept, key=lambda m: m.id))

    def _may_stand(self, facility_id: str, place: str) -> bool:
        """A namesake far away is another facility."""
        listed = self._places.get(facility_id)
        return not place or not listed or any(self._atlas.fits(place, at) for at in listed)

    def _candidates(self, text: str, place: str) -> Iterable[tuple[str, list[_Name]]]:
        said = part(text)
        if not said.core:
            yield "place", [n for n in self._by_place.get(place, ()) if self._is_generic(n, said.full)]
            return
        yield "name", self._exact.get(said.full, [])
        inside = self._atlas.place_words(text)
        rest = tuple(sorted(set(said.core) - inside))
        if rest:
            bare = tuple(w for w in rest if w not in said.plain)
            yield "name", next((self._cores[c] for c in (tuple(sorted(said.core)), rest, bare) if c in self._cores), [])
            bone = skeleton(" ".join(said.core))
            yield "spelling", self._bones.get(bone, []) if self._spelt and len(bone) >= 3 else []
            return
        # Called after its place alone: one facility only where the list knows just one, and that by the place's name.
        for at in self._find(text):
            here = self._by_place.get(at, [])
            if len({n.id for n in here if part(n.text).core}) == 1:
                yield "place", [n for n in here if self._bears_place(n)][:1]

    def _bears_place(self, name: _Name) -> bool:
        core = set(part(name.text).core)
        return bool(core) and core <= self._atlas.place_words(name.text)

    def _is_generic(self, name: _Name, words: str) -> bool:
        """True where the listed name is `words` and the place, nothing more: "clinic in X"."""
        said = part(name.text)
        inside = self._atlas.place_words(name.text)
        return self._bears_place(name) and " ".join(w for w in said.full.split() if w not in inside | {"in"}) == words

    def _canonical(self, rows: list[dict[str, str]]) -> dict[str, str]:
        """Return the name that stands for each name of the first column; a name listed as other of none is its own."""
        return {fold(r["name"]): r["name"] for r in reversed(rows)}

    def _add(self, row: dict[str, str], canonical: Mapping[str, str]) -> None:
        main = canonical[fold(row["name"])]
        id = slug(main)
        at = self._find(row["place"])
        self._names[id] = main
        self._know(_Name(id, main, "same", at))
        others = [t.strip() for t in re.split(r"\s+/\s+|/(?=\D)", row["other"]) if t.strip()]
        if row["relation"] in SAME:
            for text in _spread(others):
                self._know(_Name(id, text, row["relation"], at))
            return
        why = f"{main} and {row['other']}: {row['relation']}" + (f" ({row['note']})" if row["note"] else "")
        if row["relation"] == "conflation":
            self._mixed += [(frozenset(part(text).core), why) for text in others if part(text).core]
            return
        for text in others:
            other = slug(canonical.get(fold(text), text))
            self._names.setdefault(other, canonical.get(fold(text), text))
            self._know(_Name(other, self._names[other], "same", at))
            if row["relation"] == "different":
                self._apart[frozenset((id, other))] = why

    def _know(self, name: _Name) -> None:
        self._list.append(name)
        known = self._places.setdefault(name.id, [])
        known += [p for p in name.place if p and p not in known]

    def _index(self, name: _Name) -> None:
        said = part(name.text)
        _put(self._exact, said.full, name)
        for place in name.place:
            self._by_place.setdefault(place, []).append(name)
        if said.core:
            _put(self._cores, tuple(sorted(said.core)), name)
            _put(self._bones, skeleton(" ".join(said.core)), name)
        for spelling in spellings(name.text):
            inner = part(spelling)
            if inner.core and inner.full != said.full:
                _put(self._exact, inner.full, name)
                _put(self._cores, tuple(sorted(inner.core)), name)


def _spread(others: list[str]) -> list[str]:
    """Return names one by one: "clinic / medical centre in X, Y" gives the place to each of them."""
    tail = re.split(r"\bin\b", others[-1], maxsplit=1) if others else []
    if len(tail) == 2 and not part(tail[0]).core:
        heads = [*others[:-1], tail[0].strip()]
        return heads + [f"{head} in {where.strip()}" for head in heads for where in tail[1].split(",")]
    return others


def _put(index: dict[Any, list[_Name]], key: Any, name: _Name) -> None:
    held = index.setdefault(key, [])
    if all(n.id != name.id or SAME.index(n.relation) > SAME.index(name.relation) for n in held):
        held[:] = [n for n in held if n.id != name.id] + [name]
