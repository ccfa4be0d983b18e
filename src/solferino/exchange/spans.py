"""What a date says, as its first and last day: days, months, years, EDTF, clock times with a zone, nights, words.

Nothing is guessed: 08/10/2016 can be two days and is refused, and so is what has no last day. `?` and `~` widen by one
unit on either side; a time in UTC can fall on more than one local day, and the span holds all of them.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta

from solferino.exchange.hijri import hijri, is_hijri
from solferino.exchange.named import plain as _plain
from solferino.exchange.named import replaced
from solferino.prose.dates import dates
from solferino.prose.folded import fold
from solferino.prose.masked import Masked
from solferino.prose.tongues import tongues

_EDTF = re.compile(r"([?~%])?(\d{3}[\dX]|\d{2}XX)(?:-(\d[\dX]|XX)(?:-(\d[\dX]|XX))?)?([?~%])?")
_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?")
_NIGHT = re.compile(r"(?i)(?:the\s+)?night\s+(?:of|from)\s+(?:the\s+)?(.+)")
_OPEN = re.compile(r"\.\.\s*(?:/|\d)|^/|(?:/|\d|X)\s*\.\.|/$|\bopen\b")
_SEASON = re.compile(r"\d{4}-(?:2[1-9]|3\d|4[01])")
DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?)?")
"""A day by numbers, with or without an hour of it, as spreadsheets write it: which is the month, its source says."""
_SERIAL = re.compile(r"[1-6]\d{4}(?:\.\d+)?")
"""From 1927 to 2091, as days since 1900."""
_APART = re.compile(r"\s*/\s*|(?<=\d)\s*[~:]\s*(?=\d{4})|\s+to\s+")
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
_TWO_DAYS = re.compile(r"\b(\d{1,2})/(\d{1,2})(?=\s+[^\W\d])")
"""28/29 September: two days of one month."""
_LETTER = re.compile(r"[^\W\d_]")
_DAY = timedelta(days=1)
_OTHER_CENTURIES = ("13", "14")
"""Years that are ours in the Islamic calendar, and long past in the common one."""
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_EXPECTED = "expected a date such as 2016-11-24, 2016-11, 2016-11-04/2016-11-06 or 4 November 2016"


def span(text: str) -> tuple[date, date]:
    """Return the first and last day that `text` can mean; raise ValueError where it does not say."""
    plain = _SLASHED.sub(r"\1-\2-\3", _plain(text).strip())
    if match := _EDTF.fullmatch(plain):
        if match[2][:2] in _OTHER_CENTURIES:
            raise ValueError(f'{text!r} can be a Hijri date: say date = "hijri-first" and "hijri-last"')
        return _edtf(match, text)
    if night := _NIGHT.fullmatch(plain):
        first, last = span(night[1])
        return first, last + _DAY if first == last else last
    if clock := _CLOCK.fullmatch(plain):
        return _clock(clock, text)
    if is_hijri(plain):
        ends = _APART.split(plain)
        return _ordered(span(ends[0])[0], span(ends[1])[1], text) if len(ends) == 2 else hijri(plain)
    if plain.startswith(("[", "{")):
        return _one_of(plain, text)
    plain = _TWO_DAYS.sub(r"\1-\2", plain)
    if DAY.fullmatch(plain):
        raise ValueError(f'{text!r} can be two days: say date = "dmy" or "mdy"')
    if days := _worded(plain):
        return days
    if _OPEN.search(plain):
        raise ValueError(f"{text!r} has no first or no last day: give the day from which or by which it was known")
    ends = _APART.split(plain)
    if len(ends) == 2:
        return _ordered(span(ends[0])[0], span(ends[1])[1], text)
    raise ValueError(f"{_EXPECTED}, found {text!r}{serial(plain)}")


def serial(text: str) -> str:
    """Return what to do about a text that looks like the number by which a spreadsheet keeps a day; nothing else."""
    return "; if it is a spreadsheet's number of a day, format its cells as dates" if _SERIAL.fullmatch(text) else ""


def widened(first: date, last: date, unit: str) -> tuple[date, date]:
    """Return the first and last day of a date that is known to the day, to its week, its month or its year.

    A day that stands for a week lies in the middle of it.
    """
    if unit == "week":
        return first - 3 * _DAY, last + 3 * _DAY
    if unit in ("month", "year"):
        first, last = first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return (first.replace(month=1), last.replace(month=12, day=31)) if unit == "year" else (first, last)


def _one_of(plain: str, text: str) -> tuple[date, date]:
    """Read a set of EDTF: of `[…]` one day is meant, which lies between its first and its last."""
    if plain.startswith("{"):
        raise ValueError(f"{text!r} means each of several days: give each a row of its own")
    inner = plain[1:-1].strip() if plain.endswith("]") else ""
    parts = re.split(r"\s*(?:,|\.\.)\s*", inner)
    if not inner or not all(parts):
        raise ValueError(f"{text!r} is a set without a first or a last day")
    found = [span(part) for part in parts]
    return min(first for first, _ in found), max(last for _, last in found)


def _ordered(first: date, last: date, text: str) -> tuple[date, date]:
    if first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return first, last


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
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if ("X" in year and month) or (day and "X" in month and day != "XX") or not low:
        raise ValueError(f"{text!r} leaves open what comes before what it says")
    if _SEASON.match(text):
        raise ValueError(f"{text!r} is a season, or a part of a year: say its months")
    try:
        (one, twelve), (first, last) = _ends(month, 12), (date(low, 1, 1), date(high, 12, 31))
        if month:
            first, last = date(low, one, 1), date(high, twelve, calendar.monthrange(high, twelve)[1])
        if day and "X" not in month:
            start, end = _ends(day, last.day)
            first, last = first.replace(day=start), last.replace(day=end)
        if before or after:
            known = month and "X" not in month
            unit = timedelta(days=1 if first == last else 31 if known else 366)
            first, last = first - unit, last + unit
    except (ValueError, OverflowError):
        raise ValueError(f"there is no day {text!r}") from None
    return first, last


def _ends(digits: str | None, most: int) -> tuple[int, int]:
    """Return the least and the greatest that two digits can mean, X being any, within 1 and `most`."""
    if not digits or "X" not in digits:
        return int(digits or 1), int(digits or most)
    return max(int(digits.replace("X", "0")), 1), min(int(digits.replace("X", "9")), most)


def _worded(plain: str) -> tuple[date, date] | None:
    """Read a date in words of any language there is data for: exactly one, with its year, and nothing beside it."""
    if not _LETTER.search(plain) or re.search(r"\d[./]\d", plain):
        return None
    bare = re.sub(r"(?<=\d)-(?=[^\W\d])|(?<=[^\W\d])-(?=\d)", " ", plain)
    named = replaced("months", replaced("era", bare, lambda _: ""), lambda n: calendar.month_name[int(n)])
    for language in ("en", *tongues()):
        said = fold(named if language == "en" else bare, language).text
        found = dates(Masked(said), language)
        days = found[0].days(None) if len(found) == 1 else None
        if days and not said[: found[0].start].strip() and not said[found[0].end :].strip(" ."):
            return days
    return None
