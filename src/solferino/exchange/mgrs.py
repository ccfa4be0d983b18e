"""References to the military grid (MGRS) as points: the middle of the square that they name, on WGS84."""

from __future__ import annotations

import re
from math import asin, atan2, cos, cosh, degrees, sin, sinh

_REFERENCE = re.compile(r"(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?(\d{1,5})\s?(\d{1,5})")
_BANDS, _LETTERS = "CDEFGHJKLMNPQRSTUVWX", "ABCDEFGHJKLMNPQRSTUVWXYZ"
_FINE = 3
"""Digits of each number from which on a square is a point: 100 m."""
_N = 1 / (2 * 298.257223563 - 1)
_A = 0.9996 * 6378137.0 / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_BETA = (_N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96, _N**2 / 48 + _N**3 / 15, 17 * _N**3 / 480)
_DELTA = (2 * _N - 2 * _N**2 / 3 - 2 * _N**3, 7 * _N**2 / 3 - 8 * _N**3 / 5, 56 * _N**3 / 15)


def mgrs(text: str) -> dict[str, float] | None:
    """Return `lat` and `lon` of a reference such as `38SMB44588821`; None for a text that is none.

    Raises ValueError for a square that does not exist, and for one too wide to be a point.
    """
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    zone, band, column, row = int(match[1]), _BANDS.index(match[2]), match[3], match[4]
    digits = match[5] + match[6]
    half = len(digits) // 2
    if len(digits) % 2:
        raise ValueError(f"{text!r} has an odd number of digits: which of them are east is not told")
    east100 = _LETTERS.index(column) - (zone - 1) % 3 * 8
    north100 = (_LETTERS.index(row) - (5 if zone % 2 == 0 else 0)) % 20
    if not (1 <= zone <= 60 and 0 <= east100 < 8):
        raise ValueError(f"there is no square {text!r} of the grid")
    if half < _FINE:
        raise ValueError(
            f"{text!r} names a square of {10 ** (5 - half) // 1000} km: say a point in it, and precision_m"
        )
    size = 10 ** (5 - half)
    east = (east100 + 1) * 100_000 + (int(digits[:half]) + 0.5) * size
    north = north100 * 100_000 + (int(digits[half:]) + 0.5) * size
    for more in range(5):  # rows begin again every 2,000 km; the band says which is meant
        lat, lon = _degrees(east, north + 2_000_000 * more - (0 if band >= 10 else 10_000_000))
        if -81 <= 8 * band - 81 <= lat <= 8 * band - 71 + (4 if band == 19 else 0):
            return {"lat": round(lat, 7), "lon": round((lon + 6 * zone - 183 + 180) % 360 - 180, 7)}
    raise ValueError(f"there is no square {text!r} of the grid: its row lies in another band")


def _degrees(east: float, north: float) -> tuple[float, float]:
    """Return latitude, and longitude from the middle of the zone (Krüger's series to the third order, within 1 mm)."""
    xi, eta = north / _A, (east - 500_000) / _A
    x = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    y = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in enumerate(_BETA, 1))
    chi = asin(sin(x) / cosh(y))
    return degrees(chi + sum(d * sin(2 * j * chi) for j, d in enumerate(_DELTA, 1))), degrees(atan2(sinh(y), cos(x)))
