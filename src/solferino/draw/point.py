"""A place on a map: where, how exactly, how many things there, and in which months."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

DEGREE = 111_195.0
"""Metres in a degree of latitude, on a sphere of the Earth's mean radius: near enough to draw with."""
MOST = 60
"""Marks on one map: more hide each other."""
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True)
class Point:
    """A place in degrees that stands for `radius_m` around it; `n` things there; `accent`: the matter at hand.

    `when` says how many of them belong to which month, as (`2016-07`, 3); what has no day is in none.
    """

    lat: float
    lon: float
    label: str
    radius_m: int | None = None
    n: int = 1
    accent: bool = True
    href: str = ""
    when: tuple[tuple[str, int], ...] = ()

    @property
    def months(self) -> str:
        """The months as one word each: `2016-07:3`."""
        return " ".join(f"{month}:{n}" for month, n in self.when)


def joined(a: Point, b: Point) -> Point:
    """Return `a` with what is at `b` counted too; it leads nowhere, since it is no one thing."""
    months = Counter(dict(a.when))
    months.update(dict(b.when))
    return replace(a, n=a.n + b.n, href="", accent=a.accent or b.accent, when=tuple(sorted(months.items())))


def clustered(points: Sequence[Point], most: int = MOST) -> tuple[list[Point], float]:
    """Return `points` as they are where they are few; else one for each square of a grid, and its side in degrees.

    The grid is the finest that leaves at most `most` of them. A joined point stands for all that it holds.
    """
    if len(points) <= most:
        return list(points), 0.0
    held: dict[tuple[int, int], list[Point]] = {}
    for step in _STEPS:
        held = {}
        for p in points:
            held.setdefault((math.floor(p.lat / step), math.floor(p.lon / step)), []).append(p)
        if len(held) <= most:
            break
    return [_one(found) for _, found in sorted(held.items())], step


def _one(found: list[Point]) -> Point:
    found = sorted(found, key=lambda p: (-p.n, p.label, p.lat, p.lon))
    if len(found) == 1:
        return found[0]
    total = sum(p.n for p in found)
    lat, lon = (round(sum(getattr(p, key) * p.n for p in found) / total, 4) for key in ("lat", "lon"))
    narrow = max(math.cos(math.radians(lat)), 0.05)
    reach = max(math.hypot((p.lat - lat) * DEGREE, (p.lon - lon) * DEGREE * narrow) + (p.radius_m or 0) for p in found)
    whole = found[0]
    for p in found[1:]:
        whole = joined(whole, p)
    others = len({p.label for p in found}) - 1
    label = f"{others + 1} places" if others else found[0].label
    return replace(whole, lat=lat, lon=lon, label=label, radius_m=math.ceil(reach / 100) * 100)
