"""Values exchanged within strata: the one step that every permutation test shares."""

from __future__ import annotations

from typing import Any

from solferino.words.compiled import inner


@inner
def shuffle(values: Any, begins: Any, bits: Any, at: int) -> int:
    """Shuffle `values` in place within each stratum (begins[s] to begins[s + 1]); return the next number to use."""
    for s in range(len(begins) - 1):
        low = begins[s]
        for i in range(begins[s + 1] - 1, low, -1):
            j = low + ((bits[at] * (i - low + 1)) >> 32)
            at += 1
            values[i], values[j] = values[j], values[i]
    return at
