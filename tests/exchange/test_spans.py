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
        ("24-Nov-2031", "2031-11-24"),
        ("24 تشرين الثاني 2031", "2031-11-24"),
        ("٢٤ نوفمبر ٢٠٣١", "2031-11-24"),
        ("24 تشرين الثاني/نوفمبر 2031", "2031-11-24"),
        ("24 ноября 2031 г.", "2031-11-24"),
        ("24 листопада 2031 року", "2031-11-24"),
        ("листопад 2031", "2031-11-01 2031-11-30"),
        ("2031-1X", "2031-10-01 2031-12-31"),
        ("2031-02-2X", "2031-02-20 2031-02-28"),
        ("[2031-05-01, 2031-05-03]", "2031-05-01 2031-05-03"),
        ("[2031-05-01..2031-05-03]", "2031-05-01 2031-05-03"),
        # 7 Muharram 1438 is 9 October 2016 by the arithmetic calendar, give or take a day, as below.
        ("7 محرم 1438 هـ", "2016-10-08 2016-10-10"),
        ("Muharram 7, 1438 AH", "2016-10-08 2016-10-10"),
        ("1438-01-07 هـ", "2016-10-08 2016-10-10"),
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


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2031-05/..", "no last day"),
        ("../2031-05", "no first"),
        ("[2031-05..]", "without a first or a last"),
        ("{2031-05-01,2031-05-03}", "each of several days"),
        ("2031-21", "is a season"),
        ("1438-01-07", "can be a Hijri date"),
        ("24.11.2031 г.", "expected a date"),
        ("27 رمضان 2031", "no Hijri day"),
    ],
)
def test_what_is_no_interval_is_refused_by_name(text: str, why: str) -> None:
    """An open end, a set of which each day is meant, a season, a year of another calendar: each is told what it is."""
    with pytest.raises(ValueError, match=why):
        span(text)


_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "egypt": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
}


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(sorted(_MONTHS)))
def test_a_day_in_any_language_is_that_day(day: date, language: str) -> None:
    """The name of the month says which; nothing of it is left over."""
    month = _MONTHS[language].split()[day.month - 1].replace("_", " ")

    assert span(f"{day.day} {month} {day.year}") == (day, day)


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
