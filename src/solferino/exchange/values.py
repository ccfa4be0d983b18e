"""Parsers of single cells; each runs once per distinct value of a column.

A parser returns the value, None for an empty cell, or raises ValueError saying what it expected.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from solferino.exchange.hijri import hijri
from solferino.exchange.numbers import read_int, read_real
from solferino.exchange.spans import DAY, serial, span

_PARTIAL = re.compile(r"^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$")
_TRUE, _FALSE = ("true", "yes", "1", "t", "y"), ("false", "no", "0", "f", "n")


def parser(kind: str, date_format: str = "", decimal: str = "") -> Callable[[str], Any]:
    """Return the parser for a column of `kind` (words.tables); `date_format` and `decimal` as in `[read.columns]`."""
    if date_format.startswith(("span-", "hijri-")):
        read, end = (span if date_format.startswith("span-") else hijri), -1 if date_format.endswith("last") else 0
        return lambda text: read(text)[end]
    if kind == "date" and date_format == "epoch":
        return read_epoch
    if kind == "date":
        return lambda text: read_date(text, date_format or "iso")
    if kind == "bool":
        return read_bool
    return partial({"int": read_int, "real": read_real}[kind], decimal=decimal)


def read_date(text: str, how: str) -> date:
    """Read a day. iso: 2016-11-24; iso-first and iso-last also take 2016 and 2016-11; dmy, mdy: 24/11/2016."""
    if how in ("dmy", "mdy"):
        match = DAY.fullmatch(text)
        if match is None:
            raise ValueError(
                f"expected a date such as {'24/11/2016' if how == 'dmy' else '11/24/2016'}, found {text!r}"
            )
        first, second, year = (int(g) for g in match.groups())
        day, month = (first, second) if how == "dmy" else (second, first)
        return _date(year, month, day, text)
    match = _PARTIAL.match(text)
    if match is None or (how == "iso" and match[3] is None):
        ways = '"dmy" or "mdy"' if DAY.fullmatch(text) else '"span-first" or "span-last"'
        told = f"expected a date such as 2016-11-24 (another shape: date = {ways}), found {text!r}"
        raise ValueError(told + serial(text))
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not month:
        return _date(year, *((1, 1) if how == "iso-first" else (12, 31)), text)
    if not day:
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 0
        return _date(year, month, 1 if how == "iso-first" else last, text)
    return _date(year, month, day, text)


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {text!r}") from None


def read_epoch(text: str) -> date:
    """Read the day, in UTC, of a moment given as seconds since 1970."""
    if not re.fullmatch(r"\d{9,10}", text):
        raise ValueError(f"expected seconds since 1970, found {text!r}")
    return datetime.fromtimestamp(int(text), UTC).date()


def read_bool(text: str) -> bool:
    """Read yes or no, true or false, 1 or 0."""
    word = text.casefold()
    if word not in (*_TRUE, *_FALSE):
        raise ValueError(f"expected yes or no, found {text!r}")
    return word in _TRUE
