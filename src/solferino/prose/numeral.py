"""A number, date, window or citation as it stands in a text, with what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from solferino.words.bounds import Value

NumeralKind = Literal["count", "percent", "date", "window", "symbol", "article", "name", "ordinal"]


@dataclass(frozen=True, order=True)
class Numeral:
    """`text` is exactly `whole[start:end]` of the text it was found in.

    `value` is a number for a count, percent or ordinal; an ISO day for a date of one day; a canonical form for a
    symbol or article; None where there is a range or nothing definite. `low`, `high` are its ends, both included:
    ISO days for dates and windows; None is no end, or an end that needs a day the reader does not know.
    `unit` refines: `times` (of a count), `time` (of an ordinal: "for the fifth time"), `measure`, `loose` ("dozens");
    `3/8` (of a percent told as three of eight);
    `day`, `days`, `month`, `year` (of a date); `since`, `between` (of a window; `value` says how fine its ends are:
    `month`, `day year`), `relative`, told from the day of speaking, `length` (no day; `value` is such as `5y`).
    `weak`: it may not be a number at all, or counts nothing ("one", "first"); rules pass over it.
    """

    start: int
    end: int
    kind: NumeralKind
    text: str
    value: Value | None = None
    low: Value | None = None
    high: Value | None = None
    unit: str = ""
    weak: bool = False
