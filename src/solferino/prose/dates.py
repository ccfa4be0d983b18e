"""Dates: days, runs of days, months and years, with the days they cover."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from solferino.prose.language import language as load
from solferino.prose.masked import Masked, either

YEARS = range(1800, 2101)


@dataclass(frozen=True)
class Dated:
    """A date as written: day and month 0 where not given, year None where to be told from the day of speaking."""

    start: int
    end: int
    year: int | None
    month: int = 0
    day: int = 0
    last: int = 0
    """The last day of a run such as `24 and 25 November`; 0 for one day."""

    @property
    def unit(self) -> str:
        """Return day, days, month or year."""
        if self.day:
            return "days" if self.last else "day"
        return "month" if self.month else "year"

    def days(self, as_of: date | None) -> tuple[date, date] | None:
        """Return the first and last day covered; a missing year is the nearest, the past before the future."""
        if self.year is None:
            if as_of is None:
                return None
            near = [replace(self, year=as_of.year + n).days(None) for n in (-1, 0, 1)]
            return min((d for d in near if d), key=lambda pair: _away(pair, as_of), default=None)
        try:
            if not self.month:
                return date(self.year, 1, 1), date(self.year, 12, 31)
            if not self.day:
                return date(self.year, self.month, 1), date(self.year, self.month, month_end(self.year, self.month))
            return date(self.year, self.month, self.day), date(self.year, self.month, self.last or self.day)
        except ValueError:
            return None


def _away(days: tuple[date, date], as_of: date) -> int:
    """Statements speak of what was: a day to come must lie three times as near as one past."""
    ahead = (days[0] - as_of).days
    return 3 * ahead if ahead > 0 else max((as_of - days[1]).days, 0)


def month_end(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return calendar.monthrange(year, month)[1]


def dates(masked: Masked, language: str) -> list[Dated]:
    """Take every date from `masked`, in order; words and numbers that name no day of the calendar stay."""
    found: list[Dated] = []
    for pattern in _patterns(language):
        for m in list(masked.find(pattern)):
            made = _dated(m, language)
            if made is not None and _real(made):
                found.append(made)
                masked.take(made.start, made.end)
    for made in list(_years(masked, language)):
        found.append(made)
        masked.take(made.start, made.end)
    return sorted(found, key=lambda d: d.start)


def _real(made: Dated) -> bool:
    year = made.year if made.year is not None else 2000
    return year in YEARS and replace(made, year=year).days(None) is not None and (not made.last or made.last > made.day)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    data = load(language)
    names = "|".join(sorted((re.escape(m) for m in data.date["months"]), key=lambda m: (-len(m), m)))
    month = rf"(?P<month>{names})(?:\s*/\s*(?:{names}))?\b\.?"
    edge, suffix, of = data.edge, data.ordinal["suffix"], either(data.date["of"])
    day = rf"(?P<day>\d{{1,2}}){suffix}?"
    joints = either([*data.date["and"], *data.number["range"]])
    last = rf"(?:\s*{joints}\s*(?P<last>\d{{1,2}}){suffix}?)?"
    lead, tail = either(data.date["year_before"]), either(data.date["year_after"])
    year = rf"(?:,?\s+(?:{lead}\s+)?(?P<year>(?:1[89]|20)\d\d)(?!\w)(?:\s*{tail}(?!\w))?)"
    before, marks = either(data.date["before_month"]), data.date["numeric"]
    texts = [
        r"(?<![\w-])(?P<year>\d{4})-(?P<m>\d{2})-(?P<day>\d{2})(?![\w-])",
        rf"{edge}(?<![.,/-]){day}{last}\s+(?:{of}\s+)?{month}{year}?(?!\w)",
        rf"{edge}{month}\s+{day}{last}(?!\w|[.,]\d){year}?" if data.date["month_first"] else "",
        rf"{edge}{month}{year}",
        rf"{edge}(?P<before>{before})(?:\s+|-)(?P<named>{month})(?!\w)",
    ]
    if marks:
        texts.insert(
            1,
            rf"(?<![\w.,/-])(?P<day>\d{{1,2}})(?P<mark>[{marks}])(?P<m>\d{{1,2}})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\w)",
        )
    return tuple(re.compile(text, re.IGNORECASE) for text in texts if text)


def _dated(m: re.Match[str], language: str) -> Dated | None:
    groups = m.groupdict()
    start = m.start("named") if groups.get("named") else m.start()
    end = m.end()
    if groups.get("m"):
        month = int(groups["m"])
    else:
        name = groups["month"]
        if load(language).date["capital"] and not name[0].isupper():
            return None
        month = load(language).date["months"][name.casefold()]
        if m[0].endswith(".") and (groups.get("named") or not _shortened(name, month, language)):
            end -= 1
    return Dated(
        start, end, int(groups["year"]) if groups.get("year") else None, month, int(groups.get("day") or 0),
        int(groups.get("last") or 0),
    )  # fmt: skip


def _shortened(name: str, month: int, language: str) -> bool:
    """True where a month's name is an abbreviation: its full stop does not end the sentence."""
    return any(len(other) > len(name) for other, n in load(language).date["months"].items() if n == month)


@cache
def _year_words(language: str) -> tuple[re.Pattern[str], ...]:
    data, edge = load(language).date, load(language).edge
    joint = either(data["and"])
    return (
        re.compile(
            rf"{edge}(?<![.,/$€£-])(?P<year>(?:1[89]|20)\d\d)(?![\w%]|[.,]\d)"
            r"|(?<=[a-z]-)(?:1[89]|20)\d\d(?!\w)|(?<=\d{4}[-/])(?:1[89]|20)\d\d(?!\w)"
        ),
        re.compile(rf"{edge}{either(data['before_year'])}[\s-]+$", re.IGNORECASE),
        re.compile(rf"(?<!\d)(?:1[89]|20)\d\d\s+{joint}\s*$", re.IGNORECASE),
        re.compile(rf"\s+({data['plural']})(?!\w)"),
        re.compile(rf"\s*{either(data['year_after'])}(?!\w)", re.IGNORECASE),
    )


def _years(masked: Masked, language: str) -> Iterator[Dated]:
    """Yield four digits that stand for a year; `2000 people` is a count, `the 2016 elections` is not."""
    year, before, listed, plural, tail = _year_words(language)
    not_plural = load(language).date["not_plural"]
    for m in masked.find(year):
        noun, told = plural.match(masked.text, m.end()), tail.match(masked.left, m.end())
        counted = noun is not None and _small(noun[1][0]) and noun[1].casefold() not in not_plural and told is None
        if not counted or before.search(masked.text, 0, m.start()) or listed.search(masked.text, 0, m.start()):
            yield Dated(m.start(), told.end() if told else m.end(), int(m[0]))


def _small(letter: str) -> bool:
    return letter.isalpha() and letter == letter.lower()
