"""Dates in every shape that sources use: first and last day, or a refusal; never a guess."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solferino.exchange.hijri import hijri
from solferino.exchange.spans import span


def _d(text: str) -> tuple[date, date]:
    first, _, last = text.partition(" ")
    return date.fromisoformat(first), date.fromisoformat(last or first)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2031-05-04", "2031-05-04"),
        ("٢٠٣١-٠٥-٠٤", "2031-05-04"),
        ("2031/05/04", "2031-05-04"),
        ("2031-05", "2031-05-01 2031-05-31"),
        ("2031", "2031-01-01 2031-12-31"),
        ("203X", "2030-01-01 2039-12-31"),
        ("2031-05-XX", "2031-05-01 2031-05-31"),
        ("2031-05-04~", "2031-05-03 2031-05-05"),
        ("~2031-05", "2031-03-31 2031-07-01"),
        ("2031-05-04/2031-05-06", "2031-05-04 2031-05-06"),
        ("2031/05/04~2031/05/06", "2031-05-04 2031-05-06"),
        ("2031-05-04T23:30Z", "2031-05-04 2031-05-05"),
        ("2031-05-04 23:30+03:00", "2031-05-04"),
        ("night of 4 May 2031", "2031-05-04 2031-05-05"),
        ("the night of 2031-05-04/2031-05-05", "2031-05-04 2031-05-05"),
        ("night of 4/5 May 2031", "2031-05-04 2031-05-05"),
        ("4 May 2031", "2031-05-04"),
        ("May 2031", "2031-05-01 2031-05-31"),
    ],
)
def test_what_a_date_says(text: str, days: str) -> None:
    """Each shape gives the first and the last day that it can mean."""
    assert span(text) == _d(days)


@pytest.mark.parametrize(
    "text", ["08/10/2031", "4.5.2031", "2031-02-30", "2031-13", "4 May", "soon", "2031-06/2031-05", ""]
)
def test_what_does_not_say_is_refused(text: str) -> None:
    """A day that can be two, a day that does not exist, a date without its year: refused by name."""
    with pytest.raises(ValueError, match=r"expected|two days|no day|ends before"):
        span(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 400))
def test_two_days_with_a_stroke_are_those_days(first: date, more: int) -> None:
    """An interval reads as its own two ends."""
    last = min(first + timedelta(days=more), date(2100, 12, 31))

    assert span(f"{first}/{last}") == (first, last)


@given(st.text(max_size=30))
def test_any_text_is_a_span_or_a_refusal(text: str) -> None:
    """Whatever stands in a cell, there are two days in order, or a ValueError."""
    for read in (span, hijri):
        try:
            first, last = read(text)
        except ValueError:
            continue
        assert first <= last


# New Year's days as tables of the calendar print them: 1 Muharram 1438 on 2 or 3 October 2016, 1445 on 19 July 2023.
@pytest.mark.parametrize(
    ("text", "day"), [("1438-01-01", "2016-10-02"), ("1/1/1445", "2023-07-19"), ("١٤٤٥-٠١-٠١", "2023-07-19")]
)
def test_a_hijri_day_holds_the_printed_one(text: str, day: str) -> None:
    """The three days around the arithmetic one hold the day that tables print."""
    first, last = hijri(text)

    assert first <= date.fromisoformat(day) <= last
    assert (last - first).days == 2
