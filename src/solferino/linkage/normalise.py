"""Rows of the table `reports` as filed to Reports: places and facilities looked up, nights as intervals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from solferino.linkage.settings import Settings, shipped
from solferino.linkage.wording import denies, late, objects, several
from solferino.places.gazetteer import Gazetteer, PlaceMatch, rank
from solferino.places.names import fold
from solferino.words.party import Parties
from solferino.words.report import Report

Rows = Iterable[Mapping[str, Any]]


def normalise(
    rows: Rows, gazetteer: Gazetteer, parties: Parties, *, settings: Settings | None = None
) -> tuple[Report, ...]:
    """Return one Report per row, sorted by id; what cannot be told stays empty.

    A place or facility that may be several stays without an id. A facility with a known place narrows a city
    to its quarter. A late hour reaches into the next day, "overnight" back into the day before. Plural names,
    lists and names that mix two facilities make scope `many`; a span of more than a week makes it `period`.
    """
    settings = settings or shipped()
    codes = {fold(name): p.id for p in parties.by_id.values() for name in p.names()}
    made = [_report(row, gazetteer, parties, codes, settings.windows["span"]) for row in rows]
    return tuple(sorted(made, key=lambda r: r.id))


def _report(
    row: Mapping[str, Any], gazetteer: Gazetteer, parties: Parties, codes: Mapping[str, str], span: int
) -> Report:
    facility, told = _text(row, "facility"), _text(row, "place")
    found = gazetteer.place(told) if told else ()
    place = found[0] if len(found) == 1 else None
    named = gazetteer.facility(facility, place.id if place else "")
    scope = _scope(row, facility, gazetteer, span)
    facility_id = named[0].id if len(named) == 1 and scope != "many" else ""
    place = _narrowed(place, facility_id, gazetteer) if facility_id and len(found) < 2 else place
    lat, lon, precision = _real(row, "lat"), _real(row, "lon"), _int(row, "precision_m")
    if lat is None or lon is None:
        lat, lon, precision = (place.lat, place.lon, place.radius_m) if place else (None, None, None)
    elif precision is None and place:
        precision = place.radius_m
    start, end = _days(row)
    weapons = [w for w in _several(row, "weapon") if not denies(w)]
    denied = denies(_text(row, "stance")) or any(map(denies, _several(row, "weapon")))
    blamed = tuple(dict.fromkeys(p if p in parties else codes.get(fold(p), p) for p in _several(row, "parties")))
    return Report(
        id=_text(row, "report_id"), source=_text(row, "source_id"), deduplicated=_bool(row, "deduplicated"),
        publisher=_text(row, "publisher"), publisher_type=_text(row, "publisher_type"), document=_text(row, "document"),
        roots=frozenset(_several(row, "roots")),
        start=start, end=end, known_since=_day(row, "known_since"), place=told, place_id=place.id if place else "",
        admin2=_text(row, "admin2"), lat=lat, lon=lon, precision_m=precision, facility=facility,
        facility_id=facility_id,
        object=_object(row, facility), weapons=frozenset(weapons),
        parties=blamed, attribution=_text(row, "attribution_relation") or _untold(blamed),
        attributed_by=_text(row, "attributed_by"),
        target=_text(row, "target"), intent_lines=frozenset(_several(row, "intent_lines")),
        killed=(_int(row, "killed_min"), _int(row, "killed_max")),
        injured=(_int(row, "injured_min"), _int(row, "injured_max")), counts_cover=_text(row, "counts_cover"),
        scope=scope, stance="denies" if denied else "affirms",
    )  # fmt: skip


def _untold(blamed: tuple[str, ...]) -> str:
    """Return how parties stand that a report names without saying how: one did it, of several it is left open."""
    return "unknown" if not blamed else "exactly" if len(blamed) == 1 else "unstated_and"


def _scope(row: Mapping[str, Any], facility: str, gazetteer: Gazetteer, span: int) -> str:
    told = _text(row, "scope")
    if told in ("many", "period"):
        return told
    if several(facility) or gazetteer.conflated(facility):
        return "many"
    start, end = _day(row, "date_from"), _day(row, "date_to")
    return "period" if start and end and (end - start).days >= span else "one"


def _narrowed(place: PlaceMatch | None, facility_id: str, gazetteer: Gazetteer) -> PlaceMatch | None:
    """A facility stands where the list of names puts it, when the report tells no more than its city or less."""
    if place is not None and place.how != "around" and rank(place.kind) < 2:
        return place
    listed = [known for p in gazetteer.facility_places(facility_id) if (known := gazetteer.known(p)) is not None]
    finer = [
        p for p in listed if rank(p.kind) < 2 and (place is None or not place.id or gazetteer.fits(p.id, place.id))
    ]
    return finer[0] if len(finer) == 1 else place


def _object(row: Mapping[str, Any], facility: str) -> str:
    told, said = _text(row, "object"), objects(facility)
    return said[0] if said and told in ("", "medical facility", "other") else told


def _days(row: Mapping[str, Any]) -> tuple[date | None, date | None]:
    start, end = _day(row, "date_from"), _day(row, "date_to")
    start, end = start or end, end or start
    if start is None or end is None or start != end:
        return start, end
    back, on = late(_text(row, "time"))
    return start - timedelta(days=back), end + timedelta(days=on)


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value).strip()


def _several(row: Mapping[str, Any], key: str) -> Sequence[str]:
    value = row.get(key)
    found = value.split(";") if isinstance(value, str) else value or ()
    return [str(v).strip() for v in found if str(v).strip()]


def _day(row: Mapping[str, Any], key: str) -> date | None:
    value = row.get(key)
    return value if isinstance(value, date) else date.fromisoformat(value) if value else None


def _real(row: Mapping[str, Any], key: str) -> float | None:
    value = row.get(key)
    return None if value in (None, "") else float(str(value))


def _int(row: Mapping[str, Any], key: str) -> int | None:
    value = row.get(key)
    return None if value in (None, "") else int(float(str(value)))


def _bool(row: Mapping[str, Any], key: str) -> bool:
    value = row.get(key)
    return value.strip().casefold() in ("true", "1", "yes") if isinstance(value, str) else bool(value)
