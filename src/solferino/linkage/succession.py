"""Names of incidents across re-runs: a name stays with the larger part, and splits and merges are written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Succession:
    """`names` gives each new incident the name it bears; `alias` each name that is gone the one that goes on.

    `splits` are (old, the new ones that hold its reports), `merges` (new, the old ones whose reports it holds).
    """

    names: Mapping[str, str]
    alias: Mapping[str, str]
    splits: tuple[tuple[str, tuple[str, ...]], ...]
    merges: tuple[tuple[str, tuple[str, ...]], ...]


def succeed(before: Mapping[str, str], after: Mapping[str, str]) -> Succession:
    """Return which incident of `after` goes on under which name of `before`; both map reports to incidents.

    An old name goes to the new incident that holds most of its reports, and a new incident takes the old name most of
    whose reports it holds; ties go to the part with the smallest report. A report that is new, or gone, weighs nothing.
    """
    shared: dict[tuple[str, str], list[str]] = {}
    for report in sorted(set(before) & set(after)):
        shared.setdefault((before[report], after[report]), []).append(report)
    ranked = sorted(shared, key=lambda pair: (-len(shared[pair]), shared[pair][0]))
    names: dict[str, str] = {}
    heirs: dict[str, str] = {}
    for old, new in ranked:
        if old not in heirs and new not in names:
            heirs[old] = names[new] = old
    taken = set(before.values())
    for new in sorted(set(after.values())):
        if new not in names:
            name, n = new, 2
            while name in taken:  # a name of the past is never borne by another
                name, n = f"{new}-{n}", n + 1
            names[new] = name
            taken.add(name)
    parts: dict[str, Counter[str]] = {}
    origins: dict[str, set[str]] = {}
    for old, new in ranked:
        parts.setdefault(old, Counter())[new] += len(shared[old, new])
        origins.setdefault(new, set()).add(old)
    alias = {}
    for old, held in parts.items():
        if old not in heirs:
            first = max(held, key=lambda new: (held[new], names[new]))
            alias[old] = names[first]
    splits = tuple(
        (old, tuple(sorted(names[new] for new in held))) for old, held in sorted(parts.items()) if len(held) > 1
    )
    merges = tuple((names[new], tuple(sorted(olds))) for new, olds in sorted(origins.items()) if len(olds) > 1)
    return Succession(names, alias, splits, tuple(sorted(merges)))
