"""Are places struck again within the hour more often than the times of day explain?

A return is a strike after more than `least` and at most `most` minutes on the same place; what follows sooner belongs
to the same salvo, and counts as one attack. Null: the clock times of strikes are exchanged among the days of the same
place and part of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.bits import blocks
from solferino.patterns.chance import concluded, refused
from solferino.patterns.events import Ints
from solferino.patterns.exact import share
from solferino.patterns.result import Refusal, Result
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run

DAY = 24 * 60
ROUNDED = 0.5
"""Part of the times that may stand on the full hour; beyond it they are hours, not minutes."""

NULL = "clock times exchanged among the days of the same place and part of the day"


def double_tap(
    places: Sequence[str], minutes: Ints, *, least: int = 5, most: int = 60, parts: int = 4, draws: int = 999,
    seed: int = 1, **more: Any,
) -> Result:  # fmt: skip
    """Test how many attacks were followed by a return; `minutes` are counted from any midnight.

    Refuses where more than half of the times stand on the full hour (NOT_TO_THE_MINUTE), where no place and part of
    the day has two attacks (NOTHING_TO_SHUFFLE), and below five expected.
    """
    told = len(minutes)
    more |= {"seed": seed}
    if told and (whole := int((minutes % 60 == 0).sum())) > ROUNDED * told:
        facts: dict[str, Any] = {"on the full hour": whole, "strikes": told}
        return refused("double-tap", Refusal("NOT_TO_THE_MINUTE", facts), n=told, told=f"{told} strikes", **more)
    place = np.unique(np.array(places, dtype=str), return_inverse=True)[1].astype(np.int64) if told else minutes
    order = np.lexsort((minutes, place))
    place, at = place[order], minutes[order]
    keep = _attacks(place, at, least)
    place, at = place[keep], at[keep]
    n, salvos = len(at), told - int(keep.sum())
    dropped = dict(more.pop("dropped", {})) | ({"same salvo as the strike before": salvos} if salvos else {})
    more |= {"n": n, "dropped": dropped}
    day, clock = at // DAY, at % DAY
    stratum = place * parts + clock * parts // DAY
    order = np.lexsort((clock, day, stratum))
    place, day, clock, stratum = place[order], day[order], clock[order], stratum[order]
    begins = np.flatnonzero(np.diff(stratum, prepend=-1, append=-2)).astype(np.int64)
    sizes = tuple(sorted(np.diff(begins).tolist(), reverse=True))
    if max(sizes, default=0) < 2:
        return refused("double-tap", Refusal("NOTHING_TO_SHUFFLE", {"attacks": n}), strata=sizes, **more)
    groups = np.searchsorted(place, np.arange(place.max() + 2)).astype(np.int64)
    none = begins[:0]
    seen, null = np.zeros(1, dtype=np.int64), np.zeros(draws, dtype=np.int64)
    room = np.zeros(n, dtype=np.int64)
    run(returned, (day, groups, none, none, least, most), (clock, room, seen), steps=n)
    for first, count, drawn in blocks(seed, draws, n):
        found = np.zeros(count, dtype=np.int64)
        run(returned, (day, groups, begins, drawn, least, most), (clock, room, found), steps=count * n * 8)
        null[first : first + count] = found
    observed = int(seen[0])
    low, high = share(observed, n)
    sentence = (
        f"of {n} attacks, {observed} were followed by a return within {most} minutes where the times of day give "
        "{expected} ({ratio} times, p = {p})"
    )
    facts = {"share": {"value": round(observed / n, 9), "low": round(low, 9), "high": round(high, 9)},
             "least": least, "most": most, "salvos": salvos}  # fmt: skip
    return concluded("double-tap", observed, drawn=null.astype(np.float64), sentence=sentence, null=NULL, strata=sizes,
                     facts=facts, **more)  # fmt: skip


def _attacks(place: Ints, at: Ints, least: int) -> Any:
    """Return which strikes, sorted by place and time, begin an attack: none on that place within `least` before."""
    gap = np.diff(at, prepend=at[:1])
    new = np.diff(place, prepend=-1) != 0
    return new | (gap > least)


def returned(
    day: Any, groups: Any, begins: Any, bits: Any, least: int, most: int, clock: Any, room: Any, found: Any
) -> None:
    """Exchange clock times within strata, again and again; count the strikes of each place that follow one soon."""
    used = 0
    for b in range(len(found)):
        used = shuffle(clock, begins, bits, used)
        back = 0
        for g in range(len(groups) - 1):
            low, high = groups[g], groups[g + 1]
            for i in range(low, high):
                now = day[i] * 1440 + clock[i]
                j = i
                while j > low and room[j - 1] > now:
                    room[j] = room[j - 1]
                    j -= 1
                room[j] = now
            for i in range(low + 1, high):
                gap = room[i] - room[i - 1]
                back += (gap > least) & (gap <= most)
        found[b] = back
