"""Distances on the ellipsoid WGS84, in metres."""

from __future__ import annotations

from math import asin, atan, atan2, cos, hypot, isfinite, pi, radians, sin, sqrt, tan

_A = 6378137.0
_F = 1 / 298.257223563
_B = _A * (1 - _F)
_MEAN = 6371008.8


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the length of the geodesic between two points in degrees (Vincenty 1975, inverse).

    Where the iteration does not settle (points nearly opposite each other on the globe) the great
    circle on the mean sphere stands in: it is within 0.6 % there.

    >>> round(distance_m(0, 0, 0, 1), 1)
    111319.5
    """
    if not all(map(isfinite, (lat1, lon1, lat2, lon2))) or abs(lat1) > 90 or abs(lat2) > 90:
        raise ValueError(f"not a point in degrees: {lat1}, {lon1} or {lat2}, {lon2}")
    if lat1 == lat2 and (lon1 - lon2) % 360 == 0:
        return 0.0
    u1, u2 = atan((1 - _F) * tan(radians(lat1))), atan((1 - _F) * tan(radians(lat2)))
    su1, cu1, su2, cu2 = sin(u1), cos(u1), sin(u2), cos(u2)
    gap = radians((lon2 - lon1 + 180) % 360 - 180)
    lam = gap
    for _ in range(200):
        sl, cl = sin(lam), cos(lam)
        ss = hypot(cu2 * sl, cu1 * su2 - su1 * cu2 * cl)
        if ss == 0:
            return 0.0
        cs = su1 * su2 + cu1 * cu2 * cl
        sigma = atan2(ss, cs)
        sa = cu1 * cu2 * sl / ss
        ca2 = 1 - sa * sa
        mid = cs - 2 * su1 * su2 / ca2 if ca2 else 0.0
        c = _F / 16 * ca2 * (4 + _F * (4 - 3 * ca2))
        before = lam
        lam = gap + (1 - c) * _F * sa * (sigma + c * ss * (mid + c * cs * (2 * mid * mid - 1)))
        if abs(lam) > pi:
            break
        if abs(lam - before) < 1e-12:
            squared = ca2 * (_A * _A - _B * _B) / (_B * _B)
            a = 1 + squared / 16384 * (4096 + squared * (squared * (320 - 175 * squared) - 768))
            b = squared / 1024 * (256 + squared * (squared * (74 - 47 * squared) - 128))
            inner = cs * (2 * mid * mid - 1) - b / 6 * mid * (4 * ss * ss - 3) * (4 * mid * mid - 3)
            return _B * a * (sigma - b * ss * (mid + b / 4 * inner))
    return _sphere(lat1, lat2, gap)


def _sphere(lat1: float, lat2: float, gap: float) -> float:
    p1, p2 = radians(lat1), radians(lat2)
    h = sin((p2 - p1) / 2) ** 2 + cos(p1) * cos(p2) * sin(gap / 2) ** 2
    return 2 * _MEAN * asin(min(1.0, sqrt(h)))
