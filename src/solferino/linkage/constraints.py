"""What may not be joined and what must be: judgements, one report per deduplicated source or document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from solferino.linkage.features import Feature

Pair = tuple[str, str]
ACTS = ("same", "not-same", "covers", "denies")
"""Acts of decisions that say how reports stand to each other."""


@dataclass(frozen=True)
class Judgement:
    """A person's decision about reports: `same`, `not-same`, or the first `covers` or `denies` the others."""

    id: str
    act: str
    about: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Constraints:
    """`must`: pairs that are one event. `cannot`: pairs that are not, with the reason.

    `exclusive`: keys of which a group holds one report at most. `open`: reports that fit several events and
    make none. `rank`: order in which ties are settled; a report not in it comes last, by id.
    """

    must: tuple[Pair, ...] = ()
    cannot: Mapping[Pair, str] = field(default_factory=dict)
    exclusive: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: frozenset[str] = frozenset()
    rank: Mapping[str, int] = field(default_factory=dict)


def ordered(a: str, b: str) -> Pair:
    """Return two ids as the key of a pair."""
    return (a, b) if a < b else (b, a)


def known_apart(a: Feature, b: Feature, apart: Callable[[str, str], str]) -> str:
    """Return the rule that keeps two reports apart whatever they score, nothing for none."""
    for key in a.exclusive:
        if key in b.exclusive:
            kind, *rest = key.split("\x1f")
            name = " ".join(dict.fromkeys(r for r in rest if r)) or "one source"
            return (
                f"source: {name} lists each event once" if kind == "source" else f"document: {name} tells them as two"
            )
    one, two = a.report.facility_id, b.report.facility_id
    why = apart(one, two) if one and two and one != two else ""
    return f"facility: {why}" if why else ""


def judged(
    judgements: Sequence[Judgement], made: Iterable[Feature]
) -> tuple[tuple[Pair, ...], dict[Pair, str], list[str]]:
    """Return must pairs, cannot pairs and notes of decisions about the reports of `made`."""
    index = {f.id: f for f in made}
    return settled(judgements, index, lambda a, b, j: _refused(index[a], index[b], j))


def settled(
    judgements: Sequence[Judgement], filed: Collection[str], refused: Callable[[str, str, Judgement], str]
) -> tuple[tuple[Pair, ...], dict[Pair, str], list[str]]:
    """Return must pairs, cannot pairs and notes: decisions about reports that are not filed, and decisions that clash.

    Must-links contract first: where a chain of them joins what another decision keeps apart, both are kept, the
    group stands, and a note names the decisions. Nothing settles it but another decision. `refused` says why two
    reports cannot be joined by a decision, nothing where they can.
    """
    must: list[tuple[Pair, str]] = []
    cannot: dict[Pair, str] = {}
    notes: list[str] = []
    for j in sorted(judgements, key=lambda j: j.id):
        absent = sorted(set(j.about) - set(filed))
        if absent:
            notes.append(f"decision {j.id} ({j.act}) is about reports that are not filed here: {', '.join(absent)}")
        about = [r for r in dict.fromkeys(j.about) if r in filed]
        if j.act == "same":
            for a, b in pairwise(about):
                if why := refused(a, b, j):
                    notes.append(why)
                else:
                    must.append((ordered(a, b), j.id))
        elif j.act == "not-same":
            for a, b in combinations(about, 2):
                cannot.setdefault(ordered(a, b), f"decision {j.id}: {j.why or 'no reason written'}")
    notes += _clashes(must, cannot)
    return tuple(sorted({pair for pair, _ in must})), cannot, notes


def _refused(a: Feature, b: Feature, j: Judgement) -> str:
    """A denial is no event, and a decision beats the rule of sources only with a written reason."""
    if "denies" in (a.report.stance, b.report.stance):
        return f"decision {j.id}: {a.id} and {b.id} cannot be one event, a denial is no event"
    rule = known_apart(a, b, lambda _a, _b: "")
    if not rule or j.why:
        return ""
    return f"decision {j.id} is set aside: {a.id}, {b.id}, {rule}; give a reason to overrule"


def _clashes(must: Sequence[tuple[Pair, str]], cannot: Mapping[Pair, str]) -> list[str]:
    """Return a note for each pair kept apart that a chain of other decisions joins."""
    steps: dict[str, list[tuple[str, str]]] = {}
    for (a, b), id in must:
        steps.setdefault(a, []).append((b, id))
        steps.setdefault(b, []).append((a, id))
    notes = []
    for (a, b), why in sorted(cannot.items()):
        path = _path(steps, a, b)
        if path:
            named = ", ".join(dict.fromkeys(path))
            notes.append(f"{a} and {b} are joined by decisions {named} and kept apart by {why}: decide which holds")
    return notes


def _path(steps: Mapping[str, list[tuple[str, str]]], start: str, goal: str) -> list[str]:
    seen, queue = {start}, [(start, list[str]())]
    for at, used in queue:
        if at == goal:
            return used
        for nxt, id in sorted(steps.get(at, ())):
            if nxt not in seen:
                seen.add(nxt)
                queue.append((nxt, [*used, id]))
    return []
