"""A report made ready for comparison: days as numbers, words as sets, once per report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from solferino.linkage.settings import Settings, words
from solferino.linkage.wording import counts_wide, tokens
from solferino.places.names import alternatives, fold, part, skeleton, spellings, unnamed
from solferino.words.report import Report

Range = tuple[int, int | None]
NONE, CALLED, PROPER = 0, 1, 2
"""How a facility is named: not at all, after its place alone, by a name."""


@dataclass
class Feature:
    """One report. `start`, `end` are day numbers (0: unknown); `place` and `name` are keys that compare as text.

    `unsure`: the text names two places and leaves the choice. `peered`: others tell of its day and place;
    `nights`: first days of nights that somebody tells of its place.
    """

    report: Report
    start: int
    end: int
    lat: float | None
    lon: float | None
    radius: int
    place: str
    place_words: frozenset[str]
    fine: bool
    named: int
    name: str
    core: frozenset[str]
    words: frozenset[str]
    object: str
    families: frozenset[str]
    killed: Range | None
    injured: Range | None
    exclusive: tuple[str, ...]
    unsure: bool = False
    peered: bool = False
    nights: frozenset[int] = frozenset()
    identity: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.report.id


def features(reports: Iterable[Report], settings: Settings) -> list[Feature]:
    """Return one Feature per report, ordered by what they tell, by id only where nothing else differs."""
    made = [_feature(report, settings) for report in reports]
    made.sort(key=_order)
    _mark_peers(made)
    return made


def _order(f: Feature) -> tuple[object, ...]:
    r = f.report
    numbers = tuple(-1 if n is None else n for n in (*r.killed, *r.injured))
    point = (-1.0, -1.0) if f.lat is None or f.lon is None else (f.lat, f.lon)
    return (f.start, f.end, f.place, point, f.name, f.object, numbers, tuple(sorted(r.weapons)), r.parties, f.id)


def _feature(r: Report, settings: Settings) -> Feature:
    told = _place_words(r.place)
    core, called = frozenset[str](), False
    for text in () if unnamed(r.facility) else spellings(r.facility):
        said = part(text)
        rest = frozenset(said.core) - told
        core |= rest if set(rest) - set(said.plain) else frozenset()
        called = called or (bool(said.core) and not rest)
    bones = frozenset(skeleton(word) for word in core) - {""}
    named = PROPER if r.facility_id or bones else CALLED if called else NONE
    radius = settings.windows["default_m"] if r.precision_m is None else r.precision_m
    unsure = not r.place_id and len(alternatives(r.place)) > 1
    place = r.place_id or ("" if unsure else skeleton(" ".join(sorted(told))))
    wide = counts_wide(r.counts_cover)
    families = words()["weapon_family"]
    return Feature(
        report=r, start=r.start.toordinal() if r.start else 0, end=r.end.toordinal() if r.end else 0,
        lat=r.lat, lon=r.lon, radius=radius, place=place, place_words=told,
        fine=bool(place) and radius <= settings.windows["fine_m"],
        named=named, name=r.facility_id or " ".join(sorted(bones)), core=bones, words=core, object=r.object,
        families=frozenset(k for k in ("air", "ground") if r.weapons & set(families[k])),
        killed=None if wide else _range(r.killed), injured=None if wide else _range(r.injured),
        exclusive=_exclusive(r), unsure=unsure,
    )  # fmt: skip


def _place_words(text: str) -> frozenset[str]:
    """Return the folded words of the pieces of a place that name no facility."""
    pieces = [p for p in spellings(text) if not set(fold(p).split()) & {"hospital", "clinic", "facility"}]
    return frozenset(word for p in pieces for word in tokens(p))


def _range(told: tuple[int | None, int | None]) -> Range | None:
    low, high = told
    if low is None:
        return None if high is None else (0, high)
    return (low, high) if high is None or high >= low else (high, low)


def _exclusive(r: Report) -> tuple[str, ...]:
    """Return the keys of which an incident holds one report at most."""
    keys = [f"source\x1f{r.source}\x1f{r.publisher}"] if r.deduplicated else []
    if r.document:
        keys.append(f"document\x1f{r.source}\x1f{r.publisher}\x1f{r.document}")
    return tuple(keys)


def _mark_peers(made: list[Feature]) -> None:
    """Mark whose day and place (or facility) another report tells of too; give each its identities."""
    count: Counter[tuple[str, int]] = Counter()
    nights: dict[str, set[int]] = {}
    for f in made:
        f.identity = identities(f)
        for key in f.identity:
            for day in range(f.start, f.end + 1) if f.start and f.end - f.start <= 31 else ():
                count[key, day] += 1
            if f.start and f.end == f.start + 1:
                nights.setdefault(key, set()).add(f.start)
    for f in made:
        f.nights = frozenset(night for key in f.identity for night in nights.get(key, ()))
        f.peered = any(count[key, day] > 1 for key in f.identity for day in {f.start, f.end} if day)


def identities(f: Feature) -> tuple[str, ...]:
    """Return what a report speaks of, as keys: its facility, its quarter or town; nothing for a city or less."""
    found = [f"facility:{f.name}"] if f.named == PROPER else []
    return (*found, f"place:{f.place}") if f.place and f.fine else tuple(found)


def by_id(made: Iterable[Feature]) -> Mapping[str, Feature]:
    """Return features by the id of their report."""
    return {f.id: f for f in made}
