"""What else an account without a name, or without a day, could be about: alone it may join, rivalled it may not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from solferino.linkage.compare import alike, level, metres, share_name
from solferino.linkage.features import PROPER, Feature
from solferino.linkage.pattern import Patterns
from solferino.linkage.settings import Settings
from solferino.linkage.wording import objects, parts, tokens
from solferino.places.names import skeleton

Codes = Mapping[tuple[int, int], int]
HERE = ("point", "same", "close", "city", "inside", "touching")
"""Levels of place under which a report may be about the same place as another."""
VERY = ("point", "same", "close")


def rivals(
    made: Sequence[Feature], codes: Codes, patterns: Patterns, settings: Settings, *,
    blocked: Mapping[tuple[int, int], str], many: Iterable[Feature],
) -> dict[int, tuple[str, ...]]:  # fmt: skip
    """Return, for each report that names no facility or no day, what it could be about, as sorted names.

    One name: nothing else fits. Several: it cannot be told which, and it is joined to none of them.
    Reports about several facilities count too: a place that only they name is a rival like any other.
    """
    partners: dict[int, dict[int, str]] = {}
    for (a, b), code in codes.items():
        for one, other in ((a, b), (b, a)):
            if _vague(made[one]) and (a, b) not in blocked and _fits(made, one, other, patterns, code, settings):
                partners.setdefault(one, {})[other] = level(patterns.pattern(code), "place")
    told = list(many)
    return {
        n: _names(made[n], [(made[m], held[m]) for m in sorted(held)], told, settings)
        for n, held in sorted(partners.items())
    }


def _vague(f: Feature) -> bool:
    return f.named != PROPER or not f.start


def _fits(made: Sequence[Feature], one: int, other: int, patterns: Patterns, code: int, settings: Settings) -> bool:
    if patterns.score(code) < settings.cuts["fit"]:
        return False
    pattern = patterns.pattern(code)
    if not made[one].start:
        return level(pattern, "facility") in ("same", "listed")
    if level(pattern, "object") == "differ":
        return False
    return level(pattern, "day") in ("same", "overlap") and (level(pattern, "place") in HERE or made[one].unsure)


def _names(
    f: Feature, placed: list[tuple[Feature, str]], told: Sequence[Feature], settings: Settings
) -> tuple[str, ...]:
    partners = [p for p, _ in placed]
    if not f.start:
        return _days(partners)
    named: dict[str, set[str]] = {}
    first: list[Feature] = []
    for p in (p for p in partners if p.named == PROPER):
        # Names that no list knows and that share a word may be one: they are no rivals of each other.
        known = next((q for q in first if q.name == p.name or (not _listed(p, q) and share_name(p, q))), None)
        if known is None:
            first.append(p)
        named.setdefault(f"facility:{(known or p).name}", set()).add(p.place)
    found = set(named)
    for p, where in placed:
        if p.named == PROPER or not p.place or not p.fine or sum(p.place in places for places in named.values()) == 1:
            continue
        # Nameless accounts of the very place are one rival, however they spell it; others count by their place.
        found.add(f"place:{f.place}" if where in VERY and f.place else f"place:{p.place}")
    words = frozenset(word for p in partners for word in p.core)
    if found:
        found |= {f"named with others: {text}" for m in told for text in _others(f, m, words, settings)}
    return tuple(sorted(found))


def _listed(a: Feature, b: Feature) -> bool:
    return bool(a.report.facility_id and b.report.facility_id)


def _days(partners: list[Feature]) -> tuple[str, ...]:
    """Return the separate stretches of days among dated partners."""
    spans = sorted((p.start, p.end) for p in partners if p.start)
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return tuple(date.fromordinal(start).isoformat() for start, _ in found)


def _others(f: Feature, m: Feature, words: frozenset[str], settings: Settings) -> list[str]:
    """Return what report `m` about several facilities names, of that day and place, that no partner has in its name."""
    if not m.start or m.start > f.end or m.end < f.start or m.end - m.start >= settings.windows["span"]:
        return []
    far = metres(f, m)
    if not (f.place and f.place == m.place) and (far is None or far > max(f.radius, m.radius)):
        return []
    found = []
    for text in parts(m.report.facility):
        core = frozenset(skeleton(w) for w in tokens(text) - m.place_words) - {""}
        kinds = objects(text)
        if core and not core & words and (not kinds or alike(f.object, kinds[0])):
            found.append(text)
    return found
