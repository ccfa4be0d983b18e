"""Dates, windows and citations of claim passages (S2): a cited claim must vouch for each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from solferino.claims.view import COUNTING, View, silent
from solferino.prose.citations import provision, same_symbol
from solferino.prose.dates import month_end
from solferino.prose.numeral import Numeral
from solferino.words.result import Finding
from solferino.words.statement import Scheme
from solferino.words.verdict import SentenceStatus, Status
from solferino.words.window import day as reckon

_KIND = {"date": "date", "window": "window", "symbol": "document", "article": "provision"}

_FEBRUARY = 2
_ENDS = 2
_LEGAL = ("norm", "qualification")
"""Kinds of claim about one provision: their passage names that one or none."""


@dataclass(frozen=True)
class Days:
    """The days that claims vouch for, in order, and the day the statement speaks."""

    days: tuple[date, ...]
    as_of: date

    @classmethod
    def of(cls, days: Iterable[str], *, as_of: date) -> Days:
        return cls(tuple(sorted({date.fromisoformat(d[:10]) for d in days})), as_of)

    @property
    def within(self) -> bool:
        """True where days of events are known, and not the ends of a window alone."""
        return len({*self.days} - {self.as_of}) > _ENDS

    def some(self, low: date, high: date) -> bool:
        """True where some day lies from `low` to `high`."""
        at = bisect_left(self.days, low)
        return at < len(self.days) and self.days[at] <= high

    def spans(self, low: date, high: date) -> bool:
        """True where all of `low` to `high` lies between the first day and the last."""
        return bool(self.days) and self.days[0] <= low and high <= self.days[-1]


def vouching(view: View) -> list[Finding]:
    """Return the dates, windows and citations that no claim of their passage vouches for."""
    found = []
    for passage in view.of(Scheme.CLAIM):
        results = [r for r in view.found(passage) if r.verdict.status is not Status.ERROR]
        if not results:
            continue
        days = Days.of((d for r in results for d in r.days), as_of=view.case.settings.as_of)
        symbols = tuple(s for r in results for s in r.symbols)
        counting = [r for r in results if r.kind in COUNTING]
        for n in view.inside(passage):
            if n.kind in _KIND and vouches(n, days, symbols) is False:
                ruled = n.kind == "article" and any(r.kind in _LEGAL and r.symbols for r in results)
                scored = ruled or (bool(counting) and n.unit != "length" and not any(silent(r) for r in counting))
                text = f'no claim here vouches for the {_KIND[n.kind]} "{n.text}" ({" + ".join(r.id for r in results)})'
                status = SentenceStatus.NEEDS_QUALIFIER if scored else None
                found.append(Finding("S2", text, "", status, n.start, n.end))
    return found


def vouches(n: Numeral, days: Days, symbols: tuple[str, ...]) -> bool | None:
    """Return whether days or symbols vouch for a numeral; None where it says nothing that can be asked."""
    if n.kind == "symbol":
        return any(same_symbol(str(n.value), s) for s in symbols)
    if n.kind == "article":
        return any(_same_provision(str(n.value), s) for s in symbols)
    if n.unit == "length":
        return _length(str(n.value), days)
    if n.low is None or n.high is None:
        return None
    low, high = date.fromisoformat(str(n.low)), date.fromisoformat(str(n.high))
    if n.unit == "relative":
        return _relative(low, high, days)
    test = _window if n.kind == "window" else _date
    return any(test(n, *moved, days) for moved in _moved(n, low, high))


def named(n: Numeral) -> tuple[str, ...]:
    """Return the days that a numeral of a row names."""
    if n.kind not in ("date", "window"):
        return ()
    return tuple(str(d) for d in (n.low, n.high) if d is not None)


def _moved(n: Numeral, low: date, high: date) -> list[tuple[date, date]]:
    """Return the days a numeral may mean: where it names no year, those of the years before and after too."""
    if any(len(part) == 4 and part.isdigit() for part in re.split(r"\W+", n.text)):
        return [(low, high)]
    found = [(low, high)]
    for years in (-1, 1):
        ends = (_year_later(day, years) for day in (low, high))
        found.append((next(ends), next(ends)))
    return found


def _year_later(day: date, years: int) -> date:
    """Return the day so many years on; the last of February stays the last."""
    last = min(day.day, month_end(day.year + years, day.month)) if day.month == _FEBRUARY else day.day
    return day.replace(year=day.year + years, day=last)


def _date(n: Numeral, low: date, high: date, days: Days) -> bool:
    if n.unit in ("month", "year"):
        return days.some(low, high) or (not days.within and days.spans(low, high))
    return low in days.days and high in days.days


def _relative(low: date, high: date, days: Days) -> bool:
    """True where both ends are vouched for; `two years ago` is meant to a quarter of its distance."""
    if low == high:
        slack = timedelta(days=abs((days.as_of - low).days) // 4)
        return days.some(low - slack, high + slack)
    if low > days.as_of:
        return days.some(low, high)
    return low in days.days and (high in days.days or (high > days.as_of and days.as_of in days.days))


def _window(n: Numeral, low: date, high: date, days: Days) -> bool:
    """True where both ends are vouched for, each to the day, month or year it is told in; claims end on `as_of`."""
    first, last = [*str(n.value).split(), ""][:2]
    if not days.some(low, _end(low, first)):
        return False
    if n.unit == "since" or (_start(high, last) <= days.as_of <= high and days.as_of in days.days):
        return True
    return days.some(_start(high, last), high)


def _end(day: date, grain: str) -> date:
    if grain == "year":
        return day.replace(month=12, day=31)
    return day.replace(day=month_end(day.year, day.month)) if grain == "month" else day


def _start(day: date, grain: str) -> date:
    return day.replace(month=1, day=1) if grain == "year" else day.replace(day=1) if grain == "month" else day


def _length(length: str, days: Days) -> bool:
    """True where two days lie exactly that far apart, to the day either way."""
    for start in days.days:
        try:
            end = reckon(f"{start} + {length}", {})
        except ValueError:
            continue
        if days.some(end - timedelta(days=1), end):
            return True
    return False


def _same_provision(stated: str, symbol: str) -> bool:
    """True where a provision is the one stated, or lies in it: Article 8 is vouched for by Article 8(2)(e)."""
    kind, path = stated.split(" ")[0], provision(stated)
    other = provision(symbol)
    if (kind == "rule") != symbol.casefold().startswith("rule"):
        return False
    return other == path or other.startswith(path + "(") or (path.startswith(other + "(") and bool(other))
