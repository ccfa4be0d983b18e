"""Events as arrays: points in metres, times, and the strata within which chance may exchange them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Reals = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]

_A, _F = 6378137.0, 1 / 298.257223563


@dataclass(frozen=True)
class Events:
    """Events in canonical order: stratum, then time, then place. The order in which they were told has no say.

    `at` has a row of three per point; `begins` holds where each stratum begins, and the end; `stratum` its number
    for each event; `order` says which event as told stands where; `metric` how distances are taken
    (see `pairs`).
    """

    at: Reals
    t: Reals
    begins: Ints
    stratum: Ints
    order: Ints
    metric: str = "plane"

    def __len__(self) -> int:
        return len(self.t)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the sizes of the strata, largest first: their names are nobody's business."""
        return tuple(sorted(np.diff(self.begins).tolist(), reverse=True))


def events(
    at: Reals, t: Reals, within: Sequence[Any] | None = None, *, marks: Ints | None = None, metric: str = "plane"
) -> Events:
    """Return events of points in a plane (x, y) or in space, at times `t`, in the strata that `within` names.

    `marks` order events that agree in all of that.
    """
    points = np.zeros((len(t), 3))
    points[:, : at.shape[1]] = at
    keys = np.zeros(len(t), dtype=np.int64)
    if within is not None and len(t):
        keys = np.unique(np.array([str(w) for w in within]), return_inverse=True)[1].astype(np.int64)
    ties = keys if marks is None else marks
    order = np.lexsort((ties, points[:, 2], points[:, 1], points[:, 0], t, keys))
    keys = keys[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1, append=keys[-1] + 1 if len(keys) else 0))
    return Events(points[order], np.asarray(t, dtype=np.float64)[order], begins.astype(np.int64), keys, order, metric)


def on_earth(lat: Reals, lon: Reals) -> Reals:
    """Return points on the ellipsoid WGS84 in metres from the centre of the earth.

    Straight lines between them, lengthened to the way over ground, are the distances of the metric `globe`; degrees,
    which shrink towards the poles, never are.
    """
    a, b = np.radians(lat), np.radians(lon)
    squared = _F * (2 - _F)
    bend = _A / np.sqrt(1 - squared * np.sin(a) ** 2)
    flat = bend * np.cos(a)
    return np.stack([flat * np.cos(b), flat * np.sin(b), bend * (1 - squared) * np.sin(a)], axis=1)


def flattened(at: Reals) -> Reals:
    """Return points as x and y: those of a plane as they are, those on the earth on the plane that touches it below."""
    if at.shape[1] < 3 or not at[:, 2].any():
        return at[:, :2]
    middle = at.mean(axis=0)
    up = middle / max(float(np.linalg.norm(middle)), 1e-300)
    east = np.array([-up[1], up[0], 0.0])
    east = east / max(float(np.linalg.norm(east)), 1e-300)
    return np.stack([(at - middle) @ east, (at - middle) @ np.cross(up, east)], axis=1)
