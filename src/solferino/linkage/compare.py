"""Two reports to a pattern: one level per field, each a word of weights.toml. Nothing here knows a weight."""

from __future__ import annotations

from solferino.linkage.features import CALLED, NONE, PROPER, Feature, Range
from solferino.linkage.settings import FIELDS, Settings, words
from solferino.places.geo import distance_m
from solferino.words.report import Report

Pattern = tuple[str, ...]
"""Levels in the order of FIELDS."""


def compare(a: Feature, b: Feature, settings: Settings) -> Pattern:
    """Return the pattern of a pair, `rivals` left unknown; the same in both directions."""
    place, facility = _place(a, b, settings), _facility(a, b)
    if facility in ("same", "listed") and place in ("near", "named", "far") and _within(a, b, settings):
        place = "elsewhere"
    return (
        _day(a, b), place, facility, _object(a.object, b.object), _weapon(a, b), _party(a.report, b.report),
        _count(a.killed, b.killed), _count(a.injured, b.injured), _roots(a.report, b.report), "unknown",
    )  # fmt: skip


def level(pattern: Pattern, field: str) -> str:
    """Return the level of one field."""
    return pattern[FIELDS.index(field)]


def gap(a: Feature, b: Feature) -> int | None:
    """Return the days between two intervals, 0 where they meet, None where a day is unknown."""
    return max(0, a.start - b.end, b.start - a.end) if a.start and b.start else None


def _day(a: Feature, b: Feature) -> str:
    days = gap(a, b)
    if days is None:
        return "unknown"
    if days == 0:
        return "same" if a.start == b.start and a.end == b.end and a.start == a.end else "overlap"
    if days > 1:
        return "apart"
    night = min(a.end, b.end)
    return "straggler" if not (a.peered and b.peered) or night in a.nights or night in b.nights else "next"


def metres(a: Feature, b: Feature) -> float | None:
    """Return the metres between the points of two reports."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    if a.lat == b.lat and a.lon == b.lon:
        return 0.0
    return distance_m(a.lat, a.lon, b.lat, b.lon)


def _place(a: Feature, b: Feature, settings: Settings) -> str:
    w = settings.windows
    far = metres(a, b)
    known = bool(a.place and b.place)
    if far is not None and max(a.radius, b.radius) <= w["exact_m"]:
        return "point" if far <= 500 else "close" if far <= 1000 else "near" if far <= 5000 else "far"
    if known and a.place == b.place:
        return "same" if (a.fine and b.fine) or ((a.fine or b.fine) and far is None) else "city"
    if far is None:
        return _unmeasured(a, b, settings)
    reach = a.radius + b.radius
    if max(a.radius, b.radius) > w["coarse_m"]:
        return "wide" if far <= reach else "far"
    if max(a.radius, b.radius) > w["fine_m"]:
        return "inside" if far <= max(a.radius, b.radius) else "near" if far <= reach + 5000 else "far"
    if a.report.place_id and b.report.place_id:
        return "near" if far <= 5000 else "far"
    if far <= 1000:
        return "close"
    return "touching" if far <= reach else "near" if far <= 5000 else "far"


def _unmeasured(a: Feature, b: Feature, settings: Settings) -> str:
    if not (a.place and b.place and a.place_words and b.place_words):
        return "unknown"
    if a.place_words <= b.place_words or b.place_words <= a.place_words:
        return "inside"  # "X, Y" lies in what the other calls "Y"
    coarse = settings.windows["fine_m"]
    measured = [f for f in (a, b) if f.lat is not None]
    return "unknown" if any(f.radius > coarse for f in measured) else "named"


def _within(a: Feature, b: Feature, settings: Settings) -> bool:
    far = metres(a, b)
    return far is None or far <= settings.windows["metres"]


def _facility(a: Feature, b: Feature) -> str:
    if NONE in (a.named, b.named):
        return "unknown"
    if a.named == b.named == PROPER:
        if a.name == b.name:
            same = not (a.report.facility_id and a.core and b.core) or bool(a.core & b.core)
            return "same" if same else "listed"
        if a.report.facility_id and b.report.facility_id:
            return "other"
        return "part" if share_name(a, b) else "differ"
    if a.named == b.named == CALLED:
        return "called"
    return "unknown"


def share_name(a: Feature, b: Feature) -> bool:
    """True where two names have a word in common, or one word in two endings."""
    return bool(a.core & b.core) or any(_one_stem(x, y) for x in a.words for y in b.words)


def _one_stem(x: str, y: str) -> bool:
    """True where two words differ in their ending only, as a noun and its adjective do in many languages."""
    short = min(len(x), len(y)) - 1
    return short >= 4 and x[:short] == y[:short] and max(len(x), len(y)) <= short + 3


def alike(a: str, b: str) -> bool:
    """True where two kinds of object may be one: unknown, equal, or both a place where patients are treated."""
    medical = words()["medical"]
    return not a or not b or a == b or "other" in (a, b) or (a in medical and b in medical)


def _object(a: str, b: str) -> str:
    if not a or not b or "other" in (a, b):
        return "unknown"
    if a == b and a not in words()["common"]:
        return "rare"
    return "same" if alike(a, b) else "differ"


def _weapon(a: Feature, b: Feature) -> str:
    one, two = a.report.weapons, b.report.weapons
    if not one or not two:
        return "unknown"
    shared = one & two
    if shared:
        return "rare" if shared - set(words()["weapon_family"]["general"]) else "same"
    if not a.families or not b.families:
        return "unknown"
    return "fits" if a.families & b.families else "differ"


def _party(a: Report, b: Report) -> str:
    if not a.parties or not b.parties:
        return "unknown"
    one, two = set(a.parties), set(b.parties)
    return "same" if one == two else "overlap" if one & two else "differ"


def _roots(a: Report, b: Report) -> str:
    if not a.roots or not b.roots:
        return "unknown"
    return "shared" if a.roots & b.roots else "apart"


def _count(a: Range | None, b: Range | None) -> str:
    if a is None or b is None:
        return "unknown"
    (low, high), (lower, higher) = sorted((a, b), key=lambda r: (r[0], r[1] is None, r[1] or 0))
    if high == 0 and higher == 0:
        return "none"
    open_ended = high is None or higher is None
    short = lower - low if high is None else lower - high
    if short <= 0 or (high is None and lower == low):
        if not open_ended and low >= 5 and max(high or 0, higher or 0) <= 1.25 * low + 1:
            return "many"
        return "open" if open_ended and lower != low else "agree"
    if high is None:
        return "open"
    if short <= max(2, lower // 4):
        return "near"
    return "very_far" if short >= 10 and lower >= 3 * max(high, 1) else "far"
