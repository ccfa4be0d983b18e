"""One kernel, two ways to run it: as plain Python on lists, or compiled on arrays when there is much to do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

COMPILE_FROM = 400_000
"""Steps of a sweep from which waiting for a compiler pays; below, the same functions run uncompiled."""

Kernel = Callable[..., Any]
F = TypeVar("F", bound=Kernel)
_inner: list[Kernel] = []
_made: dict[Kernel, Kernel] = {}


def inner(function: F) -> F:
    """Mark a function that kernels call: it stays plain Python until a kernel that calls it is compiled."""
    _inner.append(function)
    return function


def run(kernel: Kernel, given: Sequence[Any], made: Sequence[np.ndarray[Any, Any]], *, steps: int) -> Any:
    """Call `kernel(*given, *made)` and return what it returns; arrays in `made` are filled in place.

    Compiled from COMPILE_FROM steps on, plain below: the result is the same.
    """
    if steps >= COMPILE_FROM:
        return compiled(kernel)(*given, *made)
    lists = [a.tolist() for a in made]
    out = kernel(*(a.tolist() if isinstance(a, np.ndarray) else a for a in given), *lists)
    for array, held in zip(made, lists, strict=True):
        if array.size:
            array[...] = held
    return out


def compiled(kernel: Kernel) -> Kernel:
    """Return `kernel` as machine code, made once and kept on disk; making it is announced on stderr."""
    if kernel not in _made:
        from numba import njit
        from numba.extending import register_jitable

        while _inner:
            register_jitable(_inner.pop())
        made = njit(cache=True, nogil=True)(kernel)
        if not any(Path(made.stats.cache_path or ".").glob(f"*.{kernel.__name__}-*.nbi")):
            sys.stderr.write(f"compiling {kernel.__name__} for this machine, once\n")
        _made[kernel] = made
    return _made[kernel]


def threads() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
