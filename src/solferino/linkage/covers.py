"""How reports that make no event of their own stand to incidents: they cover those that fit, or deny them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from solferino.linkage.compare import Pattern, alike, compare, level
from solferino.linkage.features import Feature
from solferino.linkage.settings import Settings, words
from solferino.linkage.wording import objects, parts, tokens
from solferino.places.names import skeleton

HERE = ("point", "same", "close", "city", "inside", "touching", "wide")


@dataclass(frozen=True)
class Event:
    """An incident as what its reports say: members, days, words of its names, kinds of object."""

    id: str
    members: tuple[Feature, ...]
    start: int
    end: int
    names: frozenset[str]
    facilities: frozenset[str]
    objects: frozenset[str]


@dataclass(frozen=True)
class Cover:
    """A report that stands to an incident by `relation`; `nearest` is the member it resembles most."""

    report: Feature
    event: Event
    relation: str
    nearest: Feature
    pattern: Pattern


def event(id: str, members: Sequence[Feature]) -> Event:
    """Return what an incident's reports say together."""
    dated = [f for f in members if f.start]
    return Event(
        id, tuple(members), min((f.start for f in dated), default=0), max((f.end for f in dated), default=0),
        frozenset(word for f in members for word in f.core),
        frozenset(f.report.facility_id for f in members if f.report.facility_id),
        frozenset(f.object for f in members if f.object),
    )  # fmt: skip


def covers(reports: Iterable[Feature], events: Sequence[Event], settings: Settings) -> list[Cover]:
    """Return which incidents each report about several facilities or a stretch of time covers: those that fit.

    Days must meet and places must not contradict each other; a place that is unknown is no evidence and covers
    nothing. Where the report names facilities, only those are covered; where it names kinds, only those kinds.
    """
    found = []
    for f in reports:
        for e in events:
            if f.start and e.start and f.start <= e.end and e.start <= f.end and _means(f, e):
                found += _best(f, e, "covers", settings)
    return found


def denials(reports: Iterable[Feature], events: Sequence[Event], settings: Settings) -> list[Cover]:
    """Return which incidents a denial answers: earlier ones of the facility it names, else recent ones of its place."""
    found = []
    for f in reports:
        named = bool(f.report.facility_id)
        back = settings.windows["denial_days" if named else "general_denial_days"]
        for e in events:
            if not (f.start and e.start and f.start - back <= e.start <= f.end):
                continue
            if (f.report.facility_id in e.facilities) if named else _means(f, e):
                found += _best(f, e, "denies", settings)
    return found


def _best(f: Feature, e: Event, relation: str, settings: Settings) -> list[Cover]:
    pairs = [(compare(f, m, settings), m) for m in e.members]
    same = f.report.facility_id and f.report.facility_id in e.facilities
    fits = [(p, m) for p, m in pairs if level(p, "place") in HERE or (same and level(p, "place") != "far")]
    if not fits:
        return []
    weights = settings.weights

    def total(pair: tuple[Pattern, Feature]) -> tuple[int, str]:
        value = sum(table[lev] for table, lev in zip(weights.values(), pair[0], strict=True))
        return -value, pair[1].id

    pattern, nearest = min(fits, key=total)
    return [Cover(f, e, relation, nearest, pattern)]


def _means(f: Feature, e: Event) -> bool:
    """True where some facility of the report's words can be the one of the incident."""
    if f.report.facility_id:
        return f.report.facility_id in e.facilities or (not (e.facilities or e.names) and _beside(f, e))
    pieces = [_piece(text, f) for text in parts(f.report.facility)]
    pieces = [p for p in pieces if p[0] or p[1]]
    if not pieces:
        return True
    return any(_piece_means(core, kinds, e) for core, kinds in pieces)


def _beside(f: Feature, e: Event) -> bool:
    """An incident without a name can be of the facility where it lies in the same quarter and is of its kind."""
    return any(m.fine and m.place == f.place and alike(m.object, f.object) for m in e.members)


def _piece(text: str, f: Feature) -> tuple[frozenset[str], tuple[str, ...]]:
    return frozenset(skeleton(w) for w in tokens(text) - f.place_words) - {""}, objects(text)


def _piece_means(core: frozenset[str], kinds: tuple[str, ...], e: Event) -> bool:
    if core:
        return bool(core & e.names)
    common = set(words()["medical"])
    return any(alike(kind, o) if kind in common else kind == o for kind in kinds for o in e.objects or {""})


def conflated(reports: Iterable[Feature], why: Mapping[str, str], found: Sequence[Cover]) -> list[str]:
    """Return a note for each report whose name mixes two facilities: what it covers, and that it joins neither."""
    notes = []
    for f in reports:
        if f.id in why:
            held = sorted(c.event.id for c in found if c.report.id == f.id) or ["no incident filed"]
            notes.append(f"{f.id} mixes two facilities: {why[f.id]}; it joins neither and covers {', '.join(held)}")
    return notes
