"""Do events of one kind lie nearer to places, or to one another, than the other events recorded there do?

Null: random labelling. Where the events fell stays as it is; which of them are of the kind is exchanged within strata
such as town and month. Nothing is said of why events fell where they did, only of whose they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from solferino.patterns.binned import edges
from solferino.patterns.bits import blocks
from solferino.patterns.chance import concluded, family, refused
from solferino.patterns.events import Events, Ints, Reals
from solferino.patterns.exact import conditional
from solferino.patterns.odds import strata_tables
from solferino.patterns.pairs import close_pairs, near_places
from solferino.patterns.result import Refusal, Result
from solferino.patterns.shuffle import shuffle
from solferino.words.compiled import run

NULL = "the labels of events exchanged within strata, their places and days kept"


def labelling(
    events: Events, labels: Ints, *, radii: Sequence[float], places: Reals | None = None, draws: int = 999,
    seed: int = 1, **more: Any,
) -> Result:  # fmt: skip
    """Test how near events labelled 1 lie to `places`, or without places to those labelled 2, or else to each other.

    `labels` stand in the order of `events`: 1, 2, or 0 for the rest. The first radius is the one asked about; the
    others are listed with it in `family`. Refuses where one group is empty (ONE_GROUP), where no stratum holds both
    (NOTHING_TO_SHUFFLE), and below five expected.
    """
    n, ones, twos = len(events), int((labels == 1).sum()), int((labels == 2).sum())
    more |= {"n": n, "seed": seed}
    if ones == 0 or ones == n:
        return refused("labelling", Refusal("ONE_GROUP", {"of the kind": ones, "others": n - ones}), **more)
    if not any(len(set(labels[a:b].tolist())) > 1 for a, b in _spans(events.begins)):
        return refused("labelling", Refusal("NOTHING_TO_SHUFFLE", {"strata": len(events.sizes)}), **more)
    reach = sorted({float(r) for r in radii})
    first, second, apart = _met(events, places, reach)
    band = np.searchsorted(edges(reach, closed=True), apart, side="left").astype(np.int64)
    wanted = np.zeros(9, dtype=np.int64)
    if places is None and twos:
        wanted[[1 * 3 + 2, 2 * 3 + 1]] = 1
    else:
        wanted[1 * 3 + 1] = 1
    seen, null = _draw(events, labels, first, second, band, wanted, len(reach), draws, seed)
    asked = reach.index(float(radii[0]))
    names = [f"within {r:g}" for r in reach]
    what = f"{int(seen[asked])} pairs of events of the {'two kinds' if twos else 'kind'} lie within {radii[0]:g}"
    if places is not None:
        what = f"{int(seen[asked])} of {ones} events of the kind lie within {radii[0]:g} of a place"
    facts: dict[str, Any] = {"radii": reach, "of_the_kind": ones, "of_the_other": twos}
    if places is not None:
        near = np.zeros(n, dtype=bool)
        near[first[band <= asked]] = True
        odds, low, high = conditional(strata_tables(labels == 1, near, events.stratum))
        facts["odds_ratio"] = {"estimate": odds, "low": low, "high": high}
    sentence = f"of {n} events recorded, {what} where chance among them gives {{expected}} ({{ratio}} times, p = {{p}})"
    members = family(names, seen, null)
    return concluded(
        "labelling", float(seen[asked]), drawn=null[:, asked], sentence=sentence, null=NULL, strata=events.sizes,
        family=members, facts=facts, **more,
    )  # fmt: skip


def _spans(begins: Ints) -> list[tuple[int, int]]:
    return list(zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True))


def _met(events: Events, places: Reals | None, reach: Sequence[float]) -> tuple[Any, Any, Reals]:
    """Return pairs of events and how far apart they are, or each event with itself and how far its nearest place is."""
    if places is None:
        pairs = close_pairs(events.at, reach[-1], metric=events.metric)
        return pairs.first, pairs.second, pairs.apart
    _, which, apart = near_places(events.at, places, reach[-1], metric=events.metric)
    nearest = np.full(len(events), np.inf)
    np.minimum.at(nearest, which, apart)
    near = np.flatnonzero(np.isfinite(nearest)).astype(np.int32)
    return near, near, nearest[near]


def _draw(
    events: Events, labels: Ints, first: Any, second: Any, band: Ints, wanted: Ints, bands: int, draws: int, seed: int
) -> tuple[Reals, Reals]:
    """Return the counts up to each radius as observed, and of every draw."""
    label = labels.astype(np.int64).copy()
    seen, none = np.zeros(bands, dtype=np.int64), np.zeros(0, dtype=np.int64)
    still = np.zeros(1, dtype=np.int64)
    run(counted, (first, second, band, wanted, still, none, 1), (label, seen), steps=len(first))
    null = np.zeros((draws, bands), dtype=np.int64)
    for begin, count, drawn in blocks(seed, draws, len(events)):
        found = np.zeros(count * bands, dtype=np.int64)
        given = (first, second, band, wanted, events.begins, drawn, count)
        run(counted, given, (label, found), steps=count * (len(first) + len(events)))
        null[begin : begin + count] = found.reshape(count, bands)
    return seen.cumsum().astype(np.float64), null.cumsum(axis=1).astype(np.float64)


def counted(
    first: Any, second: Any, band: Any, wanted: Any, begins: Any, bits: Any, draws: int, label: Any, found: Any
) -> None:
    """Shuffle the labels within strata and count, for each band, the pairs whose labels are wanted."""
    at = 0
    size = len(found) // draws
    for b in range(draws):
        at = shuffle(label, begins, bits, at)
        for p in range(len(first)):
            found[b * size + band[p]] += wanted[label[first[p]] * 3 + label[second[p]]]
