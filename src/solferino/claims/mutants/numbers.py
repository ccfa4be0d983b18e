"""Numbers, days and windows changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from solferino.claims.mutants.language import language
from solferino.claims.mutants.mutant import Mutant
from solferino.claims.view import View
from solferino.prose.language import language as prose
from solferino.prose.lexicon import Modifier
from solferino.prose.numeral import Numeral

TIMES = 10
"""How far a number goes that its modifier leaves room."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_DIGITS = re.compile(r"\d[\d,\u00a0]*(?:\.\d+)?")
_LAST = 27
"""Every month has the day after."""


def number(view: View) -> Iterator[Mutant]:
    """Yield counts and percentages changed: by one where exact, tenfold and to a tenth where they are not."""
    asked = [(q.start, q.end) for q in view.words.quantities(view.text, idle=True)]
    for n in view.numerals:
        if n.kind not in ("count", "percent") or n.weak or n.unit in ("loose", "times", "measure") or n.low is None:
            continue
        if n.low != n.high or any(a < n.end and n.start < b for a, b in asked):
            continue
        modifier = view.words.modifier(view.text, n.start, n.end)
        for value, weaker in _values(n, modifier):
            if (now := _written(n, value, view)) is not None:
                yield Mutant("number", n.start, n.text, now, weaker)


def _values(n: Numeral, modifier: Modifier | None) -> list[tuple[int, bool]]:
    low = int(float(n.low or 0))
    more, less = (low * TIMES if n.kind == "count" else min(100, low * TIMES)), low // TIMES
    if modifier is None or modifier.op == "==":
        found = [(low + 1, False), (low - 1, False)]
    elif modifier.op in ("<", "<=", "<~"):
        found = [(less, False), (low + 1, True)]
    elif modifier.op in (">", ">="):
        found = [(more, False), (low - 1, True)]
    else:
        found = [(more, False), (less, False)]
    return [(v, weaker) for v, weaker in found if v > 0 and v != low and (n.kind == "count" or v <= 100)]


def _written(n: Numeral, value: int, view: View) -> str | None:
    """Return a number's text with another value: a word stays a word where there is one. None for other forms."""
    if found := _DIGITS.match(n.text):
        return str(value) + n.text[found.end() :]
    data = prose(view.language).number
    words: dict[int, str] = {v: k for group in ("tens", "ones") for k, v in data[group].items()}
    if n.text.casefold() not in {**data["ones"], **data["tens"]}:
        return str(value) if n.kind == "count" and n.value is not None else None
    now = words.get(value, str(value))
    return now.capitalize() if n.text[:1].isupper() else now


def window(view: View) -> Iterator[Mutant]:
    """Yield days and windows changed: the year, the day of the month, the number of units, the unit."""
    for n in view.numerals:
        if n.kind not in ("date", "window") or n.weak:
            continue
        for start, was, now in _moved(n.text, view):
            yield Mutant("window", n.start + start, was, now)


def _moved(text: str, view: View) -> Iterator[tuple[int, str, str]]:
    data = prose(view.language)
    years = list(_YEAR.finditer(text))
    for year in years[-1:]:
        yield year.start(), year[0], str(int(year[0]) - 1)
    months = re.search(rf"(?<!\w)(?:{'|'.join(data.date['months'])})(?!\w)", text, re.IGNORECASE)
    if months and (day := _DAY.search(text)):
        yield day.start(), day[0], str(int(day[0]) + 1 if int(day[0]) <= _LAST else int(day[0]) - 1)
    if years or months:
        return
    units = language(view.language)["unit"]
    for word in re.finditer(r"\w+", text):
        small = word[0].casefold()
        if small in data.number["ones"] or small in data.number["tens"] or small.isdigit():
            value = int(small) if small.isdigit() else {**data.number["ones"], **data.number["tens"]}[small]
            yield word.start(), word[0], str(2 * value)
        elif small in units:
            yield word.start(), word[0], units[small]
