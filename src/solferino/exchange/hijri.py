"""Days of the Islamic calendar, by its arithmetic form; sighting of the moon can differ, so a day is three days."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_EPOCH = 227_014
"""The day before 1 Muharram of the year 1, as `date` counts days (19 July 622, Gregorian)."""
_YEARS = range(1200, 1601)
_GIVE = timedelta(days=1)


def hijri(text: str) -> tuple[date, date]:
    """Return first and last day that `1438-01-07`, `7/1/1438` or `1438-01` can mean; raise ValueError otherwise."""
    match = _DATE.fullmatch(text.strip().removesuffix("هـ").strip())
    if match is None:
        raise ValueError(f"expected a Hijri date such as 1438-01-07, found {text!r}")
    y, m, d, day, month, year = (int(g) if g else 0 for g in match.groups())
    year, month, day = (year, month, day) if year else (y, m, d)
    if year not in _YEARS or not 1 <= month <= 12 or not 0 <= day <= 30:
        raise ValueError(f"there is no Hijri day {text!r} between {_YEARS[0]} and {_YEARS[-1]}")
    first, last = (day, day) if day else (1, 30)
    return _day(year, month, first) - _GIVE, _day(year, month, last) + _GIVE


def _day(year: int, month: int, day: int) -> date:
    """Return the day by the arithmetic calendar: months of 30 and 29 days, eleven leap years in thirty."""
    return date.fromordinal(_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day)
