"""Are the same places hit again more often than chance, given the places that stood in each town?

Null: within a town, each attack on a protected place strikes any that stands there alike, or by weight (a multinomial
per town). A null over all towns together would call uneven towns a pattern: its level is then far from five per
cent. Statistic: pairs of attacks on one place, summed. Its mean and variance under the null are exact.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.chance import FEWEST, concluded, refused
from solferino.patterns.result import Refusal, Result
from solferino.words.compiled import run

NULL = "attacks of each town strike any place that stands there alike"
Standing = Mapping[str, int | Sequence[float]]
"""How many places stood in each town, never hit or not; or the weight of each."""


@dataclass(frozen=True)
class Event:
    """One attack: the town, the place hit, the day. An empty town or place is dropped, and counted as dropped."""

    town: str
    facility: str
    day: date | None = None


def repeats(events: Iterable[Event], standing: Standing | None, *, seed: int, draws: int = 9999, **more: Any) -> Result:
    """Test repeat hits within towns; `standing` is how many such places stood in each town, never hit or not.

    Refuses without that list (NO_UNHIT_LIST), for a town with fewer places listed than were hit
    (LIST_TOO_SHORT), and below five expected pairs (FEW_EXPECTED).
    """
    told = list(events)
    kept = [e for e in told if e.town and e.facility]
    dropped = dict(more.pop("dropped", {}))
    if len(told) > len(kept):
        dropped["no town or place known"] = len(told) - len(kept)
    hits: dict[str, Counter[str]] = {}
    for e in kept:
        hits.setdefault(e.town, Counter())[e.facility] += 1
    observed = sum(h * (h - 1) // 2 for town in hits.values() for h in town.values())
    struck = sum(map(len, hits.values()))
    again = sum(1 for town in hits.values() for h in town.values() if h > 1)
    counts = f"{len(kept)} attacks, {struck} places hit, {again} of them more than once"
    more |= {
        "n": len(kept), "seed": seed, "dropped": dropped, "null": NULL,
        "strata": tuple(sorted((sum(h.values()) for h in hits.values()), reverse=True)),
        "facts": {"places_hit": struck, "hit_again": again, "break_even": break_even(len(kept), struck)},
    }  # fmt: skip
    if (refusal := _unlisted(hits, standing, observed)) is not None:
        return refused("repeats", refusal, observed=observed, told=counts, **more)
    assert standing is not None
    towns = sorted(hits)
    weights = [_weights(standing[town]) for town in towns]
    sizes = [sum(hits[town].values()) for town in towns]
    moments = [_moments(n, w) for n, w in zip(sizes, weights, strict=True)]
    expected, variance = sum(m for m, _ in moments), sum(v for _, v in moments)
    if expected < FEWEST:
        few = Refusal("FEW_EXPECTED", {"expected": round(expected, 3), "needs": FEWEST})
        return refused("repeats", few, observed=observed, told=counts, **more)
    null = drawn_pairs(sizes, weights, seed, draws)
    extreme = int(np.count_nonzero(null >= observed)) + 1
    sentence = (
        f"{counts}: {observed} repeat pairs where chance within towns gives {{expected}} ({{ratio}} times, p = {{p}}); "
        "the places are hit again "
        + ("more often than the towns' own chance explains" if extreme <= 0.05 * (draws + 1) else
           "no more often than chance allows")
    )  # fmt: skip
    return concluded("repeats", observed, drawn=null.astype(np.float64), sentence=sentence, expected=expected,
                     variance=variance, **more)  # fmt: skip


def break_even(attacks: int, struck: int) -> int | None:
    """Return how many places, hit alike, would on average give as few different ones struck; None for no repeat.

    With fewer places standing, chance alone repeats more than was seen; only above this number is there a pattern.
    """
    if not 0 < struck < attacks:
        return None
    low, high = struck, struck * attacks
    while high - low > 1:
        n = (low + high) // 2
        low, high = (n, high) if -n * math.expm1(attacks * math.log1p(-1 / n)) < struck else (low, n)
    return low


def _unlisted(hits: Mapping[str, Counter[str]], standing: Standing | None, observed: int) -> Refusal | None:
    if not standing:
        return Refusal(
            "NO_UNHIT_LIST",
            {"towns": len(hits), "repeat_pairs": observed, "needs": "places that stood and were never hit"},
        )
    listed = {t: len(_weights(standing.get(t, 0))) for t in hits}
    short = sorted(t for t, h in hits.items() if listed[t] < len(h))
    return Refusal("LIST_TOO_SHORT", {"towns": ", ".join(short)}) if short else None


def _weights(standing: int | Sequence[float]) -> Sequence[float]:
    return [1.0] * standing if isinstance(standing, int) else standing


def _moments(n: int, weights: Sequence[float]) -> tuple[float, float]:
    """Return mean and variance of the pairs that n attacks make among places of such weights."""
    whole = sum(weights)
    two, three = (sum((w / whole) ** k for w in weights) for k in (2, 3))
    pairs = n * (n - 1) / 2
    return pairs * two, pairs * two * (1 - two) + n * (n - 1) * (n - 2) * (three - two * two)


def drawn_pairs(sizes: Sequence[int], weights: Sequence[Sequence[float]], seed: int, draws: int) -> Any:
    """Return the repeat pairs of `draws` random allocations of each town's attacks to its places."""
    ends = [np.floor(np.cumsum(w) / sum(w) * 2**32 + 0.5) for w in weights]
    upper = np.concatenate(ends).astype(np.int64) if ends else np.zeros(0, np.int64)
    begins = np.cumsum([0, *(len(w) for w in weights)]).astype(np.int64)
    counts, hits = np.array(sizes, dtype=np.int64), np.zeros(len(upper), dtype=np.int64)
    null = np.zeros(draws, dtype=np.int64)
    for first, count, drawn in blocks(seed, draws, int(sum(sizes))):
        found = np.zeros(count, dtype=np.int64)
        run(occupied, (counts, begins, upper, drawn), (hits, found), steps=count * int(sum(sizes)) * 4)
        null[first : first + count] = found
    return null


def occupied(counts: Any, begins: Any, upper: Any, bits: Any, hits: Any, found: Any) -> None:
    """Let each town's attacks fall on its places by weight, again and again; count pairs on one place."""
    at = 0
    for b in range(len(found)):
        pairs = 0
        for s in range(len(counts)):
            for _ in range(counts[s]):
                low, high = begins[s], begins[s + 1] - 1
                while low < high:
                    middle = (low + high) >> 1
                    if bits[at] < upper[middle]:
                        high = middle
                    else:
                        low = middle + 1
                at += 1
                pairs += hits[low]
                hits[low] += 1
            for place in range(begins[s], begins[s + 1]):
                hits[place] = 0
        found[b] = pairs
