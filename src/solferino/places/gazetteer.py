"""The gazetteer of a case: places and facilities by the names people give them, every candidate kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from solferino.places.alike import alike
from solferino.places.alike import keys as alike_keys
from solferino.places.facilities import Facilities, FacilityMatch
from solferino.places.geo import distance_m
from solferino.places.names import alternatives, fold, part, skeleton, words

Rows = Iterable[Mapping[str, Any]]
Reach = Literal["as written", "spelling", "alike"]

ALIKE = 0.85
"""How alike the nearest name must be. Of 1,500 English names looked up among the Arabic ones of a gazetteer of a whole
country, 80 in 100 then find theirs, and 84 of 100 found are right (benchmarks/names): a lead, to be read over.
"""


@dataclass(frozen=True)
class PlaceMatch:
    """A place that a text may mean. `how`: name, spelling (consonants agree), alike (the nearest of those that sound
    like it), or around (the country about it).

    A place with no point of its own that contains another place's name has that place's point and radius.
    """

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    how: str


@dataclass(frozen=True)
class _Reading:
    """One separate piece of a text with the places found in it."""

    found: tuple[PlaceMatch, ...]
    alternative: bool


@cache
def rank(kind: str) -> int:
    """Return how fine a kind of place is, 0 the finest; an unknown kind counts as a town."""
    return next((n for n, kinds in enumerate(words()["kinds"]) if kind.casefold() in kinds), 1)


class Gazetteer:
    """Places and facility names; build with `of`. Lookups never settle what a text leaves open."""

    _facilities: Facilities

    def __init__(
        self, places: Mapping[str, PlaceMatch], keys: Mapping[str, Sequence[str]], *, reach: Reach = "spelling"
    ) -> None:
        self._places = dict(places)
        self._keys = {key: tuple(ids) for key, ids in keys.items()}
        self._bones: dict[str, tuple[str, ...]] = {}
        self._near: dict[str, list[str]] = {}
        for key, ids in self._keys.items() if reach != "as written" else ():
            bone = skeleton(key)
            self._bones[bone] = tuple(dict.fromkeys((*self._bones.get(bone, ()), *ids)))
            for sound in sorted(alike_keys(key)) if reach == "alike" else ():
                self._near.setdefault(sound, []).append(key)
        self._longest = max((len(key.split()) for key in self._keys), default=0)
        self._memo: dict[str, tuple[PlaceMatch, ...]] = {}

    @classmethod
    def of(cls, places: Rows, names: Rows, *, reach: Reach = "spelling") -> Gazetteer:
        """Build from rows of the tables `places` and `facility_names`; `reach` says how far a name may be from a listed
        one: as written (but for capitals, marks and articles), spelt otherwise or in another script, or alike.

        A row of `places` may also carry `also` or `also_written` (a list, or text with "|" between) and
        `name_ar`; without a `place_id` the name makes one.
        """
        found: dict[str, PlaceMatch] = {}
        keys: dict[str, list[str]] = {}
        for row in sorted(places, key=lambda r: (str(r.get("place_id") or ""), str(r.get("name") or ""))):
            name = str(row.get("name") or "").strip()
            place_id = str(row.get("place_id") or "").strip() or fold(name).replace(" ", "-")
            if not name:
                continue
            radius = row.get("radius_m")
            found[place_id] = PlaceMatch(
                place_id, name, str(row.get("kind") or "town"), _real(row.get("lat")), _real(row.get("lon")),
                None if radius in (None, "") else int(float(str(radius))), "name",
            )  # fmt: skip
            for text in (
                name,
                *_several(row.get("also")),
                *_several(row.get("also_written")),
                str(row.get("name_ar") or ""),
            ):
                if fold(text) and place_id not in keys.setdefault(fold(text), []):
                    keys[fold(text)].append(place_id)
        placed = {id: _with_point(place, found, keys) for id, place in found.items()}
        made = cls(placed, keys, reach=reach)
        made._facilities = Facilities(names, made, spelt=reach != "as written")
        return made

    def place(self, text: str) -> tuple[PlaceMatch, ...]:
        """Return every place that `text` may mean: one where it is clear, none where nothing is known.

        Of a quarter and its city the quarter is meant. Pieces separated by "/" or " or " are alternatives,
        and all of them stay.
        """
        if text not in self._memo:
            self._memo[text] = self._place(text)
        return self._memo[text]

    def facility(self, text: str, place: str = "") -> tuple[FacilityMatch, ...]:
        """Return every facility of the list that `text` may name; `place`, a place id, tells homonyms apart."""
        return self._facilities.match(text, place)

    def apart(self, a: str, b: str) -> str:
        """Return why two facility ids are known not to be the same facility, nothing where that is not known."""
        return self._facilities.apart(a, b)

    def conflated(self, text: str) -> str:
        """Return why a name mixes two facilities, nothing where it does not."""
        return self._facilities.conflated(text)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the ids of the places that `text` may mean."""
        return tuple(match.id for match in self.place(text) if match.id)

    def place_words(self, text: str) -> frozenset[str]:
        """Return the folded words of `text` that are names of places."""
        return frozenset(word for words_, _ in self._scan(fold(text).split()) for word in words_)

    def fits(self, a: str, b: str) -> bool:
        """True unless two places are known to lie apart: their circles do not meet."""
        one, two = self._places.get(a), self._places.get(b)
        metres = apart_m(one, two) if one and two else None
        return a == b or metres is None or metres <= (one.radius_m or 0) + (two.radius_m or 0)  # type: ignore[union-attr]

    def known(self, place_id: str) -> PlaceMatch | None:
        """Return one place by its id."""
        return self._places.get(place_id)

    def extent(self) -> tuple[float, float, float, float] | tuple[()]:
        """Return west, south, east and north of all places with a point; nothing where none has one."""
        points = [(p.lat, p.lon) for p in self._places.values() if p.lat is not None and p.lon is not None]
        if not points:
            return ()
        lats, lons = zip(*points, strict=True)
        return min(lons), min(lats), max(lons), max(lats)

    def facility_name(self, facility_id: str) -> str:
        """Return the name to print for a facility id."""
        return self._facilities.name(facility_id)

    def facility_places(self, facility_id: str) -> tuple[str, ...]:
        """Return the ids of the places where the list of names puts a facility."""
        return self._facilities.places(facility_id)

    def _place(self, text: str) -> tuple[PlaceMatch, ...]:
        pieces = [self._reading(piece) for piece in re.split(r"[,;()]", text) if piece.strip()]
        pieces = [p for p in pieces if p.found]
        if not pieces:
            return ()
        several = next((p for p in pieces if p.alternative), None)
        if several:
            return several.found
        everything = [match for p in pieces for match in p.found]
        finest = min((match.how == "around", rank(match.kind)) for match in everything)
        best = [m for m in everything if (m.how == "around", rank(m.kind)) == finest]
        return tuple(dict.fromkeys(best))

    def _reading(self, piece: str) -> _Reading:
        options = [self._finest(option) for option in alternatives(piece)]
        found = tuple(dict.fromkeys(match for option in options for match in option))
        return _Reading(found, sum(map(bool, options)) > 1 and len({m.id for m in found}) > 1)

    def _finest(self, piece: str) -> tuple[PlaceMatch, ...]:
        low = f" {piece.casefold()} "
        around = next((w for w in words()["around"] if f" {w} " in low), "")
        found = [match for _, matches in self._scan(fold(piece).split()) for match in matches]
        if not found and skeleton(piece):
            ids = self._bones.get(skeleton(piece), ()) if len(skeleton(piece)) >= 2 else ()
            found = [replace(self._places[id], how="spelling") for id in ids]
        found = found or [replace(self._places[id], how="alike") for id in self._alike(piece)]
        if not found:
            return ()
        if around:
            radius = int(words()["around_radius_m"])
            return tuple(replace(m, id="", name=f"around {m.name}", radius_m=radius, how="around") for m in found)
        finest = min(rank(m.kind) for m in found)
        return tuple(m for m in found if rank(m.kind) == finest)

    def _alike(self, piece: str) -> tuple[str, ...]:
        """Return the places whose name sounds most like a piece of text, all of them where several do."""
        near = {name for sound in alike_keys(piece) for name in self._near.get(sound, ())} if self._near else ()
        scored = {name: alike(piece, name) for name in near}
        best = max(scored.values(), default=0.0)
        if best < ALIKE:
            return ()
        return tuple(dict.fromkeys(id for name in sorted(scored) if scored[name] == best for id in self._keys[name]))

    def _scan(self, tokens: list[str]) -> list[tuple[list[str], list[PlaceMatch]]]:
        found: list[tuple[list[str], list[PlaceMatch]]] = []
        at = 0
        while at < len(tokens):
            for size in range(min(self._longest, len(tokens) - at), 0, -1):
                taken = tokens[at : at + size]
                ids, how = self._exact_or_spelt(taken)
                if ids:
                    found.append((taken, [replace(self._places[id], how=how) for id in ids]))
                    at += size - 1
                    break
            at += 1
        return found

    def _exact_or_spelt(self, tokens: list[str]) -> tuple[tuple[str, ...], str]:
        key = " ".join(tokens)
        if key in self._keys:
            return self._keys[key], "name"
        if not part(key).core:
            return (), ""
        bone = skeleton(key)
        return (self._bones.get(bone, ()), "spelling") if len(bone) >= 4 else ((), "")


def _several(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(v) for v in value]
    return [t.strip() for t in str(value or "").split("|") if t.strip()]


def _real(value: Any) -> float | None:
    return None if value is None or value == "" else float(value)


def _with_point(place: PlaceMatch, places: Mapping[str, PlaceMatch], keys: Mapping[str, Sequence[str]]) -> PlaceMatch:
    """Give a place without a point that of the place its own name contains ("the eastern part of X")."""
    if place.lat is not None:
        return place
    mine = fold(place.name).split()
    for key in sorted(keys, key=lambda k: (-len(k), k)):
        inner = key.split()
        if len(inner) < len(mine) and any(mine[n : n + len(inner)] == inner for n in range(len(mine))):
            whole = next(
                (places[id] for id in sorted(keys[key]) if places[id].lat is not None and id != place.id), None
            )
            if whole is not None and rank(whole.kind) >= rank(place.kind):
                return replace(place, lat=whole.lat, lon=whole.lon, radius_m=whole.radius_m)
    return place


def apart_m(a: PlaceMatch, b: PlaceMatch) -> float | None:
    """Return the metres between two places, None where either has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_m(a.lat, a.lon, b.lat, b.lon)
