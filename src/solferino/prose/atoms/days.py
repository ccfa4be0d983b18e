"""Numerals of an atom's sentence, typed: those that say days, and all others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from solferino.prose.atoms.cues import cues
from solferino.prose.dates import month_end
from solferino.prose.masked import either
from solferino.prose.numeral import Numeral
from solferino.prose.numerals import numerals
from solferino.prose.spelled import spelled

_DAYS = ("date", "window")
_LASTED = re.compile(
    r"\b(?:for|over|in|during|after|period\s+of)\s+(?:just|only|nearly|almost|about|more\s+than|at\s+least|over|a\s+further)?\s*$"
)
"""Before a length of time: it says when. After anything else it says how much."""


_NO_COUNT = re.compile(r"[-‑ ]years?[-‑ ]old|\s*(?:[ap]\.?\s?m\b|o['’]clock)")
"""After a number that is an age or an hour."""
_ONCE_AGAIN = re.compile(r"once\s+again\b", re.IGNORECASE)
_NOTE = re.compile(r"(?<=[^\W\d][.,”])$")
"""Before a number that ends a sentence: the mark of a note."""
_NTH = re.compile(
    r"(?i:an?|one)\s+(?:third|fourth|fifth|quarter)\s+(?!of|are|were|was|is|have|had|has|more|less|in|to|and|or|live|lack|need)[a-z]"
)
"""No share: "a third worker"."""


def typed(text: str, language: str, as_of: date | None) -> tuple[tuple[Numeral, ...], tuple[Numeral, ...]]:
    """Return numerals and dates of `text` in order; days of the week and `within 30 days` are told from `as_of`."""
    parts = [_part_of_year(m, language) for m in _patterns(language)[-1].finditer(text)]
    found = [n for n in _ranged(numerals(text, language, as_of), text) if _apart(n, parts)]
    said = [_within(n, text, as_of) for n in found if n.kind in _DAYS]
    more = [*parts, *(n for n in _told(text, language, as_of) if _apart(n, said))]
    lengths = [
        d for d in said if d.unit == "length" and not _LASTED.search(text[: d.start]) and d.text[:6].lower() != "within"
    ]
    counted = [
        n
        for n in found
        if (n in lengths or n.kind not in _DAYS) and not (n.weak and n.unit != "measure") and n.kind != "name"
        and not _NO_COUNT.match(text[n.end :]) and not _ONCE_AGAIN.match(text, n.start)
        and not (n.kind == "percent" and _NTH.match(text[n.start :]))
        and _apart(n, more) and not (n.end == len(text.rstrip()) and _NOTE.search(text[: n.start]))
    ]  # fmt: skip
    numbered = re.compile(r"\d\s*\($")  # "2242 (2015)": the year of a document
    dated = [d for d in said if d not in lengths and not numbered.search(text[: d.start])]
    return tuple(sorted(counted)), tuple(sorted([*dated, *more]))


def _ranged(found: tuple[Numeral, ...], text: str) -> list[Numeral]:
    """Join a number and a length of time that are the ends of one: between 10 and 12 years."""
    made: list[Numeral] = []
    for n in found:
        before = made[-1] if made else None
        if before is not None and before.kind == "count" and n.unit == "length":
            joint = re.fullmatch(r"\s*(?:and|to|or|–|-)\s*", text[before.end : n.start])
            opening = re.search(r"(?:\b(?:between|from)\s+)?$", text[: before.start])
            if joint is not None and opening is not None and (opening[0] or "and" not in joint[0]):
                start = opening.start()
                made[-1] = replace(
                    n, start=start, text=text[start : n.end], low=f"{before.low}{str(n.value)[-1]}", high=n.value
                )
                continue
        made.append(n)
    return made


def _apart(n: Numeral, others: list[Numeral]) -> bool:
    return all(n.end <= d.start or d.end <= n.start for d in others)


def _within(n: Numeral, text: str, as_of: date | None) -> Numeral:
    """Take `within` into a length of time that follows it: a window that begins on the day of speaking."""
    before = re.search(r"\b(?:with)?in\s+(?:the\s+next\s+)?$", text[: n.start], re.IGNORECASE)
    if n.unit != "length" or before is None or not before[0].lower().startswith("within"):
        return n
    low = high = None
    length = re.fullmatch(r"(\d+)([dwmy])", str(n.value))
    if as_of is not None and length is not None:
        days = int(length[1]) * {"d": 1, "w": 7, "m": 30, "y": 365}[length[2]]
        low, high = as_of.isoformat(), (as_of + timedelta(days=days)).isoformat() if days < 36500 else None
    return replace(n, start=before.start(), text=text[before.start() : n.end], low=low, high=high)


def _told(text: str, language: str, as_of: date | None) -> list[Numeral]:
    week, today, loose, _ = _patterns(language)
    names = [w.casefold() for w in cues(language).words("days", "week")]
    found = []
    for m in week.finditer(text):
        low = high = None
        if as_of is not None:
            back = (as_of.weekday() - names.index(m["day"].casefold())) % 7
            low = (as_of - timedelta(days=back)).isoformat()
            high = as_of.isoformat() if m["since"] else low
        found.append(Numeral(m.start(), m.end(), "window" if m["since"] else "date", m[0], low, low, high, "relative"))
    day = as_of.isoformat() if as_of else None
    found += [Numeral(m.start(), m.end(), "date", m[0], day, day, day, "relative") for m in today.finditer(text)]
    found += [Numeral(m.start(), m.end(), "window", m[0], None, None, None, "relative") for m in loose.finditer(text)]
    return found


def _part_of_year(m: re.Match[str], language: str) -> Numeral:
    """Return the months of "the first half of 2023" or "the last four months of 2022"."""
    months = int(cues(language).raw["days"]["months"][m["unit"].casefold()])
    length = (spelled(m["n"], language) or 1) * months if m["n"] else months
    ordinal = {"second": 1, "third": 2, "fourth": 3}.get(m["which"].casefold(), 0)
    first = 12 - length if m["which"].casefold() in ("last", "final") else ordinal * months
    year, last = int(m["year"]), first + length
    if not 0 <= first < last <= 12:  # months of a year
        return Numeral(m.start(), m.end(), "window", m[0], None, None, None, "between")
    low, high = date(year, first + 1, 1), date(year, last, month_end(year, last))
    return Numeral(m.start(), m.end(), "window", m[0], None, low.isoformat(), high.isoformat(), "between")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    c = cues(language)
    names = either(w.capitalize() for w in c.words("days", "week"))
    return (
        re.compile(
            rf"(?<!\w)(?P<since>since\s+(?:last\s+)?)?(?P<day>{names})(?:\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th))?(?!\w|\s+(?:prayers?|mass))"
        ),
        re.compile(rf"(?<!\w){either(c.words('days', 'today'))}(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w){either(c.words('days', 'open'))}(?!\w)", re.IGNORECASE),
        re.compile(
            rf"(?<!\w)(?:in\s+)?(?:the\s+)?(?P<which>first|second|third|fourth|last|final)\s+(?:(?P<n>\d+|[a-z]+)\s+)?"
            rf"(?P<unit>{either(c.raw['days']['months'])})s?\s+of\s+(?P<year>(?:19|20)\d\d)(?!\w)",
            re.IGNORECASE,
        ),
    )
