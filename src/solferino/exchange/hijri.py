"""Days of the Islamic calendar, by its arithmetic form; sighting of the moon can differ, so a day is three days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from solferino.exchange.named import plain, replaced

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})\s*(?:of|من)?\s*)?<(?P<month>\d+)>(?:\s*(?P<after>\d{1,2})\s*,)?[\s,]*(?P<year>\d{4})"
)
_EPOCH = 227_014
"""The day before 1 Muharram of the year 1, as `date` counts days (19 July 622, Gregorian)."""
_YEARS = range(1200, 1601)
_GIVE = timedelta(days=1)


def hijri(text: str) -> tuple[date, date]:
    """Return first and last day that `1438-01-07`, `7/1/1438`, `7 Muharram 1438` or `1438-01` can mean.

    Raises ValueError otherwise.
    """
    bare = _marked(plain(text)).replace("\0", "").strip()
    if named := _NAMED.fullmatch(bare):
        year, month = int(named["year"]), int(named["month"])
        day = int(named["day"] or named["after"] or 0)
    elif match := _DATE.fullmatch(bare):
        y, m, d, last, month, year = (int(g) if g else 0 for g in match.groups())
        year, month, day = (year, month, last) if year else (y, m, d)
    else:
        raise ValueError(f"expected a Hijri date such as 1438-01-07, found {text!r}")
    if year not in _YEARS or not 1 <= month <= 12 or not 0 <= day <= 30:
        raise ValueError(f"there is no Hijri day {text!r} between {_YEARS[0]} and {_YEARS[-1]}")
    low, high = (day, day) if day else (1, 30)
    return _day(year, month, low) - _GIVE, _day(year, month, high) + _GIVE


def is_hijri(text: str) -> bool:
    """True where a date says that it is of this calendar: by the name of its month, or by a sign after its year."""
    return any(sign in _marked(text) for sign in "<\0")


def _marked(text: str) -> str:
    """Return a date with a month that is named in angle brackets, and NUL for the sign of the era."""
    months = replaced("hijri", text, lambda month: f"<{month}>")
    return replaced("era", months, lambda era: "\0" if era == "hijri" else "").strip()


def _day(year: int, month: int, day: int) -> date:
    """Return the day by the arithmetic calendar: months of 30 and 29 days, eleven leap years in thirty."""
    return date.fromordinal(_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30 + (59 * (month - 1) + 1) // 2 + day)
