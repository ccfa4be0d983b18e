"""What to ask people first: the questions whose answer is expected to move published figures most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from solferino.linkage.constraints import ordered
from solferino.linkage.draws import centre, chance
from solferino.linkage.tree import Branch
from solferino.words.report import Link

RIVALS = "rivals: "
LEAST = 0.05
"""Worth below which a question is not asked: a twentieth of an incident."""


@dataclass(frozen=True)
class Question:
    """One pair for a person: are these one event? `probability` that they are; `worth`, the change expected."""

    a: str
    b: str
    probability: float
    worth: float
    joined: bool


def queue(
    tree: Sequence[Branch], links: Iterable[Link], *, base: int, killed: Mapping[str, int], most: int = 500
) -> tuple[Question, ...]:
    """Return the questions worth a person's minute, dearest first.

    Each join, made or not, is one question, put about the pair of its two sides that scores best; so is each report
    that fits several events, about each of them. Worth is the chance that the answer is other than what was linked,
    times what it would move: one incident, the reports of the smaller side that change hands, the dead counted there.
    """
    scores, rivalled = _sorted(links)
    found, around = [], centre(tree, base=base)
    for branch in tree:
        for height, one, two in branch.steps():
            pair = _best(one, two, scores)
            if pair is not None and not branch.open.intersection(pair):
                found.append(_question(pair, chance(height - around), height >= base, one, two, killed))
    group = {id: g for branch in tree for g in branch.cut(branch.made(base)) for id in g}
    for vague, partners in sorted(rivalled.items()):
        fits: dict[tuple[str, ...], tuple[int, str]] = {}
        for score, other in partners:
            if other in group and vague not in group:
                fits[group[other]] = max(fits.get(group[other], (score, other)), (score, other))
        for held, (_, other) in sorted(fits.items()):
            found.append(_question(ordered(vague, other), 1 / (1 + len(fits)), False, (vague,), held, killed))
    return tuple(sorted((q for q in found if q.worth >= LEAST), key=lambda q: (-q.worth, q.a, q.b))[:most])


def _question(
    pair: tuple[str, str],
    likely: float,
    joined: bool,
    one: Sequence[str],
    two: Sequence[str],
    killed: Mapping[str, int],
) -> Question:
    dead = min(max(killed.get(id, 0) for id in side) for side in (one, two))
    moves = 1 + log2(1 + min(len(one), len(two))) + dead
    worth = (1 - likely if joined else likely) * moves
    return Question(*pair, round(likely, 4), round(worth, 4), joined)


def _sorted(links: Iterable[Link]) -> tuple[dict[str, dict[str, int]], dict[str, list[tuple[int, str]]]]:
    """Return scores of the pairs that nothing keeps apart, and the partners of each report that fits several events."""
    scores: dict[str, dict[str, int]] = {}
    rivalled: dict[str, list[tuple[int, str]]] = {}
    for x in links:
        if x.blocked.startswith(RIVALS):
            one = x.blocked.removeprefix(RIVALS).partition(" fits ")[0]
            rivalled.setdefault(one, []).append((x.score, x.b if one == x.a else x.a))
        elif not x.blocked:
            scores.setdefault(x.a, {})[x.b] = scores.setdefault(x.b, {})[x.a] = x.score
    return scores, rivalled


def _best(one: Sequence[str], two: Sequence[str], scores: Mapping[str, Mapping[str, int]]) -> tuple[str, str] | None:
    """Return the stored pair across two sides that scores best, None where none is stored."""
    if len(one) > len(two):
        one, two = two, one
    other = frozenset(two)
    across = [(-s, *ordered(a, b)) for a in one for b, s in scores.get(a, {}).items() if b in other]
    return min(across)[1:] if across else None
