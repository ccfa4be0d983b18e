"""How far a partition agrees with the truth: pairs and B-cubed (Bagga and Baldwin 1998), on whole columns."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def agreement(truth: Array, found: Array) -> dict[str, float]:
    """Return precision, recall and F1 over pairs and over reports, and how many groups there are on either side."""
    t, f = (np.unique(column, return_inverse=True)[1].astype(np.int64) for column in (truth, found))
    _, cell, both = np.unique(t * (int(f.max()) + 1) + f, return_inverse=True, return_counts=True)
    sizes, wanted = np.bincount(f), np.bincount(t)
    hit, joined, there = (float((n.astype(np.int64) * (n - 1) // 2).sum()) for n in (both, sizes, wanted))
    precision, recall = float((both[cell] / sizes[f]).mean()), float((both[cell] / wanted[t]).mean())
    right, whole = hit / max(joined, 1), hit / max(there, 1)
    return {
        "pair_p": right, "pair_r": whole, "pair_f1": _f1(right, whole),
        "b3_p": precision, "b3_r": recall, "b3_f1": _f1(precision, recall), "found": len(sizes), "true": len(wanted),
    }  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def kinship(incident: Array, family: Array, found: Array, kin: Array) -> dict[str, float]:
    """Return how far pairs of incidents of one family agree with the truth; all four are told report by report.

    An incident found stands for the true one that most of its reports are of. A pair found is right where the two
    stand for two incidents of one true family; a true pair is found where two that stand for it are kin. `split` is
    the share of pairs found that are two parts of one true incident.
    """
    groups, true = (np.unique(column, return_inverse=True)[1] for column in (found, incident))
    cell, times = np.unique(groups * (int(true.max()) + 1) + true, return_counts=True)
    group, most = cell // (int(true.max()) + 1), np.lexsort([-times, cell // (int(true.max()) + 1)])
    stands = (cell % (int(true.max()) + 1))[most[np.unique(group[most], return_index=True)[1]]]
    of_true, of_group = _of(true, family), _of(groups, kin)
    one, two = _pairs(of_group)
    a, b = stands[one], stands[two]
    right = (a != b) & (of_true[a] == of_true[b])
    wanted = {tuple(sorted(p)) for p in np.stack(_pairs(of_true)).T.tolist()}
    got = {tuple(sorted(p)) for p in np.stack([a[right], b[right]]).T.tolist()}
    return {
        "kin": len(one), "kin_p": float(right.sum()) / max(len(one), 1), "kin_r": len(got) / max(len(wanted), 1),
        "split": float((a == b).sum()) / max(len(one), 1), "kin_true": len(wanted),
    }  # fmt: skip


def _of(member: Array, whole: Array) -> Array:
    """Return for each number of `member` the whole that it is of."""
    found = np.zeros(int(member.max()) + 1, dtype=np.int64)
    found[member] = whole
    return found


def _pairs(whole: Array) -> tuple[Array, Array]:
    """Return all pairs of members of one whole."""
    order = np.argsort(whole, kind="stable")
    made = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    for step in range(1, len(order)):
        same = whole[order[step:]] == whole[order[:-step]]
        if not same.any():
            break
        made.append((order[:-step][same], order[step:][same]))
    one, two = (np.concatenate(side) for side in zip(*made, strict=True))
    return one, two
