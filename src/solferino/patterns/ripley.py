"""Ripley's K in a window, with corrections for its edges: what lies outside was not seen, which is not to be empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from solferino.patterns.binned import edges
from solferino.patterns.events import Reals

Window = tuple[float, float, float, float]
"""A rectangle: x and y of its south-western corner, then of its north-eastern."""

Correction = Literal["none", "translation", "isotropic", "border"]


def k_own(at: Reals, radii: Sequence[float], *, window: Window, correction: Correction = "translation") -> list[float]:
    """Return K of points for each radius: events within it of an event, over events in a unit of the window."""
    return _k(at, at, radii, window, correction, own=True)


def k_cross(
    a: Reals, b: Reals, radii: Sequence[float], *, window: Window, correction: Correction = "translation"
) -> list[float]:
    """Return K of points `a` to points `b` for each radius."""
    return _k(a, b, radii, window, correction, own=False)


def isotropic(at: Reals, apart: Reals, window: Window) -> Reals:
    """Return 1 over the part, inside the window, of the circle around each point at each distance (Ripley 1976).

    `apart` has a row for each point. A side cuts an arc off; where two meet in a corner, what both cut is cut once.
    """
    x0, y0, x1, y1 = window
    margins = [at[:, 0] - x0, at[:, 1] - y0, x1 - at[:, 0], y1 - at[:, 1]]
    with np.errstate(divide="ignore", invalid="ignore"):
        cut = [np.arccos(np.clip(np.where(apart > 0, m[:, None] / apart, 1.0), 0.0, 1.0)) for m in margins]
    twice = sum(np.maximum(0.0, cut[s] + cut[(s + 1) % 4] - np.pi / 2) for s in range(4))
    inside = 1 - (2 * sum(cut) - twice) / (2 * np.pi)
    return np.asarray(1 / np.maximum(inside, 1e-2))


def time_k(t: Reals, spans: Sequence[float], *, begin: float, end: float) -> list[float]:
    """Return K of times between `begin` and `end`: twice the days within which another falls, edges corrected.

    A pair counts once, or twice where the same gap on the other side of an event reaches the end of the period.
    """
    gap = np.abs(t[:, None] - t[None, :])
    weight = np.where(gap < np.minimum(t - begin, end - t)[:, None], 1.0, 2.0)
    np.fill_diagonal(weight, 0.0)
    scale = (end - begin) / (len(t) * (len(t) - 1))
    return [float(scale * weight[gap <= span].sum()) for span in spans]


def _k(a: Reals, b: Reals, radii: Sequence[float], window: Window, correction: str, *, own: bool) -> list[float]:
    x0, y0, x1, y1 = window
    gap = np.abs(a[:, None, :2] - b[None, :, :2])
    apart = np.hypot(gap[..., 0], gap[..., 1])
    area, reach = (x1 - x0) * (y1 - y0), edges(radii, closed=True)
    others = len(b) - own
    if own:
        np.fill_diagonal(apart, np.inf)
    if correction == "border":
        margin = np.minimum.reduce([a[:, 0] - x0, a[:, 1] - y0, x1 - a[:, 0], y1 - a[:, 1]])
        kept = [margin >= r for r in reach]
        return [float(area * (apart[m] <= r).sum() / (m.sum() * others)) for m, r in zip(kept, reach, strict=True)]
    weight = np.ones_like(apart)
    if correction == "translation":
        weight = area / ((x1 - x0 - gap[..., 0]) * (y1 - y0 - gap[..., 1]))
    elif correction == "isotropic":
        weight = isotropic(a, apart, window)
    return [float(area * weight[apart <= r].sum() / (len(a) * others)) for r in reach]
