"""Records of persons → groups of one person each, as linked, and at either end of the doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solferino.linkage.cluster import Clusters
from solferino.linkage.constraints import Constraints, Judgement, ordered, settled
from solferino.linkage.persons.candidates import candidates
from solferino.linkage.persons.compare import Compare, weight
from solferino.linkage.persons.settings import PersonSettings, person_settings
from solferino.words.person import PersonRecord
from solferino.words.report import Link, Partition

FLOOR = -6000
"""Millibits below which a pair is not kept: it counts as never compared."""


@dataclass(frozen=True)
class Persons:
    """Groups of record ids, lenient, as linked and strict; the scored pairs with their reasons; what to note."""

    lenient: Partition
    base: Partition
    strict: Partition
    links: tuple[Link, ...]
    notes: tuple[str, ...] = ()


def link_persons(
    records: Sequence[PersonRecord], *, judgements: Sequence[Judgement] = (), settings: PersonSettings | None = None
) -> Persons:
    """Link records into persons. Two records of one deduplicated list are two persons, unless somebody decides so.

    A record without any name links to nothing by itself.
    """
    settings = settings or person_settings()
    compare = Compare(records, settings)
    by_id = {r.id: r for r in records}
    must, cannot, notes = settled(judgements, by_id, lambda a, b, j: _refused(by_id[a], by_id[b], j))
    pairs, crowded = candidates(compare.read)
    links = []
    for a, b in sorted({*pairs, *must, *cannot}):
        reasons = compare.reasons(a, b)
        score = weight(reasons)
        if score >= FLOOR or (a, b) in must or (a, b) in cannot:
            p = 1.0 if (a, b) in must else 0.0 if (a, b) in cannot else 1 / (1 + 2 ** (-score / 1000))
            links.append(Link(a, b, score, p, "apart", reasons, cannot.get((a, b), "")))
    exclusive = {r.id: (f"source\x1f{r.source}",) for r in records if r.deduplicated}
    cuts = settings.cuts
    clusters = Clusters(by_id, links, Constraints(must, cannot, exclusive), absent=cuts["absent"])
    low, base, high = (clusters.partition(cuts[name]) for name in ("lenient", "base", "strict"))
    if crowded:
        notes.append(f"{crowded} words or days that very many records share were no reason to compare them")
    return Persons(low, base, high, _named(links, base), tuple(notes))


def _named(links: Sequence[Link], base: Partition) -> tuple[Link, ...]:
    at = {id: n for n, group in enumerate(base.groups) for id in group}
    return tuple(
        Link(x.a, x.b, x.score, x.probability, "same" if at[x.a] == at[x.b] else "apart", x.reasons, x.blocked)
        for x in links
    )


def _refused(a: PersonRecord, b: PersonRecord, j: Judgement) -> str:
    one_list = a.deduplicated and b.deduplicated and a.source == b.source
    if not one_list or j.why:
        return ""
    pair = ", ".join(ordered(a.id, b.id))
    return f"decision {j.id} is set aside: {pair} stand in one list that holds each person once; give a reason"
