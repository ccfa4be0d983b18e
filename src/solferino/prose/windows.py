"""Windows: between two dates, since one, and those told from the day the statement speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from solferino.prose.branches import any_of
from solferino.prose.dates import Dated, month_end
from solferino.prose.language import language as load
from solferino.prose.masked import Masked, either
from solferino.prose.numeral import Numeral
from solferino.prose.spelled import spelled
from solferino.words.window import day


def relative(masked: Masked, language: str, as_of: date | None) -> list[Numeral]:
    """Take windows such as `in the past five years` or `last month`, resolved against `as_of`."""
    found: list[Numeral] = []
    if not _any_relative(language).search(masked.left):
        return found
    for pattern, entry in _relative(language):
        for m in list(masked.find(pattern)):
            unit = (
                load(language).unit[re.sub(r"\s+", " ", m["unit"].casefold())] if "unit" in pattern.groupindex else ""
            )
            n = spelled(m["n"], language) if "n" in pattern.groupindex else int(entry.get("n", 1))
            if n is None or n > 5000:
                continue
            low, high, value = _resolve(entry, n, unit, as_of)
            kind_unit = "relative" if value is None else "length"
            found.append(Numeral(m.start(), m.end(), "window", m[0], value, low, high, kind_unit))
            masked.take(m.start(), m.end())
    return found


def joined(dates: list[Dated], text: str, language: str, *, as_of: date | None) -> list[Numeral]:
    """Return dates and the windows that pairs of them make, or one makes with a word such as `since`."""
    found: list[Numeral] = []
    at = 0
    while at < len(dates):
        one = dates[at]
        two = dates[at + 1] if at + 1 < len(dates) else None
        opening = _pair(text, one, two, language) if two is not None else None
        if two is not None and opening is not None:
            found.append(_window(text, opening, replace(one, year=_year(one, two)), two, as_of))
            at += 2
            continue
        since = _since(language).search(text, 0, one.start)
        days = one.days(as_of)
        if since is not None:
            low = days[0].isoformat() if days else None
            high = as_of.isoformat() if as_of and (days is None or days[0] <= as_of) else None
            found.append(
                Numeral(since.start(), one.end, "window", text[since.start() : one.end], one.unit, low, high, "since")
            )
        else:
            found.append(_date(text, one, days))
        at += 1
    return found


def _date(text: str, one: Dated, days: tuple[date, date] | None) -> Numeral:
    low, high = (days[0].isoformat(), days[1].isoformat()) if days else (None, None)
    value = low if low == high else None
    return Numeral(one.start, one.end, "date", text[one.start : one.end], value, low, high, one.unit)


def _window(text: str, start: int, one: Dated, two: Dated, as_of: date | None) -> Numeral:
    first, last = one.days(as_of), two.days(as_of)
    low, high = first[0].isoformat() if first else None, last[1].isoformat() if last else None
    if low and high and low > high:
        low, high = None, None
    grain = f"{one.unit} {two.unit}"
    return Numeral(start, two.end, "window", text[start : two.end], grain, low, high, "between")


def _year(one: Dated, two: Dated) -> int | None:
    """Return the year of the first of two dates, taken from the second where it has none of its own."""
    if one.year is not None or two.year is None or not one.month:
        return one.year
    return two.year - 1 if (one.month, one.day) > (two.month or 12, two.day or 31) else two.year


def _pair(text: str, one: Dated, two: Dated, language: str) -> int | None:
    """Return where the window of two dates begins, its opening word included; None where they make none."""
    between = text[one.end : two.start]
    for opening, joint in _pairs(language):
        if not joint.fullmatch(between):
            continue
        if opening is None:
            return one.start
        m = opening.search(text, 0, one.start)
        if m is not None:
            return m.start()
    return None


@cache
def _pairs(language: str) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
    edge, part = load(language).edge, _part(language)
    return tuple(
        (
            re.compile(rf"{edge}{either([first])}{part}[\s-]*$", re.IGNORECASE) if first else None,
            re.compile(rf"\s*{either([joint])}{part}[\s-]*", re.IGNORECASE),
        )
        for first, joint in load(language).date["between"]
    )


@cache
def _since(language: str) -> re.Pattern[str]:
    data = load(language)
    return re.compile(rf"{data.edge}{either(data.date['since'])}{_part(language)}[\s-]*$", re.IGNORECASE)


def _part(language: str) -> str:
    """Return the expression of words that may stand before a date: the article, a part of a month or year."""
    return rf"(?:\s+(?:{either([*load(language).date['qualifiers'], *load(language).date['year_before']])}[\s-]*)*)?"


@cache
def _relative(language: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    data = load(language)
    words = [*data.number["ones"], *data.number["tens"], *data.number["hundreds"], *data.number["a"]]
    hyphen = f"[{data.number['hyphen']}]"
    n = rf"(?P<n>\d{{1,4}}|{either(words)}(?:{hyphen}{either(data.number['ones'])})?)"
    unit = rf"(?P<unit>{either(data.unit)})(?!\w)"
    return tuple(
        (
            re.compile(
                rf"{data.edge}(?<![.,-])" + w["pattern"].replace("{n}", n).replace("{unit}", unit) + r"(?!\w)",
                re.IGNORECASE,
            ),
            w,
        )
        for w in data.window
    )


@cache
def _any_relative(language: str) -> re.Pattern[str]:
    return any_of(pattern for pattern, _ in _relative(language))


def _resolve(
    entry: Mapping[str, Any], n: int, unit: str, as_of: date | None
) -> tuple[str | None, str | None, str | None]:
    """Return first day, last day and, for a bare length, the length."""
    count, letter = n * int(unit[:-1] or 1) if unit else n, unit[-1:]
    if "from" not in entry and "whole" not in entry:
        return None, None, f"{count}{letter}"
    if as_of is None:
        return None, None, None
    try:
        if "whole" in entry:
            low, high = _whole(as_of, letter, int(entry["whole"]) * int(unit[:-1] or 1))
            return low.isoformat(), high.isoformat(), None
        ends = [
            day(entry[key].replace("{n}{unit}", f"{count}{letter}").replace("{unit}", letter), {"as_of": as_of})
            for key in ("from", "to")
        ]
        return ends[0].isoformat(), ends[1].isoformat(), None
    except ValueError:
        return None, None, None


def _whole(as_of: date, letter: str, by: int) -> tuple[date, date]:
    """Return the calendar day, week (from Monday), month or year that lies `by` away from that of `as_of`."""
    if letter == "d":
        return (one := as_of + timedelta(days=by)), one
    if letter == "w":
        monday = as_of - timedelta(days=as_of.weekday()) + timedelta(weeks=by)
        return monday, monday + timedelta(days=6)
    if letter == "m":
        year, month = divmod(as_of.year * 12 + as_of.month - 1 + by, 12)
        return date(year, month + 1, 1), date(year, month + 1, month_end(year, month + 1))
    return date(as_of.year + by, 1, 1), date(as_of.year + by, 12, 31)
