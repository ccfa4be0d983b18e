"""What a date says, as its first and last day: days, months, years, EDTF, clock times with a zone, nights, words.

Nothing is guessed: 08/10/2016 can be two days and is refused. `?` and `~` widen by one unit on either side; a time
in UTC can fall on more than one local day, and the span holds all of them.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta

from solferino.prose.dates import dates
from solferino.prose.masked import Masked

_EDTF = re.compile(r"([?~%])?(\d{3}[\dX]|\d{2}XX)(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?([?~%])?")
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?")
_NIGHT = re.compile(r"(?i)(?:the\s+)?night\s+(?:of|from)\s+(?:the\s+)?(.+)")
_APART = re.compile(r"\s*/\s*|(?<=\d)\s*[~:]\s*(?=\d{4})|\s+to\s+")
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
_TWO_DAYS = re.compile(r"\b(\d{1,2})/(\d{1,2})(?=\s+[^\W\d])")
"""28/29 September: two days of one month."""
_DAY = timedelta(days=1)
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_EXPECTED = "expected a date such as 2016-11-24, 2016-11, 2016-11-04/2016-11-06 or 4 November 2016"


def span(text: str) -> tuple[date, date]:
    """Return the first and last day that `text` can mean; raise ValueError where it does not say."""
    plain = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text.strip())
    if night := _NIGHT.fullmatch(plain):
        first, last = span(night[1])
        return first, last + _DAY if first == last else last
    if clock := _CLOCK.fullmatch(plain):
        return _clock(clock, text)
    plain = _TWO_DAYS.sub(r"\1-\2", _SLASHED.sub(r"\1-\2-\3", plain))
    ends = _APART.split(plain) if not re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", plain) else []
    if not ends:
        raise ValueError(f'{text!r} can be two days: say date = "dmy" or "mdy"')
    if len(ends) == 2:
        first, last = span(ends[0])[0], span(ends[1])[1]
        if first > last:
            raise ValueError(f"{text!r} ends before it begins")
        return first, last
    match = _EDTF.fullmatch(plain)
    return _edtf(match, text) if match else _worded(plain, text)


def _clock(match: re.Match[str], text: str) -> tuple[date, date]:
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError:
        raise ValueError(f"there is no moment {text!r}") from None
    if match[3] in ("Z", "UTC"):
        return (moment + _WEST).date(), (moment + _EAST).date()
    return moment.date(), moment.date()


def _edtf(match: re.Match[str], text: str) -> tuple[date, date]:
    before, year, month, day, after = match.groups()
    sure = before or after
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    known = month and month != "XX"
    if ("X" in year and month) or (day and not known and day != "XX") or not low:
        raise ValueError(f"{text!r} leaves open what comes before what it says")
    try:
        if not known:
            first, last = date(low, 1, 1), date(high, 12, 31)
        elif not day or day == "XX":
            first = date(low, int(month), 1)
            last = first.replace(day=calendar.monthrange(low, int(month))[1])
        else:
            first = last = date(low, int(month), int(day))
        if sure:
            unit = timedelta(days=1 if first == last else 31 if known else 366)
            first, last = first - unit, last + unit
    except (ValueError, OverflowError):
        raise ValueError(f"there is no day {text!r}") from None
    return first, last


def _worded(plain: str, text: str) -> tuple[date, date]:
    """Read a date in words: exactly one, with its year, and nothing beside it."""
    found = dates(Masked(plain), "en")
    days = found[0].days(None) if len(found) == 1 else None
    if days is None or plain[: found[0].start].strip() or plain[found[0].end :].strip():
        raise ValueError(f"{_EXPECTED}, found {text!r}")
    return days
