"""Reports to incidents: score, group under constraints at three thresholds, then say how every report stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from solferino.linkage.compare import compare, level
from solferino.linkage.constraints import Judgement, ordered
from solferino.linkage.covers import HERE, Cover, Event, conflated, covers, denials, event
from solferino.linkage.families import families
from solferino.linkage.features import by_id
from solferino.linkage.incident_id import incident_id
from solferino.linkage.pattern import Patterns
from solferino.linkage.prepared import Prepared, prepare
from solferino.linkage.score import Apart
from solferino.linkage.settings import Settings
from solferino.words.report import Link, Linked, Membership, Partition, Report

MANY = 20
"""Reports beyond which notes are not written for each."""


def link(
    reports: Iterable[Report],
    *,
    judgements: Sequence[Judgement] = (),
    apart: Apart = lambda _a, _b: "",
    conflation: Callable[[str], str] = lambda _text: "",
    settings: Settings | None = None,
    drop: frozenset[str] = frozenset(),
    thresholds: tuple[int, int, int] | None = None,
) -> Linked:
    """Link reports of the same event into incidents.

    `apart` says why two facility ids are not one facility, `conflation` why a name mixes two. `drop` leaves
    reports out. `thresholds` are lenient, base and strict means in millibits. The result depends on what the
    reports say and on their ids, not on their order.
    """
    held = [r for r in reports if r.id not in drop]
    prepared = prepare(held, judgements=judgements, apart=apart, settings=settings)
    return linked(prepared, judgements=judgements, conflation=conflation, thresholds=thresholds)


def linked(
    prepared: Prepared, *, judgements: Sequence[Judgement] = (), conflation: Callable[[str], str] = lambda _text: "",
    thresholds: tuple[int, int, int] | None = None,
) -> Linked:  # fmt: skip
    """Return the incidents of reports that are scored already, and how every report stands to them."""
    settings, made = prepared.settings, prepared.made
    lenient, base, strict = thresholds or settings.thresholds
    clusters = prepared.clusters()
    found = {
        "low": clusters.partition(lenient), "base": clusters.partition(base),
        "high": clusters.partition(strict, keep_open=True),
    }  # fmt: skip
    low, high = min(found.values(), key=len), max(found.values(), key=len)
    index = by_id(made)
    events = [
        event(incident_id([index[i].report for i in group]), [index[i] for i in group])
        for group in found["base"].groups
    ]
    stood = _stand(prepared, events, judgements)
    why = {f.id: reason for f in made if (reason := conflation(f.report.facility))}
    notes = [*prepared.notes, *conflated([f for f in made if f.id in why], why, stood)]
    notes += _open_notes(prepared.open)
    memberships = _memberships(events, prepared.links, stood, settings)
    links = _related(prepared.links, found["base"]) + _cover_links(stood, settings)
    return Linked(
        low if len(low) <= len(found["base"]) else found["base"], found["base"],
        high if len(high) >= len(found["base"]) else found["base"],
        tuple(sorted(links, key=lambda x: (x.a, x.b, x.relation))), memberships,
        {e.id: tuple(sorted(m.id for m in e.members)) for e in sorted(events, key=lambda e: e.id)},
        families(events, stood, settings), tuple(notes),
    )  # fmt: skip


def _open_notes(open_: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return a note for each report that fits several events; where they are many, one for all."""
    if len(open_) > MANY:
        return [f"{len(open_)} reports fit several events and join none: each covers what it fits"]
    return [f"{id} fits {len(names)} events and joins none: {', '.join(names)}" for id, names in sorted(open_.items())]


def _stand(prepared: Prepared, events: Sequence[Event], judgements: Sequence[Judgement]) -> list[Cover]:
    """Return how reports that make no event stand to incidents: by what they say, then by people's decisions."""
    ids, made, settings = set(prepared.ids), prepared.made, prepared.settings
    aside = [f for f in made if f.id not in ids and f.report.stance != "denies"]
    found = covers(aside, events, settings)
    found += denials([f for f in made if f.report.stance == "denies"], events, settings)
    found += _open_covers(prepared, events)
    index = {f.id: f for f in made}
    by_report = {m.id: e for e in events for m in e.members}
    have = {(c.report.id, c.event.id): n for n, c in enumerate(found)}
    for j in sorted(judgements, key=lambda j: j.id):
        if j.act not in ("covers", "denies") or not j.about or j.about[0] not in index:
            continue
        for other in j.about[1:]:
            e = by_report.get(other)
            if e is None:
                continue
            nearest = index[other]
            cover = Cover(index[j.about[0]], e, j.act, nearest, compare(index[j.about[0]], nearest, settings))
            key = j.about[0], e.id
            if key in have:
                found[have[key]] = cover
            else:
                have[key] = len(found)
                found.append(cover)
    return found


def _open_covers(prepared: Prepared, events: Sequence[Event]) -> list[Cover]:
    """A report that fits several events covers each of them: it is one of them, not known which."""
    index = by_id(prepared.made)
    by_report = {m.id: e for e in events for m in e.members}
    found: dict[tuple[str, str], Cover] = {}
    for x in prepared.links:
        for one, other in ((x.a, x.b), (x.b, x.a)):
            e = by_report.get(other)
            if (
                one in prepared.open
                and one not in by_report
                and e is not None
                and x.blocked.startswith(f"rivals: {one} ")
            ):
                key = one, e.id
                pattern = compare(index[one], index[other], prepared.settings)
                here = level(pattern, "place") in HERE or index[one].unsure or not index[one].start
                if here and (key not in found or other < found[key].nearest.id):
                    found[key] = Cover(index[one], e, "covers", index[other], pattern)
    return [found[key] for key in sorted(found)]


def _related(links: Sequence[Link], base: Partition) -> list[Link]:
    group = {id: n for n, held in enumerate(base.groups) for id in held}
    return [replace(x, relation="same" if x.a in group and group[x.a] == group.get(x.b) else "apart") for x in links]


def _cover_links(stood: Sequence[Cover], settings: Settings) -> list[Link]:
    """Return one link per report and incident it covers or denies, to the report there that it resembles most."""
    patterns = Patterns(settings)
    found = []
    for c in stood:
        a, b = ordered(c.report.id, c.nearest.id)
        code = patterns.code(c.pattern)
        found.append(Link(a, b, patterns.score(code), 0.0, c.relation, patterns.reasons(code)))
    return found


def _memberships(
    events: Sequence[Event], links: Sequence[Link], stood: Sequence[Cover], settings: Settings
) -> tuple[Membership, ...]:
    scores: Mapping[tuple[str, str], int] = {(x.a, x.b): x.score for x in links}
    absent = settings.cuts["absent"]
    found = []
    for e in events:
        held = [m.id for m in e.members]
        for one in held:
            others = [scores.get(ordered(one, two), absent) for two in held if two != one]
            found.append(Membership(e.id, one, "same", sum(others) // len(others) if others else 0))
    patterns = Patterns(settings)
    found += [Membership(c.event.id, c.report.id, c.relation, patterns.score(patterns.code(c.pattern))) for c in stood]
    return tuple(sorted(set(found), key=lambda m: (m.incident, m.relation, m.report)))
