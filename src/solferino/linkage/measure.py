"""How far two partitions agree: pairwise and B-cubed precision, recall and their harmonic mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Agreement:
    """`precision`: of what is joined, how much should be. `recall`: of what should be joined, how much is."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def restricted(groups: Iterable[Iterable[str]], ids: Iterable[str]) -> list[tuple[str, ...]]:
    """Return groups with only the reports in `ids`; one of `ids` in no group stands alone."""
    wanted = set(ids)
    kept = [tuple(sorted(wanted.intersection(g))) for g in groups]
    kept = [g for g in kept if g]
    return sorted(kept + [(id,) for id in wanted.difference(*kept)])


def pairwise(found: Groups, truth: Groups) -> Agreement:
    """Return agreement over pairs of reports; with no pair joined (or to join) there is nothing wrong: 1."""
    both = sum(n * (n - 1) // 2 for n in _cells(found, truth).values())
    joined = sum(len(g) * (len(g) - 1) // 2 for g in found)
    wanted = sum(len(g) * (len(g) - 1) // 2 for g in truth)
    return Agreement(both / joined if joined else 1.0, both / wanted if wanted else 1.0)


def b_cubed(found: Groups, truth: Groups) -> Agreement:
    """Return agreement over reports: each one's own group against the group it belongs to (Bagga and Baldwin 1998)."""
    sizes, wanted = [len(g) for g in found], [len(g) for g in truth]
    total = sum(sizes)
    cells = _cells(found, truth)
    if not total:
        return Agreement(1.0, 1.0)
    precision = sum(n * n / sizes[f] for (f, _), n in sorted(cells.items())) / total
    recall = sum(n * n / wanted[t] for (_, t), n in sorted(cells.items())) / total
    return Agreement(precision, recall)


def _cells(found: Groups, truth: Groups) -> Counter[tuple[int, int]]:
    """Return how many reports each pair of groups shares; both partitions must hold the same reports."""
    where = {id: n for n, g in enumerate(truth) for id in g}
    here = [id for g in found for id in g]
    if len(here) != len(set(here)) or set(here) != set(where) or len(where) != sum(map(len, truth)):
        raise ValueError("two partitions of the same reports are needed: each report once in both")
    return Counter((n, where[id]) for n, g in enumerate(found) for id in g)
