"""Scored pairs: candidates, patterns, rivals, blocks, and the probability that competition leaves to each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from solferino.linkage.candidates import candidates, undated
from solferino.linkage.compare import compare
from solferino.linkage.constraints import Pair, known_apart, ordered
from solferino.linkage.features import Feature
from solferino.linkage.pattern import Patterns, Reasons
from solferino.linkage.rivals import rivals
from solferino.linkage.settings import Settings
from solferino.words.report import Link

Apart = Callable[[str, str], str]
At = tuple[int, int]


@dataclass(frozen=True)
class Scored:
    """`links` in order of ids; `open` maps a report that fits several events to the names of what it fits."""

    links: tuple[Link, ...]
    open: Mapping[str, tuple[str, ...]]


def score(
    made: Sequence[Feature], settings: Settings, *, apart: Apart, many: Iterable[Feature] = (),
    learned: Mapping[Pair, Reasons] | None = None,
) -> Scored:  # fmt: skip
    """Score every candidate pair of `made`; pairs under the floor are forgotten, blocked ones above it are kept.

    `learned` has the reasons of every pair at or above the floor, where the weights were learned from the reports:
    they stand for those of the shipped weights. Reports without a day nobody can learn from: they keep the latter.
    """
    patterns = Patterns(settings)
    codes, reasons, blocked = _compared(made, patterns, settings, learned), dict[At, Reasons](), dict[At, str]()
    for a, b in codes:
        if why := known_apart(made[a], made[b], apart):
            blocked[a, b] = why
    fits = rivals(made, codes, patterns, settings, blocked=blocked, many=many)
    floor = settings.cuts["floor"]
    for (a, b), code in codes.items():
        told = (learned or {}).get(ordered(made[a].id, made[b].id))
        level = _rivals(made, a, b, fits)
        if level != "unknown":
            code = patterns.with_rivals(code, level)
        if level == "rivalled" and (a, b) not in blocked:
            blocked[a, b] = "rivals: " + _said(made, a, b, fits)
        if told or (a, b) in blocked or (patterns.score(code) >= floor and not patterns.untied(code)):
            reasons[a, b] = told or patterns.reasons(code)
    scores = {pair: sum(part for _, _, part in told) for pair, told in reasons.items()}
    odds = _competition(made, {pair: score for pair, score in scores.items() if pair not in blocked})
    links = []
    for (a, b), told in reasons.items():
        one, two = ordered(made[a].id, made[b].id)
        links.append(Link(one, two, scores[a, b], odds.get((a, b), 0.0), "apart", told, blocked.get((a, b), "")))
    several = {made[n].id: names for n, names in fits.items() if len(names) > 1}
    return Scored(tuple(sorted(links, key=lambda link: (link.a, link.b))), several)


def _compared(
    made: Sequence[Feature], patterns: Patterns, settings: Settings, learned: Mapping[Pair, Reasons] | None
) -> dict[At, int]:
    """Return the pattern of each pair that is worth keeping so far: those learned, and what may still be helped."""
    codes: dict[At, int] = {}
    if learned is not None:
        at = {f.id: n for n, f in enumerate(made)}
        for a, b in sorted((min(at[a], at[b]), max(at[a], at[b])) for a, b in learned):
            codes[a, b] = patterns.code(compare(made[a], made[b], settings))
    keep = min(settings.cuts["floor"], settings.cuts["fit"]) - settings.weights["rivals"]["alone"]
    for a, b in candidates(list(made), settings) if learned is None else undated(list(made)):
        code = patterns.code(compare(made[a], made[b], settings))
        if patterns.score(code) < keep:
            continue
        if patterns.untied(code) and not (made[a].unsure or made[b].unsure):
            continue
        codes[a, b] = code
    return codes


def _rivals(made: Sequence[Feature], a: int, b: int, fits: Mapping[int, tuple[str, ...]]) -> str:
    told = [fits[n] for n in (a, b) if n in fits]
    if not told:
        return "unknown"
    if made[a].start and made[b].start and (made[a].start > made[b].end or made[b].start > made[a].end):
        return "unknown"  # what else happened that day says nothing of another day
    if any(len(names) > 1 for names in told):
        return "rivalled"
    return "alone" if all(len(names) == 1 for names in told) else "unknown"


def _said(made: Sequence[Feature], a: int, b: int, fits: Mapping[int, tuple[str, ...]]) -> str:
    n = next(n for n in (a, b) if len(fits.get(n, ())) > 1)
    return f"{made[n].id} fits {len(fits[n])} events"


def _competition(made: Sequence[Feature], scores: Mapping[At, int]) -> dict[At, float]:
    """Return probabilities: of the records of one deduplicated source at most one can be about the same event.

    Never 1: certainty is a judgement's alone.
    """
    totals: dict[tuple[int, str], float] = {}
    odds = {pair: 2.0 ** (min(value, 40_000) / 1000) for pair, value in sorted(scores.items())}
    for (a, b), value in odds.items():
        for one, other in ((a, b), (b, a)):
            for key in made[other].exclusive:
                totals[one, key] = totals.get((one, key), 0.0) + value
    found = {}
    for (a, b), value in odds.items():
        rival = [totals[a, key] for key in made[b].exclusive] + [totals[b, key] for key in made[a].exclusive]
        found[a, b] = min(0.9999, round(value / (1 + max([value, *rival])), 4))
    return found
