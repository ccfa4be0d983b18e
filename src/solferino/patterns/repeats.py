"""Are the same places hit again more often than chance, given the places that stood in each town?

Null: within a town, each attack on a protected place strikes any that stands there alike (a multinomial per
town). A null over all towns together would call uneven towns a pattern: its level is then far from five per
cent. Statistic: pairs of attacks on one place, summed. Its mean and variance under the null are exact:
pairs of a uniform multinomial are uncorrelated.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from solferino.patterns.result import Refusal, Result

FEWEST = 5.0
"""Expected repeat pairs below which the test says nothing."""

TOLERANCE = 1e-9


@dataclass(frozen=True)
class Event:
    """One attack: the town, the place hit, the day. An empty town or place is dropped, and counted as dropped."""

    town: str
    facility: str
    day: date | None = None


def repeats(events: Iterable[Event], standing: Mapping[str, int] | None, *, seed: int, draws: int = 9999) -> Result:
    """Test repeat hits within towns; `standing` is how many such places stood in each town, never hit or not.

    Refuses without that list (NO_UNHIT_LIST), for a town with fewer places listed than were hit
    (LIST_TOO_SHORT), and below five expected pairs (FEW_EXPECTED).
    """
    told = list(events)
    kept = [e for e in told if e.town and e.facility]
    dropped = {"no town or place known": len(told) - len(kept)} if len(told) > len(kept) else {}
    hits: dict[str, Counter[str]] = {}
    for e in kept:
        hits.setdefault(e.town, Counter())[e.facility] += 1
    observed = sum(h * (h - 1) // 2 for town in hits.values() for h in town.values())
    again = sum(1 for town in hits.values() for h in town.values() if h > 1)
    counts = f"{len(kept)} attacks, {sum(map(len, hits.values()))} places hit, {again} of them more than once"
    if (refusal := _refused(hits, standing, observed)) is not None:
        sentence = f"{counts}; whether that is more than chance cannot be said ({refusal.code})"
        return Result("repeats", len(kept), seed, 0, sentence, float(observed), dropped=dropped, refusals=(refusal,))
    assert standing is not None
    sizes = [(sum(hits[town].values()), standing[town]) for town in sorted(hits)]
    expected = sum(n * (n - 1) / 2 / m for n, m in sizes)
    variance = sum(n * (n - 1) / 2 / m * (1 - 1 / m) for n, m in sizes)
    null = sorted(_draw(sizes, seed, draws))
    extreme = sum(1 for x in null if x >= observed - TOLERANCE)
    low, high = null[int(0.025 * (draws - 1))], null[round(0.975 * (draws - 1))]
    ratio = observed / expected
    p = (1 + extreme) / (draws + 1)
    sentence = (
        f"{counts}: {observed} repeat pairs where chance within towns gives {expected:.1f}"
        f" ({ratio:.2f} times, p = {p:.3g}); the places are hit again "
        + ("more often than the towns' own chance explains" if p <= 0.05 else "no more often than chance allows")
    )
    return Result(
        "repeats", len(kept), seed, draws, sentence, float(observed), round(expected, 6), round(variance, 6),
        round(ratio, 6), round(observed / high, 6) if high else None, round(observed / low, 6) if low else None,
        round(p, 6), dropped,
    )  # fmt: skip


def _refused(hits: Mapping[str, Counter[str]], standing: Mapping[str, int] | None, observed: int) -> Refusal | None:
    if not standing:
        return Refusal(
            "NO_UNHIT_LIST",
            {"towns": len(hits), "repeat_pairs": observed, "needs": "places that stood and were never hit"},
        )
    short = {t: {"listed": standing.get(t, 0), "hit": len(h)} for t, h in hits.items() if standing.get(t, 0) < len(h)}
    if short:
        return Refusal("LIST_TOO_SHORT", {"towns": short})
    expected = sum(sum(h.values()) * (sum(h.values()) - 1) / 2 / standing[t] for t, h in hits.items())
    if expected < FEWEST:
        return Refusal("FEW_EXPECTED", {"expected": round(expected, 3), "needs": FEWEST})
    return None


def _draw(sizes: list[tuple[int, int]], seed: int, draws: int) -> list[int]:
    """Return the statistic of `draws` random allocations; the generator is Python's own, the same everywhere."""
    rng = random.Random(seed)
    found = []
    for _ in range(draws):
        total = 0
        for n, m in sizes:
            total += sum(h * (h - 1) // 2 for h in Counter(rng.randrange(m) for _ in range(n)).values())
        found.append(total)
    return found
