"""What became of incidents from one run to the next: which name leads where, and what was split and merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Succession:
    """`alias` gives each name that is gone the incident that goes on: names follow the smallest report.

    `splits` are (old, the new ones that hold its reports), `merges` (new, the old ones whose reports it holds).
    """

    alias: Mapping[str, str]
    splits: Mapping[str, tuple[str, ...]]
    merges: Mapping[str, tuple[str, ...]]


def succeed(before: Mapping[str, str], after: Mapping[str, str]) -> Succession:
    """Return how the incidents of `after` follow from those of `before`; both map reports to incidents.

    A report that is new, or gone, weighs nothing.
    """
    parts: dict[str, dict[str, list[str]]] = {}
    origins: dict[str, set[str]] = {}
    for report in sorted(set(before) & set(after)):
        old, new = before[report], after[report]
        parts.setdefault(old, {}).setdefault(new, []).append(report)
        origins.setdefault(new, set()).add(old)
    there = set(after.values())
    alias = {old: min(held, key=lambda new: held[new][0]) for old, held in sorted(parts.items()) if old not in there}
    return Succession(
        alias,
        {old: tuple(sorted(held)) for old, held in sorted(parts.items()) if len(held) > 1},
        {new: tuple(sorted(olds)) for new, olds in sorted(origins.items()) if len(olds) > 1},
    )
