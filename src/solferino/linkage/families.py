"""Incidents that belong together without being one: a second blow on one facility, or one wave over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from solferino.linkage.compare import level, metres
from solferino.linkage.covers import Cover, Event
from solferino.linkage.settings import Settings

Family = tuple[str, tuple[str, ...]]


def families(events: Sequence[Event], covered: Sequence[Cover], settings: Settings) -> tuple[Family, ...]:
    """Return families of incidents, each with a readable id.

    Two incidents are a double strike where one facility was hit twice within a day and reports tell the
    blows apart. They are one wave where they lie within two kilometres, on the same or the next day, and
    one report speaks of both; nearness alone makes no family.
    """
    parent = {e.id: e.id for e in events}
    together: Mapping[str, set[str]] = _together(covered)
    ranked = sorted(events, key=lambda e: (e.start, e.id))
    for n, a in enumerate(ranked):
        for b in ranked[n + 1 :]:
            if not a.start or b.start > a.end + settings.windows["double_strike_days"]:
                if a.start:
                    break
                continue
            double = bool(a.facilities & b.facilities)
            if double or (together.get(a.id, set()) & together.get(b.id, set()) and _near(a, b, settings)):
                _join(parent, a.id, b.id)
    found: dict[str, list[str]] = {}
    for e in events:
        found.setdefault(_root(parent, e.id), []).append(e.id)
    made = [tuple(sorted(held)) for held in found.values() if len(held) > 1]
    first = {e.id: min(m.id for m in e.members) for e in events}
    return tuple(sorted((f"family-{_hex(min(first[i] for i in held))}", held) for held in made))


def _together(covered: Sequence[Cover]) -> dict[str, set[str]]:
    """Return, per incident, the reports about several facilities that cover it; not those about a whole district."""
    found: dict[str, set[str]] = {}
    for c in covered:
        if c.relation == "covers" and c.report.report.scope == "many" and level(c.pattern, "place") != "wide":
            found.setdefault(c.event.id, set()).add(c.report.id)
    return found


def _near(a: Event, b: Event, settings: Settings) -> bool:
    for one in a.members:
        for two in b.members:
            fine = one.radius <= settings.windows["fine_m"] and two.radius <= settings.windows["fine_m"]
            far = metres(one, two) if fine else None
            if (far is not None and far <= settings.windows["wave_m"]) or (one.fine and one.place == two.place):
                return True
    return False


def _hex(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:6]


def _root(parent: dict[str, str], id: str) -> str:
    while parent[id] != id:
        id = parent[id]
    return id


def _join(parent: dict[str, str], a: str, b: str) -> None:
    a, b = _root(parent, a), _root(parent, b)
    if a != b:
        parent[max(a, b)] = min(a, b)
