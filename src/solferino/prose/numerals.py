"""Typed numerals of a text: counts, percentages, dates, windows, symbols, articles, ordinals and names."""

from __future__ import annotations

from datetime import date

from solferino.prose.citations import citations
from solferino.prose.counts import counts
from solferino.prose.dates import dates
from solferino.prose.folded import fold
from solferino.prose.masked import Masked
from solferino.prose.numeral import Numeral
from solferino.prose.windows import joined, relative


def numerals(text: str, language: str = "en", as_of: date | None = None) -> tuple[Numeral, ...]:
    """Return every numeral of `text` in order; none overlap. Windows and dates without a year are told from `as_of`.

    What is more specific is read first, so that the 2139 of `resolution 2139 (2014)` is no count and no year.
    """
    read = fold(text, language)
    masked = Masked(read.text)
    found = citations(masked, language)
    days = dates(masked, language)
    windows = joined(days, read.text, language, as_of=as_of)
    for window in windows:
        masked.take(window.start, window.end)
    found += windows
    found += relative(masked, language, as_of)
    found += counts(masked, language)
    return read.back(sorted(found))
