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
